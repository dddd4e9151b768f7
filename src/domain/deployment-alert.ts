import type { Condition } from './alert-condition.ts';
import type { Deployment } from './deployment.ts';
import { type DeploymentEvidence, type DeploymentTest, isUnjudged } from './deployment-evidence.ts';
import type { NotifiedService } from './notification.ts';
import { toPlainLine } from './plain-text.ts';
import type { Service } from './service.ts';

/** What somebody may want to do something about: the release itself, or that nobody was told to take it back. */
export interface DeploymentTrouble {
  readonly kind: 'failed' | 'rollback';
  readonly deployment: Deployment;
  /** Epoch ms. */
  readonly startedAt: number;
}

/** For how long a bad release is news, ms: who has not taken it back by then lives with it. */
export const releaseNewsMs = 86_400_000;

/** The trouble with a release by what is stored of it; one that could not be judged is no worse than it was. */
export function troubleWith(deployment: Deployment): DeploymentTrouble | undefined {
  const { status, evidence, endedAt, rollback } = deployment;
  if (status === 'failed' && endedAt !== undefined && evidence?.reason !== undefined && !isUnjudged(evidence.reason)) {
    return { kind: 'failed', deployment, startedAt: endedAt };
  }
  const webhook = rollback?.webhook;
  return webhook?.status === 'failed' ? { kind: 'rollback', deployment, startedAt: webhook.at } : undefined;
}

/** Which of the alerts of the rule `deployment` tells of that: one for every deployment, and one for its rollback. */
export function partOf({ kind, deployment: { id } }: DeploymentTrouble): string {
  return `${kind}_${id}`;
}

/** The id of the deployment that such a part is about. */
export function deploymentOfPart(part: string): string {
  return part.slice(part.indexOf('_') + 1);
}

export interface TroubleView {
  /** The last deployment of the same service to the same environment. */
  readonly latest?: Deployment;
  readonly nowAt: number;
}

/** Why the trouble is none any more; undefined while it holds. */
export function endOfTrouble(trouble: DeploymentTrouble, { latest, nowAt }: TroubleView): string | undefined {
  const { deployment, startedAt } = trouble;
  if (latest !== undefined && isInstead(latest, trouble)) {
    return `${toPlainLine(latest.version)} was deployed after ${releaseText(deployment)}`;
  }
  if (nowAt - startedAt < releaseNewsMs) return undefined;
  const kept = trouble.kind === 'failed' ? 'was not taken back' : 'was not rolled back through svcmon';
  return `${releaseText(deployment)} ${kept} within a day`;
}

/** A rollback of what was not the last release any more is not answered by what was deployed before it. */
function isInstead(latest: Deployment, { kind, deployment }: DeploymentTrouble): boolean {
  if (latest.id === deployment.id) return false;
  return kind === 'failed' || latest.createdAt >= (deployment.rollback?.at ?? deployment.createdAt);
}

/** What the end of an alert says of a release that was taken back meanwhile: `2.3.1 in production was rolled back by kim: slow`. */
export function rolledBackText(deployment: Deployment): string | undefined {
  const { rollback } = deployment;
  if (rollback === undefined) return undefined;
  return `${releaseText(deployment)} was rolled back by ${toPlainLine(rollback.by)}: ${toPlainLine(rollback.reason)}`;
}

// With a stage that never changes there are no reminders: a release does not get worse by the hour.
const toldOnce = 0;

/** The trouble as what an alert is made of. What is down calls for somebody by itself; a rollback that nobody hears of does not. */
export function deploymentCondition(
  trouble: DeploymentTrouble,
  service: Pick<Service, 'group' | 'runbook'> & { readonly target: string },
): Extract<Condition, { holds: true }> {
  const { kind, deployment, startedAt } = trouble;
  const { group, runbook, target } = service;
  const severity = kind === 'failed' ? 'warning' : 'critical';
  const about: NotifiedService = {
    name: deployment.service,
    ...(group !== undefined && { group }),
    target,
    reason: kind === 'failed' ? 'deployment_failed' : 'rollback_not_told',
    severity,
    message: kind === 'failed' ? failedText(deployment) : untoldText(deployment),
    attempts: 0,
    checkedAt: startedAt,
    ...(runbook !== undefined && { runbook }),
    release: releaseOf(deployment),
  };
  return { rule: 'deployment', part: partOf(trouble), holds: true, startedAt, severity, about, stage: toldOnce };
}

function releaseOf({ id, version, environment, commit, url }: Deployment): NonNullable<NotifiedService['release']> {
  return {
    deployment: id,
    version: toPlainLine(version),
    environment: toPlainLine(environment),
    ...(commit !== undefined && { commit: toPlainLine(commit) }),
    ...(url !== undefined && { url }),
  };
}

/** `2.3.1 (4f1c2d0) in production has failed: more checks fail; 14 of 60 checks failed against 0 of 30 before (errors p = 0.0019)`. */
function failedText(deployment: Deployment): string {
  const { evidence } = deployment;
  const found = evidence === undefined ? '' : `: ${toPlainLine(evidence.message)}${testsText(evidence)}`;
  return `${releaseText(deployment)} has failed${found}`;
}

/** `the rollback of 2.3.1 in production, asked for by kim (slow), was not told: answered 404`. */
function untoldText(deployment: Deployment): string {
  const { by = 'somebody', reason = '', webhook } = deployment.rollback ?? {};
  const why = reason === '' ? '' : ` (${toPlainLine(reason)})`;
  const answer = webhook?.text === undefined ? '' : `: ${toPlainLine(webhook.text)}`;
  return `the rollback of ${releaseText(deployment)}, asked for by ${toPlainLine(by)}${why}, was not told${answer}`;
}

const mostCommitPoints = 12;

/** `2.3.1 (4f1c2d0) in production`. */
function releaseText({ version, commit, environment }: Deployment): string {
  const from = commit === undefined ? '' : ` (${toPlainLine(commit).slice(0, mostCommitPoints)})`;
  return `${toPlainLine(version)}${from} in ${toPlainLine(environment)}`;
}

function testsText({ tests }: DeploymentEvidence): string {
  return tests.length === 0 ? '' : ` (${tests.map(testText).join(', ')})`;
}

function testText({ name, p }: DeploymentTest): string {
  return `${name} p ${p < 0.001 ? '< 0.001' : `= ${Number(p.toPrecision(2))}`}`;
}
