import { type State, states, type Timeline } from './timeline.ts';

/** How long each state lasted, ms. */
export type Durations = Readonly<Record<State, number>>;

/** Sums up a timeline. The durations add up to its period, and those of its parts to those of the whole. */
export function durationsOf(timeline: Timeline): Durations {
  const durations = { paused: 0, maintenance: 0, unknown: 0, down: 0, degraded: 0, up: 0 };
  for (const { state, fromAt, toAt } of timeline) durations[state] += toAt - fromAt;
  return durations;
}

/** Of several windows, or of several services, together. */
export function sumDurations(all: Iterable<Durations>): Durations {
  const sum = { paused: 0, maintenance: 0, unknown: 0, down: 0, degraded: 0, up: 0 };
  for (const durations of all) for (const state of states) sum[state] += durations[state];
  return sum;
}

/** Time-weighted availability. Shares run from 0 to 1 and are absent where there is nothing to divide by. */
export interface Availability {
  /** S: the period without maintenance and pauses, ms. */
  readonly serviceMs: number;
  /** V: what is known of it, ms. */
  readonly measuredMs: number;
  /** D: down, and the counted part of degraded, ms. */
  readonly downMs: number;
  /** U, ms. */
  readonly unknownMs: number;
  /** C = V / S. */
  readonly coverage?: number;
  /** A = 1 − D / V. */
  readonly availability?: number;
  /** 1 − (D + U) / S: as if it had been down whenever nothing is known. */
  readonly lower?: number;
  /** 1 − D / S: as if it had been up then. */
  readonly upper?: number;
}

/** The availability that durations come to. `degradedWeight`: how much of degraded time counts as down, from 0 (none) to 1. */
export function availabilityOf(durations: Durations, degradedWeight = 0): Availability {
  const { unknown: unknownMs, down, degraded, up } = durations;
  const measuredMs = down + degraded + up;
  const serviceMs = measuredMs + unknownMs;
  const downMs = downTimeOf(durations, degradedWeight);
  const known = { serviceMs, measuredMs, downMs, unknownMs };
  if (serviceMs === 0) return known;
  return {
    ...known,
    coverage: measuredMs / serviceMs,
    ...(measuredMs > 0 && { availability: 1 - downMs / measuredMs }),
    lower: 1 - (downMs + unknownMs) / serviceMs,
    upper: 1 - downMs / serviceMs,
  };
}

/** D: down, and the counted part of degraded, ms. */
export function downTimeOf({ down, degraded }: Durations, degradedWeight = 0): number {
  return down + degradedWeight * degraded;
}

export const verdicts = {
  met: 'the objective was met',
  missed: 'the objective was missed',
  insufficient_data: 'too little was measured to tell',
} as const;

/** Whether an objective was met. */
export interface Verdict {
  readonly verdict: keyof typeof verdicts;
  /** True where time of which nothing is known could have changed it. */
  readonly estimated: boolean;
}

const leastCoverage = 0.95;

/** Certain where both bounds agree; else by the availability itself, where at least 95 % was measured. `objective` from 0 to 1. */
export function verdictOf({ availability, lower, upper, coverage }: Availability, objective: number): Verdict {
  if (availability === undefined || lower === undefined || upper === undefined || coverage === undefined) {
    return { verdict: 'insufficient_data', estimated: false };
  }
  if (lower >= objective) return { verdict: 'met', estimated: false };
  if (upper < objective) return { verdict: 'missed', estimated: false };
  if (coverage < leastCoverage) return { verdict: 'insufficient_data', estimated: false };
  return { verdict: availability >= objective ? 'met' : 'missed', estimated: true };
}

/** How much failure an objective allows, and how much of that is spent. */
export interface ErrorBudget {
  /** B = (1 − objective) · S, ms. */
  readonly budgetMs: number;
  /** B − D, ms; negative when overspent. */
  readonly leftMs: number;
  /** D / B; absent where the objective allows none. */
  readonly used?: number;
}

/** The error budget of an objective from 0 to 1. */
export function errorBudgetOf({ serviceMs, downMs }: Availability, objective: number): ErrorBudget {
  const budgetMs = (1 - objective) * serviceMs;
  return { budgetMs, leftMs: budgetMs - downMs, ...(budgetMs > 0 && { used: downMs / budgetMs }) };
}

/**
 * A share as a percentage, cut off and never rounded up: 0.99996 is `99.99`, and `100` stands for nothing but 1. `digits`
 * after the point; at least two.
 */
export function floorPercent(share: number, digits = 2): string {
  if (share >= 1) return '100';
  const factor = 10 ** digits;
  // A decimal fraction such as 0.9995 is a little less in binary.
  const floored = Math.floor(share * 100 * factor + 1e-6) / factor;
  return Math.min(floored, 100 - 1 / factor).toFixed(digits);
}
