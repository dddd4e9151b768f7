import type { CheckTally } from './check-tally.ts';
import { latencyOf } from './check-tally.ts';
import { formatDuration } from './duration.ts';
import { fisherExact, type Proportion } from './fisher-exact.ts';
import { compareRanks } from './mann-whitney.ts';

/** Why a deployment ended as it did. The last four could not be judged, which is no success either. */
export const deploymentReasons = {
  no_worse: 'enough was looked at, and it is no worse than before',
  incident: 'an incident of the service was confirmed while it was watched',
  unhealthy: 'the service was still down at the end, as it was before',
  more_errors: 'more checks fail than before',
  slower: 'answers are slower than before',
  too_few_checks: 'could not be judged: there were too few checks',
  not_watched: 'could not be judged: the service was looked at for less than half of the time',
  superseded: 'could not be judged: another deployment of the service to the same environment followed',
  removed: 'could not be judged: the service is not configured any more',
} as const;
export type DeploymentReason = keyof typeof deploymentReasons;

const unjudged: ReadonlySet<DeploymentReason> = new Set(['too_few_checks', 'not_watched', 'superseded', 'removed']);

/** Whether a reason says nothing against the release itself. */
export function isUnjudged(reason: DeploymentReason): boolean {
  return unjudged.has(reason);
}

/** What was seen of a service over a stretch of time; unknown results are not counted. */
export interface WindowFacts {
  /** Epoch ms. */
  readonly fromAt: number;
  readonly toAt: number;
  readonly checks: number;
  readonly failed: number;
  /** Of successful checks; absent without one. */
  readonly p50Ms?: number;
  /** The same, of 20 at least. */
  readonly p95Ms?: number;
}

/** One comparison of what came after a release with what was before it. */
export interface DeploymentTest {
  readonly name: 'errors' | 'latency';
  readonly method: 'fisher_exact' | 'mann_whitney';
  /** The chance of such a difference, or a larger one, if the release had changed nothing: one-sided. */
  readonly p: number;
  /** `errors`: by how much the share of failures grew; `latency`: the chance that an answer is slower than one from before. */
  readonly effect: number;
  /** Whether it is too large to be chance, and large enough to matter. */
  readonly worse: boolean;
}

/** What a deployment is judged by. */
export interface DeploymentEvidence {
  readonly before: WindowFacts;
  readonly after: WindowFacts;
  /** Those for which there is enough. */
  readonly tests: readonly DeploymentTest[];
  /** Absent until it is judged. */
  readonly reason?: DeploymentReason;
  /** A sentence for people, redacted. */
  readonly message: string;
}

/** The checks of a stretch of time; absent where there was none. */
export interface WindowSample {
  readonly fromAt: number;
  readonly toAt: number;
  readonly tally?: Pick<CheckTally, 'counts' | 'sketch' | 'timeouts'>;
}

const significance = 0.01;
const leastErrorFactor = 2;
const leastErrorPoints = 0.01;
const leastAnswers = 20;
const leastEffect = 0.7;
const leastSlowdown = 1.2;

/** What two stretches come to, with the tests for which there is enough in them; not judged yet. */
export function gatherEvidence(before: WindowSample, after: WindowSample): DeploymentEvidence {
  const facts = { before: factsOf(before), after: factsOf(after) };
  const tests = [errorTest(facts), latencyTest(before, after)].filter((test) => test !== undefined);
  return { ...facts, tests, message: comparison(facts) };
}

function factsOf({ fromAt, toAt, tally }: WindowSample): WindowFacts {
  if (tally === undefined) return { fromAt, toAt, checks: 0, failed: 0 };
  const { healthy, degraded, unhealthy } = tally.counts;
  const { p50Ms, p95Ms } = latencyOf(tally);
  return {
    fromAt,
    toAt,
    checks: healthy + degraded + unhealthy,
    failed: unhealthy,
    ...(p50Ms !== undefined && { p50Ms }),
    ...(p95Ms !== undefined && { p95Ms }),
  };
}

type Facts = Pick<DeploymentEvidence, 'before' | 'after'>;

/** Fisher's test is exact for any number; where one side is empty there is nothing to compare. */
function errorTest({ before, after }: Facts): DeploymentTest | undefined {
  if (before.checks === 0 || after.checks === 0) return undefined;
  const [now, then] = [proportionOf(after), proportionOf(before)];
  const p = fisherExact(now, then);
  const [nowShare, thenShare] = [now.events / now.total, then.events / then.total];
  const effect = nowShare - thenShare;
  const matters = nowShare >= thenShare * leastErrorFactor && effect >= leastErrorPoints;
  return { name: 'errors', method: 'fisher_exact', p, effect, worse: matters && p < significance };
}

function proportionOf({ failed, checks }: WindowFacts): Proportion {
  return { events: failed, total: checks };
}

function latencyTest(before: WindowSample, after: WindowSample): DeploymentTest | undefined {
  const [then, now] = [before.tally, after.tally];
  if (then === undefined || now === undefined) return undefined;
  if (then.sketch.count < leastAnswers || now.sketch.count < leastAnswers) return undefined;
  const { effect, pValue: p } = compareRanks(now.sketch, then.sketch);
  const [nowMs = 0, thenMs = 0] = [latencyOf(now).p50Ms, latencyOf(then).p50Ms];
  const matters = effect >= leastEffect && nowMs >= thenMs * leastSlowdown;
  return { name: 'latency', method: 'mann_whitney', p, effect, worse: matters && p < significance };
}

/** `2 of 60 checks failed against 0 of 30 before, p50 41 ms against 40 ms`. */
function comparison({ before, after }: Facts): string {
  const failed = `${after.failed} of ${checksText(after.checks)} failed`;
  if (before.checks === 0) return `${failed}; there is nothing before it to compare with`;
  const errors = `${failed} against ${before.failed} of ${before.checks} before`;
  if (after.p50Ms === undefined || before.p50Ms === undefined) return errors;
  return `${errors}, p50 ${formatDuration(after.p50Ms)} against ${formatDuration(before.p50Ms)}`;
}

function checksText(count: number): string {
  return count === 1 ? '1 check' : `${count} checks`;
}
