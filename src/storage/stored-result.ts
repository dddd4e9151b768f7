import type { CheckResult } from '../domain/check-result.ts';
import { phaseNames } from '../domain/observation.ts';
import { truncate } from '../domain/plain-text.ts';
import type { StoredResult } from './store.ts';

// Longer messages are whole in the evidence.
const maxMessagePoints = 300;

/** What is kept of every run: times to a hundredth of a millisecond, the message of what is not `ok`. */
export function toStoredResult(result: CheckResult): StoredResult {
  const { service, startedAt, intervalMs, durationMs, status, reason, message, attempts, observation } = result;
  const answered = attempts.at(-1)?.reason === 'ok';
  const { responseTimeMs, statusCode, phases } = observation ?? {};
  return {
    service,
    startedAt,
    intervalMs: Math.round(intervalMs),
    durationMs: toHundredths(durationMs),
    status,
    reason,
    ...(answered && responseTimeMs !== undefined && { responseTimeMs: toHundredths(responseTimeMs) }),
    ...(statusCode !== undefined && { statusCode }),
    attempts: attempts.length,
    ...(phases !== undefined && { phases: toPhases(phases) }),
    ...(reason !== 'ok' && { message: truncate(message, maxMessagePoints) }),
  };
}

function toPhases(phases: NonNullable<StoredResult['phases']>): NonNullable<StoredResult['phases']> {
  const named = phaseNames.flatMap((name) => {
    const ms = phases[name];
    return ms === undefined ? [] : [[name, toHundredths(ms)] as const];
  });
  return Object.fromEntries(named);
}

function toHundredths(ms: number): number {
  return Math.round(Math.max(0, ms) * 100) / 100;
}
