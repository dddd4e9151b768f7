import { periodMs, periodStart } from './rollup.ts';
import { madeUntilAt, type SealingState } from './sealing-state.ts';

/** What one row of the roll-ups, or one result, adds to and takes away from; absent where that is no part. */
export interface Share {
  readonly to?: number | undefined;
  readonly from?: number | undefined;
}

/**
 * How stretches of time are put together from what is stored: from days where they lie in one stretch whole, else from
 * hours, else from results. Of a day that is cut, the largest piece is the day without its other hours: few rows are read,
 * though days of a calendar seldom are those of UTC. The same for every service.
 */
export interface TallyPlan {
  /** By how much each stretch is not the one that was asked for, since nothing finer is stored there, ms. */
  readonly errorsMs: readonly number[];
  readonly days: ReadonlyMap<number, Share>;
  readonly hours: ReadonlyMap<number, Share>;
  /** Hours of which every result is to be read, and what each of their results takes itself away from. */
  readonly cutHours: ReadonlyMap<number, number | undefined>;
  /** The stretch that an instant lies in. */
  partAt(at: number): number | undefined;
}

/** Plans the stretches between the cuts, which ascend. A cut that nothing stored allows is moved to the nearest one that it does. */
export function planTallies(cuts: readonly number[], state: SealingState): TallyPlan {
  const moved = cuts.map((cut) => nearestCut(cut, state));
  const errors = cuts.map((cut, index) => Math.abs(cut - (moved[index] ?? cut)));
  const plan = {
    errorsMs: cuts.slice(1).map((_, index) => (errors[index] ?? 0) + (errors[index + 1] ?? 0)),
    days: new Map<number, Share>(),
    hours: new Map<number, Share>(),
    cutHours: new Map<number, number | undefined>(),
    partAt: partFinder(moved),
  };
  const [firstAt = 0, lastAt = 0] = [moved[0], moved.at(-1)];
  const madeUntil = madeUntilAt(state);
  for (let dayAt = periodStart('day', firstAt); dayAt < lastAt; dayAt += periodMs.day) {
    planDay(plan, { dayAt, moved, made: dayAt < madeUntil });
  }
  return plan;
}

function nearestCut(cut: number, { results_from_at, hours_from_at }: SealingState): number {
  if (periodStart('day', cut) < hours_from_at) return nearest('day', cut);
  if (periodStart('hour', cut) < results_from_at) return nearest('hour', cut);
  return cut;
}

function nearest(period: keyof typeof periodMs, at: number): number {
  return Math.round(at / periodMs[period]) * periodMs[period];
}

/** Finds the stretch between two cuts that an instant lies in; undefined before the first and from the last on. */
export function partFinder(cuts: readonly number[]): TallyPlan['partAt'] {
  return (at) => {
    let [low, high] = [0, cuts.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((cuts[middle] ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return low === 0 || low === cuts.length ? undefined : low - 1;
  };
}

interface PlannedDay {
  readonly dayAt: number;
  readonly moved: readonly number[];
  /** Whether there is a roll-up of the day. */
  readonly made: boolean;
}

interface OpenPlan extends TallyPlan {
  readonly days: Map<number, Share>;
  readonly hours: Map<number, Share>;
  readonly cutHours: Map<number, number | undefined>;
}

function planDay(plan: OpenPlan, { dayAt, moved, made }: PlannedDay): void {
  const cuts = moved.filter((cut) => cut > dayAt && cut < dayAt + periodMs.day);
  if (cuts.length === 0 && made) {
    addShare(plan.days, dayAt, { to: plan.partAt(dayAt) });
    return;
  }
  const cutHours = new Set(cuts.filter((cut) => cut % periodMs.hour !== 0).map((cut) => periodStart('hour', cut)));
  const hours = hoursOf(dayAt);
  const whole = hours.filter((hour) => !cutHours.has(hour));
  const largest = made ? mostFrequent(whole.map(plan.partAt)) : undefined;
  addShare(plan.days, dayAt, { to: largest });
  for (const hour of whole) {
    const part = plan.partAt(hour);
    if (part !== largest || largest === undefined) addShare(plan.hours, hour, { to: part, from: largest });
  }
  for (const hour of cutHours) plan.cutHours.set(hour, largest);
}

function hoursOf(dayAt: number): readonly number[] {
  return Array.from({ length: periodMs.day / periodMs.hour }, (_, index) => dayAt + index * periodMs.hour);
}

function addShare(shares: Map<number, Share>, at: number, share: Share): void {
  if (share.to !== undefined || share.from !== undefined) shares.set(at, share);
}

function mostFrequent(parts: readonly (number | undefined)[]): number | undefined {
  const counts = new Map<number | undefined, number>();
  for (const part of parts) counts.set(part, (counts.get(part) ?? 0) + 1);
  return [...counts].reduce<[number | undefined, number]>(
    (most, each) => (each[1] > most[1] ? each : most),
    [undefined, 0],
  )[0];
}
