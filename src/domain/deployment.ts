import type { DeploymentEvidence, DeploymentReason } from './deployment-evidence.ts';

/** How a deployment stands, in the order in which that may follow; only what has ended can be rolled back. */
export const deploymentStatuses = ['pending', 'in_progress', 'success', 'failed', 'rolled_back'] as const;
export type DeploymentStatus = (typeof deploymentStatuses)[number];

/** A release of one service, and what was seen of the service after it. Instants are epoch ms. */
export interface Deployment {
  /** Unique and ordered by time; made outside the domain. */
  readonly id: string;
  readonly service: string;
  readonly version: string;
  readonly environment: string;
  readonly commit?: string;
  /** Where people find it: a pipeline, a release. */
  readonly url?: string;
  readonly by?: string;
  /** For how long the service is watched. */
  readonly bakeTimeMs: number;
  readonly status: DeploymentStatus;
  /** When it was told: what was before is before this. */
  readonly createdAt: number;
  /** When watching began. */
  readonly startedAt?: number;
  /** When it was judged. */
  readonly endedAt?: number;
  /** What was seen so far, or in the end; absent before the first look. */
  readonly evidence?: DeploymentEvidence;
  readonly rollback?: Rollback;
}

/** That somebody took a release back. */
export interface Rollback {
  readonly at: number;
  readonly by: string;
  readonly reason: string;
  /** Absent where none was configured. */
  readonly webhook?: RollbackWebhook;
}

export const webhookStatuses = ['pending', 'delivered', 'failed'] as const;

/** What became of telling the machine that rolls back. */
export interface RollbackWebhook {
  /** `pending` until it was taken, was refused for good, or was given up. */
  readonly status: (typeof webhookStatuses)[number];
  /** Of the last attempt; of the rollback before the first. */
  readonly at: number;
  readonly attempts: number;
  /** How it was answered last; names no secret. */
  readonly text?: string;
}

/** The release whose watching begins. */
export function beginDeployment(deployment: Deployment, at: number): Deployment {
  return { ...deployment, status: 'in_progress', startedAt: at };
}

/** The release as it was judged; one that was judged already stays as it is. */
export function endDeployment(
  deployment: Deployment,
  { at, evidence }: { readonly at: number; readonly evidence: DeploymentEvidence & { reason: DeploymentReason } },
): Deployment {
  if (!isOpen(deployment)) return deployment;
  return { ...deployment, status: evidence.reason === 'no_worse' ? 'success' : 'failed', endedAt: at, evidence };
}

/** The release as it is taken back; undefined where it has not ended, or was taken back already. */
export function rollBackDeployment(deployment: Deployment, rollback: Rollback): Deployment | undefined {
  if (deployment.status !== 'success' && deployment.status !== 'failed') return undefined;
  return { ...deployment, status: 'rolled_back', rollback };
}

/** The release after another attempt to tell of its rollback; one that waits for none stays as it is. */
export function tellRollback(deployment: Deployment, webhook: Omit<RollbackWebhook, 'attempts'>): Deployment {
  const { rollback } = deployment;
  if (rollback?.webhook?.status !== 'pending') return deployment;
  const attempts = rollback.webhook.attempts + 1;
  return { ...deployment, rollback: { ...rollback, webhook: { ...webhook, attempts } } };
}

/** Whether it is still to be judged. */
export function isOpen({ status }: Pick<Deployment, 'status'>): boolean {
  return status === 'pending' || status === 'in_progress';
}

/** Whether svcmon has still something to do about it. */
export function isOwed(deployment: Deployment): boolean {
  return isOpen(deployment) || deployment.rollback?.webhook?.status === 'pending';
}

/** Until when it is watched, epoch ms. */
export function bakedAt({ startedAt, createdAt, bakeTimeMs }: Deployment): number {
  return (startedAt ?? createdAt) + bakeTimeMs;
}

/** `checkout 2.3.1`. */
export function releaseName({ service, version }: Pick<Deployment, 'service' | 'version'>): string {
  return `${service} ${version}`;
}
