import type { OutboxItem } from '../domain/alert.ts';

/** How a channel is doing by its messages. */
export interface ChannelLine {
  readonly name: string;
  /** Absent where it is not configured, or that cannot be read. */
  readonly type?: string;
  readonly isGone: boolean;
  readonly waiting: number;
  /** Epoch ms. */
  readonly deliveredAt?: number;
  /** Why the last sending failed, where none has succeeded since. */
  readonly trouble?: string;
}

/** The channels of a configuration. */
export interface KnownChannels {
  readonly channels: readonly { readonly name: string; readonly type: string }[];
  /** Whether these are all: else one that is missing may only be unreadable. */
  readonly isWhole: boolean;
}

/** The configured channels, and others that are still owed something. `history`: newest first. */
export function channelLines(
  { channels, isWhole }: KnownChannels,
  { pending, history }: { readonly pending: readonly OutboxItem[]; readonly history: readonly OutboxItem[] },
): readonly ChannelLine[] {
  const types = new Map(channels.map(({ name, type }) => [name, type]));
  const names = new Set([...types.keys(), ...pending.map(({ channel }) => channel)]);
  return [...names].map((name) => {
    const type = types.get(name);
    const own = history.filter(({ channel, kind }) => channel === name && kind !== 'test');
    const delivered = own.find(({ state }) => state === 'delivered');
    const failed = own.find(({ lastError, state }) => lastError !== undefined && state !== 'delivered');
    const isTroubled = failed !== undefined && (delivered?.settledAt ?? 0) < (failed.settledAt ?? failed.notBeforeAt);
    return {
      name,
      isGone: isWhole && type === undefined,
      waiting: pending.filter(({ channel }) => channel === name).length,
      ...(type !== undefined && { type }),
      ...(delivered?.settledAt !== undefined && { deliveredAt: delivered.settledAt }),
      ...(isTroubled && failed.lastError !== undefined && { trouble: failed.lastError }),
    };
  });
}
