import { setMaxListeners } from 'node:events';
import type { BoundChannel, ChannelContext, Delivery } from '../channels/channel.ts';
import type { CheckReport } from '../domain/check-report.ts';
import { toFailure } from '../domain/failure.ts';
import { type Notification, toNotification } from '../domain/notification.ts';
import type { Redact } from '../domain/redaction.ts';
import { type Backoff, retry } from '../resilience/retry.ts';
import { timeout } from '../resilience/timeout.ts';
import type { StartTimer } from '../resilience/timer.ts';
import { eachAlone } from './alone.ts';

/** A configured channel under the name people gave it. */
export interface AlertChannel {
  readonly name: string;
  readonly channel: BoundChannel;
}

export interface AlertingParts extends Pick<ChannelContext, 'http' | 'clock'> {
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly startTimer: StartTimer;
  readonly redact: Redact;
}

/** What became of a notification on one channel, of all its parts where each service is sent by itself. */
export interface DeliveryRecord {
  readonly channel: string;
  readonly type: string;
  /** The last word; `retry` means that it was given up in the end. */
  readonly delivery: Delivery;
  /** The most that any part took. */
  readonly attempts: number;
  readonly durationMs: number;
}

/** What an alerting came to: without a notification there was nothing to tell. */
export interface Alerted {
  readonly notification?: Notification;
  /** In the order of the channels. */
  readonly deliveries: readonly DeliveryRecord[];
}

/** Tells of the unhealthy and slow services of a report, once on every channel, all at the same time. Ends within 10 s; never rejects. */
export async function alert(
  { report, channels, signal }: { report: CheckReport; channels: readonly AlertChannel[]; signal: AbortSignal },
  parts: AlertingParts,
): Promise<Alerted> {
  const notification = toNotification(report, parts.clock.now());
  if (notification === undefined) return { deliveries: [] };
  // Every delivery listens to this signal, so that Node's warning of a leak at eleven listeners would be a false one.
  setMaxListeners(0, signal);
  const deliveries = await Promise.all(
    channels.map((target) => {
      const sendings = target.channel.oneByOne ? eachAlone(notification) : [notification];
      return deliverAll(sendings, { target, signal }, parts);
    }),
  );
  return { notification, deliveries };
}

const deadlineMs = 10_000;
// Retry-After beyond the deadline is not cut down to it: who asks for a minute is not to be asked again after ten seconds.
const backoff: Backoff = { maxRetries: 2, baseDelayMs: 500, backoffFactor: 2, maxDelayMs: deadlineMs, jitter: true };

interface Sending {
  readonly notification: Notification;
  readonly target: AlertChannel;
  readonly signal: AbortSignal;
}

/** One after another: what got through is not sent again. Where the channel gives out, the rest is not tried. */
async function deliverAll(
  notifications: readonly Notification[],
  way: Omit<Sending, 'notification'>,
  parts: AlertingParts,
): Promise<DeliveryRecord> {
  const { clock } = parts;
  const { target } = way;
  const beganAt = clock.monotonic();
  const deadlineAt = beganAt + deadlineMs;
  let delivery: Delivery = { outcome: 'rejected', reason: 'nothing was sent' };
  let attempts = 0;
  for (const [index, notification] of notifications.entries()) {
    const outcomes = await deliver({ notification, ...way }, deadlineAt, parts);
    const last: Delivery = outcomes.at(-1) ?? delivery;
    attempts = Math.max(attempts, outcomes.length);
    // A refusal is the last word, also where others were taken.
    if (index === 0 || last.outcome !== 'delivered') delivery = last;
    if (last.outcome === 'retry') break;
  }
  return {
    channel: target.name,
    type: target.channel.type,
    delivery,
    attempts,
    durationMs: clock.monotonic() - beganAt,
  };
}

function deliver(sending: Sending, deadlineAt: number, parts: AlertingParts): Promise<readonly Delivery[]> {
  const { clock, random, startTimer } = parts;
  return retry(
    () => sendOnce(sending, deadlineAt - clock.monotonic(), parts),
    {
      backoff,
      deadlineAt,
      shouldRetry: ({ outcome }) => outcome === 'retry',
      retryAfterMs: (delivery) => (delivery.outcome === 'retry' ? delivery.retryAfterMs : undefined),
      clock,
      random,
      startTimer,
    },
    sending.signal,
  );
}

/** One sending, contained: a channel that hangs or throws becomes an outcome. */
async function sendOnce(
  { notification, target, signal }: Sending,
  limitMs: number,
  parts: AlertingParts,
): Promise<Delivery> {
  const { http, clock, startTimer, redact } = parts;
  let given: AbortSignal | undefined;
  try {
    const delivery = await timeout({ limitMs, startTimer })((sendSignal) => {
      given = sendSignal;
      return target.channel.send(notification, { http, clock, signal: sendSignal });
    }, signal);
    return 'reason' in delivery ? { ...delivery, reason: redact(delivery.reason) } : delivery;
  } catch (thrown) {
    if (signal.aborted) return { outcome: 'retry', reason: 'stopped before it was sent' };
    if (given?.aborted === true) return { outcome: 'retry', reason: `no answer within ${deadlineMs / 1_000} s` };
    return { outcome: 'rejected', reason: redact(`a defect of the channel: ${toFailure(thrown).message}`) };
  }
}
