import { setMaxListeners } from 'node:events';
import { type CheckReport, worstFirst } from '../domain/check-report.ts';
import type { CheckResult } from '../domain/check-result.ts';
import type { Clock } from '../domain/clock.ts';
import { createConcurrencyLimit } from '../resilience/concurrency.ts';
import type { Policy } from '../resilience/policy.ts';
import type { Check } from './check.ts';
import type { Checker } from './checker.ts';
import { prepareChecks } from './prepare-checks.ts';

export interface RunChecksOptions {
  readonly checker: Checker;
  readonly clock: Clock;
  /** Lets a check begin when its answer can be measured well. */
  readonly pace: Policy;
  /** How many checks run at once; 1 is one after another. */
  readonly maxWorkers: number;
  readonly signal: AbortSignal;
  /** Told of each result as soon as there is one. */
  onResult?(result: CheckResult): void;
}

/** Runs every check once. When the signal fires, what has not ended is `unknown: interrupted`; the report is complete in any case. */
export async function runChecks(checks: readonly Check[], options: RunChecksOptions): Promise<CheckReport> {
  const { checker, clock, pace, signal } = options;
  const startedAt = clock.now();
  const beganAt = clock.monotonic();
  const limit = createConcurrencyLimit(options.maxWorkers);
  // Every run listens to this signal, so that Node's warning of a leak at eleven listeners would be a false one.
  setMaxListeners(0, signal);
  await prepareChecks(checks);
  const results = await Promise.all(
    checks.map(async (check) => {
      const result = await limit(() => pace(() => checker.run(check, signal), signal), signal);
      options.onResult?.(result);
      return result;
    }),
  );
  return { startedAt, durationMs: clock.monotonic() - beganAt, results: worstFirst(results) };
}
