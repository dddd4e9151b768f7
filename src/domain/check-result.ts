import type { AssertionOutcome } from './assertion-outcome.ts';
import { complaintReasons } from './complaint.ts';
import type { FailureReason } from './failure.ts';
import type { PartialObservation } from './observation.ts';
import type { Status } from './status.ts';

/** Reasons found by judging an answer, beside those for having none (see failure.ts). */
export const judgedReasons = {
  ok: 'a complete answer in time, with the expected status, and every assertion holds',
  unexpected_status: 'the status code is not an expected one',
  assertion_failed: 'an assertion does not hold or could not be evaluated',
  slow: 'slower than response_time_warning',
  certificate_expiring: 'the certificate is about to expire',
  regression: 'slower, or failing more often, than usual at this hour of the week',
  circuit_open: 'the circuit breaker is open: nothing was sent',
  ...complaintReasons,
  missed_window: 'the time for this check passed without one',
  monitor_offline: 'our own network is down: the canaries do not answer either',
  imported: 'another monitor found it so, and did not say why',
} as const;

/** Why a check result is what it is: one of a closed list. */
export type Reason = FailureReason | keyof typeof judgedReasons;

/** How loudly to say it: `critical` for unhealthy and for slower than response_time_critical. */
export type Severity = 'info' | 'warning' | 'critical';

/** One thing that was found when judging a run; a run may have several. */
export interface Finding {
  readonly status: Status;
  readonly reason: Reason;
  readonly severity: Severity;
  /** A sentence for people, already redacted, e.g. `expected status 200, got 503`. */
  readonly message: string;
}

/** One probe call of a run. */
export interface Attempt {
  /** From 1. */
  readonly number: number;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** `ok` when the probe answered, whatever the answer. */
  readonly reason: FailureReason | 'ok';
  readonly message?: string;
  readonly statusCode?: number;
  /** How long the run waited before this attempt, ms. */
  readonly waitedMs: number;
}

/** The circuit breaker as it stands after the run. */
export interface CircuitState {
  readonly state: 'closed' | 'open' | 'half_open';
  /** Consecutive failures counted while closed. */
  readonly failures: number;
  /** Until the next probe is let through, ms; absent unless open. */
  readonly nextProbeInMs?: number;
  /** The last verdict before it opened. */
  readonly lastStatus?: Status;
}

/** What proves a verdict that is not healthy. Redacted and made plain text. */
export interface Evidence {
  /** At most 10 kB of the body. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The verdict of one run of one check. */
export interface CheckResult {
  /** The service's name. */
  readonly service: string;
  readonly group?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The probe type: `http`, `tcp`, … */
  readonly type: string;
  /** What was asked, redacted: a URL or `host:port`. */
  readonly target: string;
  readonly runbook?: string;
  /** Epoch ms of the run's start. */
  readonly startedAt: number;
  /** From one run to the next as the service was configured then, ms. */
  readonly intervalMs: number;
  /** Of the whole run with its waits and retries, ms. */
  readonly durationMs: number;
  readonly status: Status;
  readonly reason: Reason;
  readonly severity: Severity;
  /** A sentence for people. */
  readonly message: string;
  /** Worst first; empty when healthy. */
  readonly findings: readonly Finding[];
  /** In the order they were made; empty when nothing was sent. */
  readonly attempts: readonly Attempt[];
  /** How many attempts the run could have made. */
  readonly maxAttempts: number;
  /** What the last attempt showed; partial when it failed, absent when nothing was sent. */
  readonly observation?: PartialObservation;
  readonly assertions: readonly AssertionOutcome[];
  readonly circuit?: CircuitState;
  readonly evidence?: Evidence;
}
