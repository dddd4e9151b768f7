import type { Delivery } from '../channels/channel.ts';
import type { ConfiguredChannel } from '../config/config.ts';
import type { OutboxItem } from '../domain/alert.ts';
import type { Redact } from '../domain/redaction.ts';
import { createMakeId } from '../monitor/make-id.ts';
import { sendOnce } from '../monitor/send-once.ts';
import { channelTest, testNotification, testRecord } from '../monitor/test-notification.ts';
import type { Effects } from './effects.ts';

export interface ChannelTestOptions {
  readonly channel: ConfiguredChannel;
  readonly by: string;
  readonly effects: Pick<Effects, 'clock' | 'http' | 'startTimer' | 'random'>;
  readonly redact: Redact;
  readonly signal: AbortSignal;
}

/** What became of a test message, and of its end, which is sent where the first arrived; with the record for the outbox. */
export interface ChannelTested {
  readonly sent: Delivery;
  readonly ended: Delivery;
  /** Why one of them did not arrive. */
  readonly problem?: string;
  readonly record: OutboxItem;
}

const sendTimeoutMs = 10_000;

/** Sends a message that is marked as a test through a channel, once. Never rejects. */
export async function testChannel(options: ChannelTestOptions): Promise<ChannelTested> {
  const { channel, by, effects, redact, signal } = options;
  const { clock, random } = effects;
  const test = channelTest({ channel: channel.name, by, at: clock.now() });
  const send = (state: 'firing' | 'resolved') =>
    sendOnce(channel.channel, testNotification(test, state, clock.now()), {
      ...effects,
      redact,
      sendTimeoutMs,
      signal,
    });
  const sent = await send('firing');
  // Some receivers would keep an alert open that nobody ends.
  const ended = sent.outcome === 'delivered' ? await send('resolved') : sent;
  const problem = problemOf(sent) ?? problemOf(ended);
  const id = createMakeId({ clock, random })();
  const record = testRecord(test, { id, settledAt: clock.now(), ...(problem !== undefined && { problem }) });
  return { sent, ended, record, ...(problem !== undefined && { problem }) };
}

function problemOf(delivery: Delivery): string | undefined {
  return delivery.outcome === 'delivered' ? undefined : delivery.reason;
}
