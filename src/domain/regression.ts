import type { CheckTally } from './check-tally.ts';
import { formatDuration } from './duration.ts';
import { fisherExact, type Proportion } from './fisher-exact.ts';
import { compareRanks } from './mann-whitney.ts';
import { mergeSketches, percentileOf } from './percentile-sketch.ts';

/** Which changes of a service are watched for. */
export interface RegressionWatch {
  /** Slower answers. */
  readonly latency: boolean;
  /** More failures. */
  readonly errors: boolean;
}

/** The checks of a stretch of time. */
export type CheckSample = Pick<CheckTally, 'counts' | 'sketch'>;

/** The last hour of a service, and what is usual for it. */
export interface RegressionSamples {
  readonly recent: CheckSample;
  /** For each week that is compared with, its hours. */
  readonly usual: readonly (readonly CheckSample[])[];
}

/** A change that is too large to be chance, and large enough to matter. */
export interface RegressionFinding {
  readonly kind: keyof RegressionWatch;
  /** The evidence: `p50 212 ms against 140 ms usually at this hour (+51 %, p < 0.001, n = 60 against 960)`. */
  readonly message: string;
}

const leastRecent = 20;
const leastUsual = 100;
// A single week is no habit.
const leastWeeks = 2;

const significance = 0.001;
// The looks of an hour share results: Bonferroni's correction for as many.
const looksPerHour = 6;
const pLimit = significance / looksPerHour;

const leastEffect = 0.7;
const leastSlowdown = 1.2;
// With fewer answers an hour has no median worth the name.
const leastInHour = 5;
const leastHours = 6;

const leastErrorFactor = 2;
const leastErrorPoints = 0.01;

/**
 * What of that which is watched got worse: by a published test, and by an effect that matters. Undefined where there are too few
 * samples to tell of any of it.
 */
export function regressionsIn(
  samples: RegressionSamples,
  watch: RegressionWatch,
): readonly RegressionFinding[] | undefined {
  const judged = [
    ...(watch.latency ? (slowerIn(samples) ?? []) : []),
    ...(watch.errors ? (moreErrorsIn(samples) ?? []) : []),
  ];
  return judged.length === 0 ? undefined : judged.flatMap((finding) => (finding === 'as_usual' ? [] : [finding]));
}

/** One finding or none; nothing where there is too little to tell. */
type Judged = readonly [RegressionFinding | 'as_usual'] | undefined;

function slowerIn({ recent, usual }: RegressionSamples): Judged {
  const weeks = usual.filter((hours) => hours.some(({ sketch }) => sketch.count > 0));
  const sketches = weeks.flat().map(({ sketch }) => sketch);
  const hours = sketches.flatMap((sketch) => (sketch.count < leastInHour ? [] : (percentileOf(sketch, 0.5) ?? [])));
  const before = mergeSketches(sketches);
  const now = recent.sketch;
  const isTooLittle = now.count < leastRecent || before.count < leastUsual;
  if (isTooLittle || weeks.length < leastWeeks || hours.length < leastHours) return undefined;
  const { effect, pValue } = compareRanks(now, before);
  const [nowMs = 0, beforeMs = 0] = [percentileOf(now, 0.5), percentileOf(before, 0.5)];
  const isSlower = effect >= leastEffect && nowMs >= beforeMs * leastSlowdown && pValue < pLimit;
  if (!isSlower || !isBeyond(nowMs, hours)) return ['as_usual'];
  const more = `+${Math.round((nowMs / beforeMs - 1) * 100)} %`;
  const medians = `p50 ${formatDuration(nowMs)} against ${formatDuration(beforeMs)} usually at this hour`;
  return [{ kind: 'latency', message: `${medians} (${more}, ${sizes(now.count, before.count)})` }];
}

/**
 * Whether a median lies above what the medians of single hours let one expect of one more hour: the one-sided prediction
 * interval of Student's t for 99.9 %, on their logarithms (Hahn and Meeker, Statistical Intervals, 1991, §4.7). Answers of
 * one hour resemble each other more than those of others, of which a test that takes each for a draw of its own knows nothing.
 */
function isBeyond(nowMs: number, hours: readonly number[]): boolean {
  const logs = hours.map(Math.log);
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const degrees = logs.length - 1;
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / degrees;
  return Math.log(nowMs) - mean > quantileOfT(degrees) * Math.sqrt(variance * (1 + 1 / logs.length));
}

/** Of 99.9 %, by the expansion of Cornish and Fisher (Abramowitz and Stegun, 26.7.5). */
function quantileOfT(degrees: number): number {
  const z = 3.0902;
  return z + (z ** 3 + z) / (4 * degrees) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2);
}

function moreErrorsIn({ recent, usual }: RegressionSamples): Judged {
  const weeks = usual.map(errorsOf).filter(({ total }) => total > 0);
  const before = sumOf(weeks);
  const now = errorsOf([recent]);
  if (now.total < leastRecent || before.total < leastUsual || weeks.length < leastWeeks) return undefined;
  const [nowShare, beforeShare] = [now.events / now.total, before.events / before.total];
  const isMore = nowShare >= beforeShare * leastErrorFactor && nowShare - beforeShare >= leastErrorPoints;
  if (!isMore || fisherExact(now, before) >= pLimit) return ['as_usual'];
  const shares = `${percent(nowShare)} of the checks fail against ${percent(beforeShare)} usually at this hour`;
  return [{ kind: 'errors', message: `${shares} (${sizes(now.total, before.total)})` }];
}

function errorsOf(hours: readonly CheckSample[]): Proportion {
  return sumOf(
    hours.map(({ counts: { healthy, degraded, unhealthy } }) => {
      return { events: unhealthy, total: healthy + degraded + unhealthy };
    }),
  );
}

function sumOf(parts: readonly Proportion[]): Proportion {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  return { events: sum(parts.map(({ events }) => events)), total: sum(parts.map(({ total }) => total)) };
}

function sizes(now: number, before: number): string {
  return `p < ${significance}, n = ${now} against ${before}`;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(2))} %`;
}
