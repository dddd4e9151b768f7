import type { CheckReport } from '../domain/check-report.ts';
import type { CheckResult } from '../domain/check-result.ts';
import { createRedactor } from '../domain/redaction.ts';
import { createHttpClient } from '../http/client.ts';
import { createLookup } from '../http/lookup.ts';
import { type AlertChannel, type Alerted, alert } from '../monitor/alerting.ts';
import type { Check } from '../monitor/check.ts';
import { createChecker } from '../monitor/checker.ts';
import { runChecks } from '../monitor/run-checks.ts';
import { createLoopPace, systemTurn } from '../resilience/loop-pace.ts';
import { createTimeBox } from '../resilience/time-box.ts';
import { systemTimer } from '../resilience/timer.ts';
import { version } from '../version.ts';
import { systemClock } from './system-clock.ts';

export interface CheckOnceOptions {
  readonly maxWorkers: number;
  readonly signal: AbortSignal;
  /** Told of each result as soon as there is one. */
  onResult?(result: CheckResult): void;
}

/** svcmon put together: what the commands call. */
export interface App {
  /** Runs every check once. Never rejects. */
  checkOnce(checks: readonly Check[], options: CheckOnceOptions): Promise<CheckReport>;
  /** Tells of a report's unhealthy and slow services on every channel. Never rejects. */
  alert(report: CheckReport, channels: readonly AlertChannel[], signal: AbortSignal): Promise<Alerted>;
}

// Long enough for a pass over a body of 1 MiB, short enough that no other check notices.
const assertionLimitMs = 50;

/** Builds the real parts bottom-up, with every secret of the configuration masked in what comes out. */
export function createApp({ secrets }: { readonly secrets: readonly string[] }): App {
  const clock = systemClock;
  const lookup = createLookup({ clock });
  const http = createHttpClient({ lookup, clock, userAgent: `svcmon/${version}` });
  const redact = createRedactor(secrets);
  const effects = { clock, random: Math.random, startTimer: systemTimer, redact };
  const timeBox = createTimeBox({ limitMs: assertionLimitMs });
  const checker = createChecker({ ...effects, http, lookup, timeBox });
  const pace = createLoopPace({ clock, nextTurn: systemTurn });
  return {
    checkOnce: (checks, options) => runChecks(checks, { ...options, checker, clock, pace }),
    alert: (report, channels, signal) => alert({ report, channels, signal }, { ...effects, http }),
  };
}
