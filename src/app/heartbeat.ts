import { toFailure } from '../domain/failure.ts';
import type { Secret } from '../domain/secret.ts';
import { timeout } from '../resilience/timeout.ts';
import type { Effects } from './effects.ts';
import type { Log } from './log.ts';

const limitMs = 10_000;

/** Tells whoever watches svcmon that it lives: one GET, any 2xx will do. Never rejects, and never repeats the URL. */
export async function sendHeartbeat(
  url: Secret,
  { http, startTimer, log }: Pick<Effects, 'http' | 'startTimer'> & { readonly log: Log },
  signal: AbortSignal,
): Promise<void> {
  const message = 'the heartbeat did not get through';
  try {
    const answer = await timeout({ limitMs, startTimer })((asking) => {
      return http.request({ url: url.reveal(), method: 'GET', maxBodyBytes: 1_024, signal: asking });
    }, signal);
    if (answer.statusClass !== 'success') log.warn(message, { status_code: answer.statusCode });
  } catch (thrown) {
    if (!signal.aborted) log.warn(message, { reason: toFailure(thrown).reason });
  }
}
