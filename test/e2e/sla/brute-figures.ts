import type { BruteIncident } from './brute-incidents.ts';
import type { StateName } from './brute-states.ts';
import type { Span } from './brute-zone.ts';

/** What is promised, as services.yaml writes it. */
export interface BrutePromise {
  readonly objective: number;
  readonly minOutageMs?: number;
  readonly degradedWeight?: number;
}

export type Lasted = Readonly<Record<StateName, number>>;

/** Seconds of ms. */
export const seconds = (ms: number) => ms / 1_000;

/** Of no time there is no share. */
const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);

/** S, V and D of durations, ms. */
export function timesOf(lasted: Lasted, promise?: BrutePromise) {
  const measuredMs = lasted.up + lasted.degraded + lasted.down;
  const serviceMs = measuredMs + lasted.unknown;
  return { measuredMs, serviceMs, countedMs: lasted.down + (promise?.degradedWeight ?? 0) * lasted.degraded };
}

/** A, its bounds and coverage. */
export function bruteAvailability(lasted: Lasted, promise?: BrutePromise) {
  const { measuredMs, serviceMs, countedMs } = timesOf(lasted, promise);
  return {
    availability: share(measuredMs - countedMs, measuredMs),
    availability_lower: share(serviceMs - countedMs - lasted.unknown, serviceMs),
    availability_upper: share(serviceMs - countedMs, serviceMs),
    coverage: share(measuredMs, serviceMs),
  };
}

/** Met where it is even if all that is unknown was down, missed where it is even if that was up; else by A if 95 % is known. */
export function bruteVerdict(lasted: Lasted, promise?: BrutePromise) {
  if (promise === undefined) return { verdict: null, estimated: null };
  const { measuredMs, serviceMs, countedMs } = timesOf(lasted, promise);
  const allowed = (100 - promise.objective) / 100;
  const isMetIf = (downMs: number, wholeMs: number) => downMs <= allowed * wholeMs + 1e-6;
  if (measuredMs === 0) return { verdict: 'insufficient_data', estimated: false };
  if (isMetIf(countedMs + lasted.unknown, serviceMs)) return { verdict: 'met', estimated: false };
  if (!isMetIf(countedMs, serviceMs)) return { verdict: 'missed', estimated: false };
  if (measuredMs < 0.95 * serviceMs) return { verdict: 'insufficient_data', estimated: false };
  return { verdict: isMetIf(countedMs, measuredMs) ? 'met' : 'missed', estimated: true };
}

/** What may fail, and what is left of it. */
function bruteBudget(lasted: Lasted, promise?: BrutePromise) {
  if (promise === undefined) return null;
  const { serviceMs, countedMs } = timesOf(lasted, promise);
  const budgetMs = ((100 - promise.objective) * serviceMs) / 100;
  return { seconds: seconds(budgetMs), left_seconds: seconds(budgetMs - countedMs), used: share(countedMs, budgetMs) };
}

/** How long each state lasted, and what that comes to. */
export function printedDurations(lasted: Lasted, promise?: BrutePromise) {
  const { measuredMs, serviceMs, countedMs } = timesOf(lasted, promise);
  return {
    service_seconds: seconds(serviceMs),
    measured_seconds: seconds(measuredMs),
    counted_down_seconds: seconds(countedMs),
    paused_seconds: seconds(lasted.paused),
    maintenance_seconds: seconds(lasted.maintenance),
    unknown_seconds: seconds(lasted.unknown),
    down_seconds: seconds(lasted.down),
    degraded_seconds: seconds(lasted.degraded),
    up_seconds: seconds(lasted.up),
  };
}

/** Everything that follows from durations alone. */
export function bruteShares(lasted: Lasted, promise?: BrutePromise) {
  return {
    ...bruteVerdict(lasted, promise),
    ...bruteAvailability(lasted, promise),
    durations: printedDurations(lasted, promise),
    budget: bruteBudget(lasted, promise),
  };
}

/** An incident, with what people did about it. */
export interface AnsweredIncident extends BruteIncident {
  readonly deliveredAt?: number;
  readonly acknowledgedAt?: number;
}

/** MTTR and its like, of incidents with down time; instants as ms, means as seconds. */
export function bruteReliability(incidents: readonly AnsweredIncident[], span: Span, lasted: Lasted) {
  const isIn = (at: number | undefined) => at !== undefined && span.fromAt <= at && at < span.toAt;
  const downs = incidents.flatMap((incident) => {
    const first = incident.levels.find(({ badness }) => badness === 2);
    return first === undefined ? [] : [{ ...incident, first }];
  });
  const began = downs.filter(({ first }) => isIn(first.fromAt));
  const ended = downs.filter(({ endedAt }) => isIn(endedAt));
  const open = downs.filter(({ first, endedAt = Number.POSITIVE_INFINITY }) => {
    return first.fromAt < span.toAt && endedAt >= span.toAt;
  });
  const answered = began.flatMap(({ deliveredAt, acknowledgedAt }) => {
    return deliveredAt === undefined || acknowledgedAt === undefined ? [] : [Math.max(0, acknowledgedAt - deliveredAt)];
  });
  const { measuredMs } = timesOf(lasted);
  return {
    incidents_began: began.length,
    incidents_open: open.length,
    mttr_seconds: mean(ended.map((incident) => downTime(incident, incident.endedAt ?? 0))),
    mtbf_seconds: began.length === 0 ? null : seconds((measuredMs - lasted.down) / began.length),
    mttd_seconds: mean(began.map(({ first }) => first.confirmedAt - first.fromAt)),
    mtta_seconds: mean(answered),
  };
}

/** All of it, wherever it lies, until an instant. */
export function downTime({ levels }: BruteIncident, untilAt: number): number {
  let sum = 0;
  for (const { badness, fromAt, toAt } of levels) {
    if (badness === 2) sum += Math.max(0, Math.min(toAt, untilAt) - fromAt);
  }
  return sum;
}

function mean(values: readonly number[]): number | null {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length === 0 ? null : seconds(sum / values.length);
}
