import type { TimeRange } from './calendar.ts';
import { nextOccurrence } from './calendar.ts';

/** When a service promises to call. Durations in ms. */
export interface HeartbeatPlan {
  /** How long after one ping the next one comes, or the times at which its runs begin. */
  readonly rhythm:
    | { readonly periodMs: number }
    /** A cron pattern of five fields in an IANA zone. */
    | { readonly schedule: string; readonly timezone: string };
  /** How long after its time a ping is late and not yet missed. */
  readonly graceMs: number;
  /** How long a run may take; without it none takes too long that ends within the grace. */
  readonly maxDurationMs?: number;
}

/** When the next ping is due, and from when on it is missed; absent where the schedule comes no more. */
export interface Due {
  readonly dueAt: number;
  readonly missedAt: number;
}

// A job whose clock is a little ahead of ours has not come a day early.
const skewMs = 10_000;

/** The ping that must follow one at that instant. */
function dueAfter({ rhythm, graceMs }: HeartbeatPlan, at: number): Due | undefined {
  const dueAt = 'periodMs' in rhythm ? at + rhythm.periodMs : nextOccurrence(rhythm, at + skewMs);
  return dueAt === undefined ? undefined : { dueAt, missedAt: dueAt + graceMs };
}

/** What must follow a ping. */
export interface Expected {
  /** As long as no ping was lost. */
  readonly first: Due;
  /** What must be heard at the latest: the same, unless one may have been lost. */
  readonly surest: Due;
}

/**
 * What must follow a ping heard at that instant. One that was due while nobody listened may have come unheard, and then the
 * next may be as late as one that follows the end of the gap; a gap at any other time changes nothing. Undefined where the
 * schedule comes no more.
 */
export function expectedAfter(plan: HeartbeatPlan, at: number, gaps: readonly TimeRange[]): Expected | undefined {
  const first = dueAfter(plan, at);
  if (first === undefined) return undefined;
  let surest = first;
  let earliestAt = earliestOf(plan, first, at);
  for (const gap of gaps) {
    if (gap.fromAt >= surest.missedAt) break;
    if (gap.toAt <= earliestAt) continue;
    const fromAt = Math.max(gap.fromAt, at);
    const afterGap = dueAfter(plan, gap.toAt);
    const afterItsBeginning = dueAfter(plan, fromAt);
    if (afterGap === undefined || afterItsBeginning === undefined) return undefined;
    surest = afterGap;
    earliestAt = earliestOf(plan, afterItsBeginning, fromAt);
  }
  return { first, surest };
}

/** From when on the next ping may be expected: what comes in a rhythm may be as early as it may be late. */
function earliestOf({ rhythm, graceMs }: HeartbeatPlan, { dueAt }: Due, at: number): number {
  return Math.max(at, 'periodMs' in rhythm ? dueAt - graceMs : dueAt - skewMs);
}
