import type { Deployment, RollbackWebhook } from '../../src/domain/deployment.ts';

/** A release of `api` that was watched for a minute and has failed by more errors. */
export function failedDeployment(changes: Partial<Deployment> = {}): Deployment {
  return {
    id: 'd1',
    service: 'api',
    version: '2.3.1',
    environment: 'production',
    commit: '4f1c2d0',
    bakeTimeMs: 600_000,
    status: 'failed',
    createdAt: 0,
    startedAt: 0,
    endedAt: 60_000,
    evidence: {
      before: { fromAt: -1_800_000, toAt: 0, checks: 30, failed: 0, p50Ms: 40 },
      after: { fromAt: 0, toAt: 60_000, checks: 60, failed: 14, p50Ms: 41 },
      tests: [
        { name: 'errors', method: 'fisher_exact', p: 0.00191909, effect: 0.23, worse: true },
        { name: 'latency', method: 'mann_whitney', p: 0.341, effect: 0.52, worse: false },
      ],
      reason: 'more_errors',
      message: 'more checks fail; 14 of 60 checks failed against 0 of 30 before, p50 41 ms against 40 ms',
    },
    ...changes,
  };
}

/** The same, taken back ten seconds later, with what became of telling so. */
export function rolledBackDeployment(
  webhook: RollbackWebhook['status'],
  { endedAt = 60_000, ...changes }: Partial<Deployment> = {},
): Deployment {
  const at = endedAt + 10_000;
  const told = { status: webhook, at, attempts: 1, text: 'answered 404' };
  const rollback = { at, by: 'kim', reason: 'slow', webhook: told };
  return failedDeployment({ ...changes, endedAt, status: 'rolled_back', rollback });
}
