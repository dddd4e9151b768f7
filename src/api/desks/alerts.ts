import type { OutboxItem } from '../../domain/alert.ts';
import type { ChannelResource, ChannelTestResource, MessageResource } from '../resources/alert.ts';

/** What was sent, and through what. Rejects with StoreUnavailable. */
export interface AlertDesk {
  /** Newest first, the last 20,000. */
  messages(query: MessagesQuery): Promise<readonly MessageResource[]>;
  channels(): Promise<readonly ChannelResource[]>;
  /** Sends a test through it; undefined where there is no such channel. */
  test(channel: string, by: string, signal: AbortSignal): Promise<ChannelTestResource | undefined>;
}

export interface MessagesQuery {
  readonly channel?: string;
  readonly state?: OutboxItem['state'];
}
