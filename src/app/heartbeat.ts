import { toFailure } from '../domain/failure.ts';
import type { Secret } from '../domain/secret.ts';
import { timeout } from '../resilience/timeout.ts';
import type { Effects } from './effects.ts';
import type { Log } from './log.ts';

const limitMs = 10_000;

/** What became of a heartbeat; `trouble` is the reason, or the status, for which it did not get through. */
export interface HeartbeatOutcome {
  readonly at: number;
  readonly trouble?: string;
}

/**
 * Tells whoever watches svcmon that it lives: one GET, any 2xx will do. Resolves with what became of it, or with nothing where the
 * signal ended it. Never rejects, and never repeats the URL.
 */
export async function sendHeartbeat(
  url: Secret,
  { http, clock, startTimer, log }: Pick<Effects, 'http' | 'clock' | 'startTimer'> & { readonly log: Log },
  signal: AbortSignal,
): Promise<HeartbeatOutcome | undefined> {
  const message = 'the heartbeat did not get through';
  try {
    const answer = await timeout({ limitMs, startTimer })((asking) => {
      return http.request({ url: url.reveal(), method: 'GET', maxBodyBytes: 1_024, signal: asking });
    }, signal);
    if (answer.statusClass === 'success') return { at: clock.now() };
    log.warn(message, { status_code: answer.statusCode });
    return { at: clock.now(), trouble: `answered ${answer.statusCode}` };
  } catch (thrown) {
    if (signal.aborted) return undefined;
    const { reason } = toFailure(thrown);
    log.warn(message, { reason });
    return { at: clock.now(), trouble: reason };
  }
}
