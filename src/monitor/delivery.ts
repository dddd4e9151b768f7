import type { BoundChannel } from '../channels/channel.ts';
import type { OutboxItem } from '../domain/alert.ts';
import { ChannelSender, type ChannelSenderParts } from './channel-sender.ts';

/** How one channel is doing. */
export interface ChannelStatus {
  readonly channel: string;
  /** Items that wait to be sent. */
  readonly waiting: number;
  /** Sendings that failed in a row. */
  readonly failures: number;
}

/** From the outbox to the channels, apart from probing: what one channel does to its messages delays no other. */
export interface Delivery {
  /** Takes items over, to be sent when they are due. */
  deliver(items: readonly OutboxItem[]): void;
  /** The channels that are configured from now on; what is owed to others waits for them to come back, for a week at most. */
  use(channels: ReadonlyMap<string, BoundChannel>): void;
  /** Sends everything without waiting for more to come; resolves when nothing is left that could be sent before that monotonic instant. */
  drain(deadlineAt: number): Promise<void>;
  statuses(): readonly ChannelStatus[];
  /** Ends what is being sent, which stays owed. Safe to call twice. */
  stop(): Promise<void>;
}

/** Builds a delivery without channels; give it what the store's outbox holds, and channels. */
export function createDelivery(parts: ChannelSenderParts): Delivery {
  const senders = new Map<string, ChannelSender>();
  const senderOf = (channel: string): ChannelSender => {
    const sender = senders.get(channel) ?? new ChannelSender(channel, parts);
    senders.set(channel, sender);
    return sender;
  };
  return {
    deliver(items) {
      const byChannel = new Map<string, OutboxItem[]>();
      for (const item of items) {
        if (item.state !== 'pending' || item.kind === 'test') continue;
        const list = byChannel.get(item.channel);
        if (list === undefined) byChannel.set(item.channel, [item]);
        else list.push(item);
      }
      for (const [channel, list] of byChannel) senderOf(channel).add(list);
    },
    use(channels) {
      for (const name of channels.keys()) senderOf(name);
      for (const [name, sender] of senders) sender.use(channels.get(name));
    },
    async drain(deadlineAt) {
      await Promise.all([...senders.values()].map((sender) => sender.drain(deadlineAt)));
    },
    statuses: () => [...senders].map(([channel, { state }]) => ({ channel, ...state })),
    async stop() {
      await Promise.all([...senders.values()].map((sender) => sender.stop()));
    },
  };
}
