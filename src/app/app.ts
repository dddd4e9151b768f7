import type { MonitoringSettings, ServerSettings } from '../config/config.ts';
import type { CheckReport } from '../domain/check-report.ts';
import type { CheckResult } from '../domain/check-result.ts';
import { createRedactor } from '../domain/redaction.ts';
import { type AlertChannel, type Alerted, alert } from '../monitor/alerting.ts';
import type { Check } from '../monitor/check.ts';
import type { Checker } from '../monitor/checker.ts';
import { runChecks } from '../monitor/run-checks.ts';
import type { CallBook } from '../probes/probe.ts';
import { createLoopPace, systemTurn } from '../resilience/loop-pace.ts';
import { createCanaries } from './canaries.ts';
import { createEffects, type Effects } from './effects.ts';
import { createTwoCheckers } from './two-checkers.ts';

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

/** What the commands need to know of a configuration. */
export interface AppConfig {
  readonly secrets: readonly string[];
  readonly monitoring?: Pick<MonitoringSettings, 'canaries'>;
  readonly server?: Pick<ServerSettings, 'allowPrivateTargets'>;
  /** What services have called a monitor with, where that is known. */
  readonly calls?: CallBook;
}

/** Builds the real parts bottom-up, with every secret of the configuration, and every token that a login hands out, masked in what comes out. */
export function createApp({ secrets, monitoring, server, calls }: AppConfig): App {
  const effects = createEffects();
  const { clock } = effects;
  const redact = createRedactor(secrets, effects.sessions.tokens);
  const checker = withCanaries(
    createTwoCheckers({ effects, redact, ...(server && { server }), ...(calls && { calls }) }),
    monitoring?.canaries ?? [],
    effects,
  );
  const pace = createLoopPace({ clock, nextTurn: systemTurn });
  return {
    checkOnce: (checks, options) => runChecks(checks, { ...options, checker, clock, pace }),
    alert: (report, channels, signal) => alert({ report, channels, signal }, { ...effects, redact }),
  };
}

/** The same checker, whose failures are believed only where a canary answers. */
function withCanaries(checker: Checker, names: readonly string[], effects: Effects): Checker {
  if (names.length === 0) return checker;
  const ignore = () => undefined;
  const canaries = createCanaries(effects, { raise: ignore, clear: ignore, publish: ignore });
  canaries.use(names);
  return { run: async (check, signal) => canaries.examine(await checker.run(check, signal)) };
}
