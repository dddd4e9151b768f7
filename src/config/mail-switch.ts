import type { Route } from '../domain/routes.ts';
import type { ConfiguredChannel } from './config.ts';
import type { Finding } from './finding.ts';
import type { FileOptions } from './schema.ts';

/** Channels and routes as `email_enabled` leaves them, and what is worth saying about that. */
export interface SwitchedMail {
  readonly channels: readonly ConfiguredChannel[];
  readonly routes: readonly Route[];
  readonly warnings: readonly Finding[];
}

const path = ['email_enabled'];

/** Takes the channels of type `email` away, and out of the routes, where the file switches them off. A route that leads nowhere stays: it says what is not told. */
export function switchMail(
  { email_enabled: enabled }: Pick<FileOptions['alerts'], 'email_enabled'>,
  { channels, routes }: Pick<SwitchedMail, 'channels' | 'routes'>,
): SwitchedMail {
  const mail = new Set(channels.filter(({ type }) => type === 'email').map(({ name }) => name));
  if (enabled !== false || mail.size === 0) {
    const message = 'there is no channel of type email: no mail is sent';
    const hint = 'add one to alerts.channels';
    return { channels, routes, warnings: enabled === true && mail.size === 0 ? [{ path, message, hint }] : [] };
  }
  const names = [...mail].map((name) => JSON.stringify(name)).join(', ');
  const message = `no mail is sent: ${mail.size === 1 ? 'the channel' : 'the channels'} ${names} ${mail.size === 1 ? 'is' : 'are'} switched off`;
  return {
    channels: channels.filter(({ name }) => !mail.has(name)),
    routes: routes.map((route) => ({ ...route, channels: route.channels.filter((name) => !mail.has(name)) })),
    warnings: [{ path, message, hint: 'remove the key to switch mail on' }],
  };
}
