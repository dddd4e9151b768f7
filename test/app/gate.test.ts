import { expect, test } from 'vitest';
import { type GateOrder, type GateParts, waitAtGate } from '../../src/app/gate.ts';
import type { GatedResult } from '../../src/domain/gate.ts';
import type { Status } from '../../src/domain/status.ts';
import { deployment } from '../storage/records.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const minute = 60_000;

/** A gate on a fake clock; the service is as `statusAt` says. */
function world(statusAt: (sinceMs: number) => Status, changes: Partial<GateParts> = {}) {
  const clock = createFakeClock();
  const beganAt = clock.now();
  const result = (): GatedResult => ({
    startedAt: clock.now(),
    status: statusAt(clock.now() - beganAt),
    message: 'no',
  });
  const looks: GatedResult[] = [];
  const order: GateOrder = {
    forMs: 2 * minute,
    timeoutMs: 10 * minute,
    intervalMs: minute,
    ownIntervalMs: 10_000,
    failureCountAlert: 3,
    recoveryCount: 2,
    fromAt: beganAt,
  };
  const parts: GateParts = {
    clock,
    startTimer: clock.startTimer,
    signal: new AbortController().signal,
    stored: async () => [],
    look: async () => {
      looks.push(result());
      return looks.at(-1);
    },
    deployment: async () => undefined,
    told: () => undefined,
    ...changes,
  };
  return {
    clock,
    order,
    looks,
    result,
    wait: (more: Partial<GateParts> = {}) => clock.settle(waitAtGate(order, { ...parts, ...more })),
  };
}

test('without a monitor it looks by itself until the service is proven healthy', async () => {
  const { wait, looks } = world((sinceMs) => (sinceMs < 15_000 ? 'unhealthy' : 'healthy'));
  expect(await wait()).toMatchObject({ outcome: 'proven', source: 'own', standing: { healthyMs: 2 * minute } });
  expect(looks).toHaveLength(15);
});

test('it fails as soon as the service is confirmed to be down', async () => {
  const { wait } = world(() => 'unhealthy');
  expect(await wait()).toMatchObject({
    outcome: 'failed',
    standing: { kind: 'down', message: 'no' },
    waitedMs: 20_000,
  });
});

test('what comes and goes is not proven in time', async () => {
  const { wait } = world((sinceMs) => (sinceMs % minute < 10_000 ? 'degraded' : 'healthy'));
  expect(await wait()).toMatchObject({ outcome: 'not_proven', waitedMs: 10 * minute });
});

test('beside a monitor it goes by what that stores, from when the gate began', async () => {
  const { wait, looks, clock, order } = world(() => 'unhealthy');
  const stored: GatedResult[] = [{ startedAt: order.fromAt - 30_000, status: 'healthy' }];
  const outcome = await wait({
    stored: async (fromAt) => {
      const last = stored.at(-1)?.startedAt ?? 0;
      if (clock.now() - last >= 30_000) stored.push({ startedAt: clock.now(), status: 'healthy' });
      return stored.filter(({ startedAt }) => startedAt >= fromAt);
    },
  });
  expect(outcome).toMatchObject({ outcome: 'proven', source: 'monitor', waitedMs: 2 * minute });
  expect(looks).toEqual([]);
});

test('where the monitor stops it goes on by itself', async () => {
  const { wait, looks, order } = world(() => 'healthy');
  const stored: GatedResult[] = [{ startedAt: order.fromAt + 1, status: 'healthy' }];
  expect(await wait({ stored: async () => stored })).toMatchObject({ outcome: 'proven', source: 'own' });
  expect(looks.length).toBeGreaterThan(0);
});

test.each([
  ['has failed', deployment({ status: 'failed', evidence: judged('more_errors') }), 'failed'],
  ['was rolled back', deployment({ status: 'rolled_back' }), 'failed'],
  ['could not be judged', deployment({ status: 'failed', evidence: judged('superseded') }), 'proven'],
  ['is still watched', deployment({ status: 'in_progress' }), 'proven'],
])('a deployment that %s counts', async (_what, told, outcome) => {
  const { wait } = world(() => 'healthy');
  expect(await wait({ deployment: async () => told })).toMatchObject({ outcome });
});

function judged(reason: 'more_errors' | 'superseded') {
  const window = { fromAt: 0, toAt: 1, checks: 0, failed: 0 };
  return { before: window, after: window, tests: [], reason, message: '' };
}

test('an interruption ends it unproven', async () => {
  const { wait } = world(() => 'healthy');
  expect(await wait({ signal: AbortSignal.abort() })).toMatchObject({ outcome: 'not_proven' });
});
