import type { OutboxItem } from '../domain/alert.ts';
import type { Notification, NotifiedService } from '../domain/notification.ts';

/** What a test of a channel says of itself. */
export interface ChannelTest {
  readonly channel: string;
  readonly by: string;
  /** Epoch ms. */
  readonly at: number;
  readonly dedupKey: string;
  readonly about: NotifiedService;
}

/** The test of a channel: under a key of its own, about nothing that exists. */
export function channelTest({ channel, by, at }: Pick<ChannelTest, 'channel' | 'by' | 'at'>): ChannelTest {
  const dedupKey = `test/${channel}/${new Date(at).toISOString()}`;
  const about: NotifiedService = {
    name: 'svcmon-test',
    target: 'svcmon alerts test',
    reason: 'ok',
    severity: 'info',
    message: `a test of the channel "${channel}", sent by ${by}: nothing is wrong`,
    attempts: 0,
    checkedAt: at,
    sinceAt: at,
    dedupKey,
  };
  return { channel, by, at, dedupKey, about };
}

/** The message of a test, clearly marked as one; `resolved` ends what `firing` may have opened at the receiver. */
export function testNotification(
  { about, dedupKey, channel }: ChannelTest,
  state: 'firing' | 'resolved',
  createdAt: number,
): Notification {
  return {
    type: 'service_health',
    state,
    dedupKey,
    createdAt,
    severity: 'info',
    summary:
      state === 'firing'
        ? `TEST of the channel "${channel}", nothing is wrong`
        : `TEST of the channel "${channel}" is over`,
    total: 0,
    unhealthy: [],
    slow: [],
    others: [about],
  };
}

/** The record of a test in the outbox; `problem` where it did not arrive. */
export function testRecord(
  { channel, dedupKey, about, at }: ChannelTest,
  { id, settledAt, problem }: { readonly id: string; readonly settledAt: number; readonly problem?: string },
): OutboxItem {
  return {
    id,
    channel,
    kind: 'test',
    dedupKey,
    about,
    createdAt: at,
    notBeforeAt: at,
    attempts: 1,
    state: problem === undefined ? 'delivered' : 'rejected',
    settledAt,
    ...(problem !== undefined && { lastError: problem }),
  };
}
