import type { CheckResult } from './check-result.ts';
import { isFlapping, remember } from './flapping.ts';
import { isWorse, leastBad, type Status, worstStatus } from './status.ts';
import { reduceStreak, type Streak } from './streak.ts';

/** A service's confirmed state, folded from its results. Thresholds live here and only here. */
export interface Health {
  /** Confirmed; `unknown` until anything was learned. */
  readonly status: Status;
  /** Epoch ms of the first result of the run that confirmed it. */
  readonly sinceAt: number;
  /** The latest learned statuses that speak against `status` in one direction, oldest first; unknown results never enter. */
  readonly against: readonly Status[];
  /** Epoch ms of the first of them. */
  readonly againstSinceAt?: number;
  /** The last 20 learned results, oldest first, one letter each: `H`, `D`, `U`. */
  readonly recent: string;
  readonly flapping: boolean;
  /** Whether it is confirmed that answers are slower than the critical threshold; absent until one was. */
  readonly slow?: Streak;
  /** Epoch ms of the latest result, unknown ones included. */
  readonly lastResultAt: number;
}

/** How many consecutive results confirm a change. */
export interface HealthPolicy {
  readonly failureCountAlert: number;
  readonly recoveryCount: number;
}

/** A confirmed change of health. Instants are epoch ms. */
export interface HealthChange {
  readonly from: Status;
  readonly to: Status;
  /** The first result of the confirming run: when it truly began. */
  readonly startedAt: number;
  /** The result that confirmed it. */
  readonly confirmedAt: number;
}

/** The parts of a check result that its service's health is made of. */
export type HealthEvidence = Pick<CheckResult, 'status' | 'startedAt' | 'findings'>;

export interface HealthTransition {
  readonly health: Health;
  readonly change?: HealthChange;
}

/**
 * Folds one result into the health of its service. `unknown` learns nothing. Worse than confirmed: `failureCountAlert`
 * results in a row confirm the least bad of them; while `degraded` is confirmed, only a healthy result breaks the row of
 * unhealthy ones. Better than confirmed: `recoveryCount` in a row confirm the worst of them. The first healthy result
 * ever confirms at once.
 */
export function reduceHealth(
  previous: Health | undefined,
  result: HealthEvidence,
  policy: HealthPolicy,
): HealthTransition {
  const health = previous ?? nothingLearned(result);
  if (result.status === 'unknown') return { health: { ...health, lastResultAt: result.startedAt } };

  const learned = learn(health, result, policy);
  const run = runAgainst(health, result);
  if (run === undefined) return { health: learned };
  const to = confirmedBy(run.against, health.status, policy);
  if (to === undefined) return { health: { ...learned, ...run } };
  const startedAt = run.againstSinceAt;
  return {
    health: { ...learned, status: to, sinceAt: startedAt },
    change: { from: health.status, to, startedAt, confirmedAt: result.startedAt },
  };
}

function nothingLearned({ startedAt }: HealthEvidence): Health {
  return { status: 'unknown', sinceAt: startedAt, against: [], recent: '', flapping: false, lastResultAt: startedAt };
}

const letters = { healthy: 'H', degraded: 'D', unhealthy: 'U', unknown: '' } as const;

/** What one result adds whatever it confirms; the run against the status starts empty. */
function learn(health: Health, result: HealthEvidence, policy: HealthPolicy): Health {
  const { status, sinceAt } = health;
  const recent = remember(health.recent, letters[result.status]);
  const slow = learnSlowness(health.slow, result, policy);
  const flapping = isFlapping(recent, health.flapping);
  return { status, sinceAt, against: [], recent, flapping, ...(slow && { slow }), lastResultAt: result.startedAt };
}

/** An unhealthy result says nothing about speed unless it was found to be slow as well. */
function learnSlowness(
  slow: Streak | undefined,
  { status, findings, startedAt }: HealthEvidence,
  { failureCountAlert, recoveryCount }: HealthPolicy,
): Streak | undefined {
  const holds = findings.some(({ reason, severity }) => reason === 'slow' && severity === 'critical');
  if (!holds && (slow === undefined || status === 'unhealthy')) return slow;
  return reduceStreak(slow, { holds, at: startedAt }, { beginAfter: failureCountAlert, endAfter: recoveryCount });
}

interface Run {
  readonly against: readonly Status[];
  readonly againstSinceAt: number;
}

/** The run that speaks against the confirmed status with the new result at its end; undefined where there is none. */
function runAgainst(health: Health, { status, startedAt }: HealthEvidence): Run | undefined {
  const { status: confirmed, against, againstSinceAt = startedAt } = health;
  const [first] = against;
  if (status === confirmed) {
    // A service that is degraded and down in turn would else never be reported down.
    const goesOn = confirmed === 'degraded' && first !== undefined && isLossFrom(first, confirmed);
    return goesOn ? { against, againstSinceAt } : undefined;
  }
  const sameDirection = first !== undefined && isLossFrom(status, confirmed) === isLossFrom(first, confirmed);
  return sameDirection
    ? { against: [...against, status], againstSinceAt }
    : { against: [status], againstSinceAt: startedAt };
}

/** Nothing learned yet is neither good nor bad: what is not healthy has to be confirmed as from healthy. */
function isLossFrom(status: Status, confirmed: Status): boolean {
  return isWorse(status, confirmed === 'unknown' ? 'healthy' : confirmed);
}

/** What the run confirms, if it is long enough. */
function confirmedBy(
  against: readonly Status[],
  confirmed: Status,
  { failureCountAlert, recoveryCount }: HealthPolicy,
): Status | undefined {
  const newest = against.at(-1);
  if (newest === undefined) return undefined;
  if (isLossFrom(newest, confirmed)) {
    return against.length < failureCountAlert ? undefined : leastBad(against.slice(-failureCountAlert));
  }
  if (confirmed === 'unknown') return newest;
  return against.length < recoveryCount ? undefined : worstStatus(against);
}
