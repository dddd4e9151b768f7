import { type Deployment, releaseName } from '../domain/deployment.ts';
import type { Log, LogFacts } from './log.ts';

/** Logs that a deployment begins to be watched, or how it was judged. */
export function logDeployment(deployment: Deployment, log: Log): void {
  const { status, evidence } = deployment;
  const facts = factsOf(deployment);
  if (status === 'in_progress') log.info('a deployment is watched', facts);
  else if (status === 'success') log.info('a deployment has succeeded', { ...facts, text: evidence?.message ?? '' });
  else log.warn('a deployment has failed', { ...facts, text: evidence?.message ?? '' });
}

/** Logs what became of an attempt to tell of a rollback. */
export function logRollbackTold(deployment: Deployment, log: Log): void {
  const webhook = deployment.rollback?.webhook;
  if (webhook === undefined) return;
  const facts = { ...factsOf(deployment), text: webhook.text ?? '' };
  if (webhook.status === 'delivered') log.info('a rollback was told', facts);
  else if (webhook.status === 'pending') log.warn('a rollback could not be told and will be again', facts);
  else log.error('a rollback was not told', facts);
}

function factsOf(deployment: Deployment): LogFacts {
  return { service: deployment.service, release: releaseName(deployment), deployment: deployment.id };
}
