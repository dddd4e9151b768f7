import type { Deployment, Rollback } from '../domain/deployment.ts';
import type { DeploymentEvidence, WindowFacts } from '../domain/deployment-evidence.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import type { DeploymentDocument } from './deployment-schema.ts';
import { lineOrNull, msOrNull, toInstant, toMs } from './machine-values.ts';

/** A deployment as plain data. */
export function deploymentDocument(deployment: Deployment): DeploymentDocument {
  const { id, service, version, environment, commit, url, by, bakeTimeMs, status } = deployment;
  const { createdAt, startedAt, endedAt, evidence, rollback } = deployment;
  return {
    id,
    service: toPlainLine(service),
    version: toPlainLine(version),
    environment: toPlainLine(environment),
    commit: lineOrNull(commit),
    url: lineOrNull(url),
    by: lineOrNull(by),
    bake_time_ms: toMs(bakeTimeMs),
    status,
    created_at: toInstant(createdAt),
    started_at: startedAt === undefined ? null : toInstant(startedAt),
    ended_at: endedAt === undefined ? null : toInstant(endedAt),
    evidence: evidence === undefined ? null : evidenceDocument(evidence),
    rollback: rollback === undefined ? null : rollbackDocument(rollback),
  };
}

function evidenceDocument({ before, after, tests, reason, message }: DeploymentEvidence) {
  return {
    before: windowDocument(before),
    after: windowDocument(after),
    tests: tests.map((test) => ({ ...test })),
    reason: reason ?? null,
    message: toPlainLine(message),
  };
}

function windowDocument({ fromAt, toAt, checks, failed, p50Ms, p95Ms }: WindowFacts) {
  const span = { from: toInstant(fromAt), to: toInstant(toAt) };
  return { ...span, checks, failed, p50_ms: msOrNull(p50Ms), p95_ms: msOrNull(p95Ms) };
}

function rollbackDocument({ at, by, reason, webhook }: Rollback) {
  return {
    at: toInstant(at),
    by: toPlainLine(by),
    reason: toPlainLine(reason),
    webhook:
      webhook === undefined
        ? null
        : {
            status: webhook.status,
            at: toInstant(webhook.at),
            attempts: webhook.attempts,
            text: lineOrNull(webhook.text),
          },
  };
}
