import { bakedAt, type Deployment, endDeployment } from './deployment.ts';
import {
  type DeploymentEvidence,
  type DeploymentReason,
  gatherEvidence,
  type WindowSample,
} from './deployment-evidence.ts';
import { formatDuration } from './duration.ts';
import { type Incident, type IncidentLevel, levelsOf } from './incident.ts';

/** What was seen of a service by some moment. */
export interface DeploymentLook {
  readonly before: WindowSample;
  readonly after: WindowSample;
  /** For how much of the time after it anything is known, ms. */
  readonly seenMs: number;
  /** Those of the service that share an instant with the time after it. */
  readonly incidents: readonly Incident[];
  readonly nowAt: number;
}

const leastChecks = 5;
const leastShareSeen = 0.5;

/**
 * One look at a release that is watched. It has failed at once where an incident was confirmed since, or where more checks
 * fail than before in two looks in a row, the second with more checks than the first; otherwise it is judged when its bake
 * time is over, by what was seen until then. Slower answers count in the end only: the first after a start often are.
 */
export function lookAtDeployment(deployment: Deployment, look: DeploymentLook): Deployment {
  const evidence = gatherEvidence(look.before, look.after);
  const verdict = verdictAtOnce(deployment, evidence, look) ?? verdictInTheEnd(deployment, evidence, look);
  if (verdict === undefined) return { ...deployment, evidence };
  const message = verdict.text === undefined ? evidence.message : `${verdict.text}; ${evidence.message}`;
  return endDeployment(deployment, { at: look.nowAt, evidence: { ...evidence, reason: verdict.reason, message } });
}

/** A release that ends without being looked at again: what was seen so far stays its evidence. */
export function endUnjudged(
  deployment: Deployment,
  { reason, text, at }: { readonly reason: 'superseded' | 'removed'; readonly text: string; readonly at: number },
): Deployment {
  const { createdAt, startedAt = createdAt } = deployment;
  const nothing = { checks: 0, failed: 0 };
  const seen = deployment.evidence ?? {
    before: { fromAt: createdAt, toAt: createdAt, ...nothing },
    after: { fromAt: startedAt, toAt: at, ...nothing },
    tests: [],
  };
  return endDeployment(deployment, { at, evidence: { ...seen, reason, message: `could not be judged: ${text}` } });
}

interface Verdict {
  readonly reason: DeploymentReason;
  /** What the figures do not say. */
  readonly text?: string;
}

const moreErrors: Verdict = { reason: 'more_errors', text: 'more checks fail' };

function verdictAtOnce(
  deployment: Deployment,
  evidence: DeploymentEvidence,
  { incidents }: DeploymentLook,
): Verdict | undefined {
  const { startedAt = deployment.createdAt } = deployment;
  const untilAt = bakedAt(deployment);
  const isSince = ({ confirmedAt }: IncidentLevel) => confirmedAt >= startedAt && confirmedAt <= untilAt;
  const incident = incidents.find((each) => worsenings(each).some(isSince));
  if (incident !== undefined) return { reason: 'incident', text: `confirmed ${incident.status}: ${incident.message}` };
  const last = deployment.evidence;
  const isNew = last !== undefined && evidence.after.checks > last.after.checks;
  return isNew && isWorse(last, 'errors') && isWorse(evidence, 'errors') ? moreErrors : undefined;
}

/** That a service which was down is merely degraded now speaks against nobody. */
function worsenings(incident: Incident): readonly IncidentLevel[] {
  return levelsOf(incident).filter(({ status }, index) => index === 0 || status === 'unhealthy');
}

function verdictInTheEnd(
  deployment: Deployment,
  evidence: DeploymentEvidence,
  { seenMs, incidents, nowAt }: DeploymentLook,
): Verdict | undefined {
  const untilAt = bakedAt(deployment);
  if (nowAt < untilAt) return undefined;
  const { bakeTimeMs } = deployment;
  const bakeTime = formatDuration(bakeTimeMs);
  if (incidents.some((incident) => isDownAt(incident, untilAt))) {
    return { reason: 'unhealthy', text: 'still down, as before it' };
  }
  const { checks } = evidence.after;
  if (checks < leastChecks) {
    return {
      reason: 'too_few_checks',
      text: `could not be judged: ${checks} checks in ${bakeTime}, ${leastChecks} are needed`,
    };
  }
  if (seenMs < bakeTimeMs * leastShareSeen) {
    const seen = formatDuration(seenMs);
    return { reason: 'not_watched', text: `could not be judged: looked at for ${seen} of ${bakeTime}` };
  }
  if (isWorse(evidence, 'errors')) return moreErrors;
  return isWorse(evidence, 'latency') ? { reason: 'slower', text: 'answers are slower' } : { reason: 'no_worse' };
}

function isDownAt(incident: Incident, at: number): boolean {
  const level = levelsOf(incident).findLast(({ confirmedAt }) => confirmedAt <= at);
  return level?.status === 'unhealthy' && (incident.closedAt ?? Number.POSITIVE_INFINITY) > at;
}

function isWorse({ tests }: DeploymentEvidence, name: DeploymentEvidence['tests'][number]['name']): boolean {
  return tests.some((test) => test.name === name && test.worse);
}
