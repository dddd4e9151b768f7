import { kindTable } from '../domain/kind-table.ts';
import type { Channel } from './channel.ts';

/** Every kind of channel, in the order the documentation lists them; a new one adds its line here. */
export const channels = kindTable<Channel>({
  slack: async () => (await import('./slack.ts')).slack,
  email: async () => (await import('./email.ts')).email,
  pagerduty: async () => (await import('./pagerduty.ts')).pagerduty,
  webhook: async () => (await import('./webhook.ts')).webhook,
  alertmanager: async () => (await import('./alertmanager.ts')).alertmanager,
  teams: async () => (await import('./teams.ts')).teams,
  discord: async () => (await import('./discord.ts')).discord,
  telegram: async () => (await import('./telegram.ts')).telegram,
  ntfy: async () => (await import('./ntfy.ts')).ntfy,
  gotify: async () => (await import('./gotify.ts')).gotify,
  pushover: async () => (await import('./pushover.ts')).pushover,
  opsgenie: async () => (await import('./opsgenie.ts')).opsgenie,
  googlechat: async () => (await import('./googlechat.ts')).googlechat,
  mattermost: async () => (await import('./mattermost.ts')).mattermost,
  matrix: async () => (await import('./matrix.ts')).matrix,
  twilio: async () => (await import('./twilio.ts')).twilio,
  apprise: async () => (await import('./apprise.ts')).apprise,
  command: async () => (await import('./command.ts')).command,
  file: async () => (await import('./file.ts')).file,
});
