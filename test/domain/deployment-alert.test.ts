import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../src/domain/deployment.ts';
import {
  deploymentCondition,
  deploymentOfPart,
  endOfTrouble,
  partOf,
  releaseNewsMs,
  rolledBackText,
  troubleWith,
} from '../../src/domain/deployment-alert.ts';
import { type DeploymentReason, deploymentReasons } from '../../src/domain/deployment-evidence.ts';
import { failedDeployment, rolledBackDeployment } from '../support/deployments.ts';

const target = 'https://shop.example/health';

function troubleOf(deployment: Deployment) {
  const trouble = troubleWith(deployment);
  if (trouble === undefined) throw new Error('there is none');
  return trouble;
}

describe('the trouble with a release', () => {
  test.each(Object.keys(deploymentReasons) as DeploymentReason[])('that has failed for the reason %s', (reason) => {
    const { evidence, ...rest } = failedDeployment();
    const trouble = troubleWith({ ...rest, ...(evidence && { evidence: { ...evidence, reason } }) });
    const isTold = ['incident', 'unhealthy', 'more_errors', 'slower'].includes(reason);
    // A deployment with that reason is a success.
    if (reason !== 'no_worse') expect(trouble !== undefined).toBe(isTold);
  });

  test.each<[what: string, deployment: Deployment, kind: string | undefined]>([
    ['is watched', failedDeployment({ status: 'in_progress' }), undefined],
    ['has succeeded', failedDeployment({ status: 'success' }), undefined],
    ['was taken back', rolledBackDeployment('delivered'), undefined],
    ['is being taken back', rolledBackDeployment('pending'), undefined],
    ['nobody was told to take back', rolledBackDeployment('failed'), 'rollback'],
    ['has failed', failedDeployment(), 'failed'],
  ])('that %s', (_what, deployment, kind) => {
    expect(troubleWith(deployment)?.kind).toBe(kind);
  });

  const failed = failedDeployment({ createdAt: 1_000, endedAt: 60_000 });
  const untold = rolledBackDeployment('failed', { createdAt: 1_000 });
  test.each<[what: string, deployment: Deployment, latest: Deployment | undefined, nowAt: number, end: unknown]>([
    ['holds while it is the last', failed, failed, 61_000, undefined],
    ['holds for less than a day', failed, undefined, 59_999 + releaseNewsMs, undefined],
    ['is old after a day', failed, undefined, 60_000 + releaseNewsMs, expect.stringMatching(/was not taken back/)],
    [
      'is over with the next deployment',
      failed,
      failedDeployment({ id: 'd2', version: '2.3.2', createdAt: 2_000 }),
      61_000,
      '2.3.2 was deployed after 2.3.1 (4f1c2d0) in production',
    ],
    [
      'of a rollback is not over for what was deployed before it',
      untold,
      failedDeployment({ id: 'd2', createdAt: 2_000 }),
      71_000,
      undefined,
    ],
    [
      'of a rollback is over with what is deployed after it',
      untold,
      failedDeployment({ id: 'd2', version: '2.3.0', createdAt: 71_000 }),
      71_000,
      expect.stringMatching(/^2\.3\.0 was deployed/),
    ],
  ])('%s', (_what, deployment, latest, nowAt, end) => {
    expect(endOfTrouble(troubleOf(deployment), { nowAt, ...(latest && { latest }) })).toEqual(end);
  });
});

describe('what is told of a release', () => {
  test('that has failed is the evidence, with what each test comes to', () => {
    const condition = deploymentCondition(troubleOf(failedDeployment()), { target, group: 'shop' });
    expect(condition).toMatchObject({
      part: 'failed_d1',
      startedAt: 60_000,
      severity: 'warning',
      about: {
        name: 'api',
        group: 'shop',
        target,
        reason: 'deployment_failed',
        message:
          '2.3.1 (4f1c2d0) in production has failed: more checks fail; 14 of 60 checks failed against 0 of 30 before, ' +
          'p50 41 ms against 40 ms (errors p = 0.0019, latency p = 0.34)',
        release: { deployment: 'd1', version: '2.3.1', environment: 'production', commit: '4f1c2d0' },
      },
    });
  });

  test('whose rollback nobody heard of is critical, and says who asked for it and what was answered', () => {
    const { severity, about } = deploymentCondition(troubleOf(rolledBackDeployment('failed')), { target });
    expect([severity, about.reason]).toEqual(['critical', 'rollback_not_told']);
    expect(about.message).toBe(
      'the rollback of 2.3.1 (4f1c2d0) in production, asked for by kim (slow), was not told: answered 404',
    );
  });

  test('is on one plain line, whatever it is called', () => {
    const hostile = failedDeployment({ version: '2\u001b[31m\n3', environment: 'a\u202eb', commit: 'x'.repeat(99) });
    const { about } = deploymentCondition(troubleOf(hostile), { target });
    expect(about.message).toMatch(/^2 3 \(x{12}\) in ab has failed: /);
    expect(about.release).toMatchObject({ version: '2 3', environment: 'ab' });
  });

  test('that was taken back is by whom, and why', () => {
    expect(rolledBackText(rolledBackDeployment('delivered'))).toBe(
      '2.3.1 (4f1c2d0) in production was rolled back by kim: slow',
    );
    expect(rolledBackText(failedDeployment())).toBeUndefined();
  });
});

test('the part of an alert leads back to its deployment', () => {
  for (const deployment of [failedDeployment({ id: 'a_b' }), rolledBackDeployment('failed', { id: 'a_b' })]) {
    expect(deploymentOfPart(partOf(troubleOf(deployment)))).toBe('a_b');
  }
});
