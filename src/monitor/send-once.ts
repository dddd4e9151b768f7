import type { BoundChannel, ChannelContext, Delivery } from '../channels/channel.ts';
import { formatDuration } from '../domain/duration.ts';
import { toFailure } from '../domain/failure.ts';
import type { Notification } from '../domain/notification.ts';
import type { Redact } from '../domain/redaction.ts';
import { timeout } from '../resilience/timeout.ts';
import type { StartTimer } from '../resilience/timer.ts';

export interface SendOnceParts extends Pick<ChannelContext, 'http' | 'clock'> {
  readonly startTimer: StartTimer;
  readonly redact: Redact;
  /** Deadline of one sending, ms. */
  readonly sendTimeoutMs: number;
  readonly signal: AbortSignal;
}

/** One sending, contained: a channel that hangs or throws becomes an outcome, and no secret gets into its reason. Never rejects. */
export async function sendOnce(
  channel: BoundChannel,
  notification: Notification,
  { http, clock, startTimer, redact, sendTimeoutMs, signal }: SendOnceParts,
): Promise<Delivery> {
  let given: AbortSignal | undefined;
  try {
    const delivery = await timeout({ limitMs: sendTimeoutMs, startTimer })((sendSignal) => {
      given = sendSignal;
      return channel.send(notification, { http, clock, signal: sendSignal });
    }, signal);
    return 'reason' in delivery ? { ...delivery, reason: redact(delivery.reason) } : delivery;
  } catch (thrown) {
    if (signal.aborted) return { outcome: 'retry', reason: 'stopped before the answer' };
    if (given?.aborted === true)
      return { outcome: 'retry', reason: `no answer within ${formatDuration(sendTimeoutMs)}` };
    return { outcome: 'retry', reason: redact(`a defect of the channel: ${toFailure(thrown).message}`) };
  }
}
