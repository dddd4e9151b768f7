import { expect, test } from 'vitest';
import { toLiveEvent } from '../../src/api/live-event.ts';
import { deploymentResourceSchema } from '../../src/api/resources/deployment.ts';
import type { Deployment } from '../../src/domain/deployment.ts';

const deployment: Deployment = {
  ...{ id: '01', service: 'checkout', version: '2.3.1', environment: 'production' },
  ...{ bakeTimeMs: 600_000, status: 'in_progress', createdAt: 1_795_304_000_000, startedAt: 1_795_304_001_000 },
};

test('a deployment is told as asking for it would answer', () => {
  const live = toLiveEvent({ kind: 'deployment', deployment });
  expect(live).toMatchObject({ event: 'deployment', service: 'checkout', data: { id: '01', status: 'in_progress' } });
  expect(deploymentResourceSchema.parse(live?.data)).toEqual(live?.data);
});
