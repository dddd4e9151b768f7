import { expect, test } from 'vitest';
import type { Deployment } from '../../src/domain/deployment.ts';
import type { Health } from '../../src/domain/health.ts';
import { type DeployedService, DeploymentWatch } from '../../src/monitor/deployment-watch.ts';
import { deployment, health, incident } from '../storage/records.ts';
import { checkResult, unhealthyResult } from '../support/check-result.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { commitOf } from '../support/many-results.ts';
import { createMemoryStore } from '../support/memory-store.ts';

const minute = 60_000;

/** A watch on a fake clock; results come where the test says so. */
function world(services: readonly DeployedService[] = [{ name: 'checkout', intervalMs: minute }]) {
  const clock = createFakeClock();
  const store = createMemoryStore();
  const hastened: string[] = [];
  const changes: Deployment[] = [];
  const last = new Map<string, Health>();
  const create = () => {
    const watch = new DeploymentWatch({
      store,
      clock,
      states: { of: (name) => ({ alerts: [], channels: [], paused: false, ...healthOf(name) }) },
      hasten: (name) => hastened.push(name),
      changed: (changed) => changes.push(changed),
    });
    watch.use(services);
    return watch;
  };
  const healthOf = (name: string) => {
    const known = last.get(name);
    return known && { health: known };
  };
  const now = () => Math.floor(clock.now());
  const see = async (letters: string, service = 'checkout', everyMs = 10_000) => {
    for (const letter of letters) {
      await clock.advance(everyMs);
      const facts = { service, startedAt: now() };
      await store.commit(
        commitOf({ results: [letter === 'H' ? checkResult(facts) : { ...unhealthyResult, ...facts }] }),
      );
      last.set(service, health({ lastResultAt: now() }));
      // Stored a moment after it began.
      await clock.advance(100);
    }
  };
  return { clock, store, hastened, changes, create, see, now };
}

test('a deployment is taken up, watched and judged', async () => {
  const { store, create, see, now, changes } = world();
  await see('H'.repeat(30), 'checkout', minute);
  const watch = create();
  await store.saveDeployment(deployment({ createdAt: now() }));
  await watch.look();
  expect(await store.deployment('d-1')).toMatchObject({ status: 'in_progress', startedAt: now() });
  await see('HHHHHH');
  await watch.look();
  expect(await store.deployment('d-1')).toMatchObject({
    status: 'in_progress',
    evidence: { before: { checks: 30 }, after: { checks: 6 } },
  });
  await see('H'.repeat(55));
  await watch.look();
  expect(await store.deployment('d-1')).toMatchObject({ status: 'success', evidence: { reason: 'no_worse' } });
  expect(changes.map(({ status }) => status)).toEqual(['in_progress', 'success']);
});

test('one that brings more errors fails without an incident, long before its bake time is over', async () => {
  const { store, create, see, now } = world();
  await see('H'.repeat(30), 'checkout', minute);
  const watch = create();
  await store.saveDeployment(deployment({ createdAt: now() }));
  await watch.look();
  for (const letter of 'HUHUHUUHUUHUU') {
    await see(letter);
    await watch.look();
  }
  expect(await store.deployment('d-1')).toMatchObject({ status: 'failed', evidence: { reason: 'more_errors' } });
});

test('one that brings an incident fails at once', async () => {
  const { store, create, see, now } = world();
  const watch = create();
  await store.saveDeployment(deployment({ createdAt: now() }));
  await watch.look();
  await see('UUU');
  const confirmed = incident({ service: 'checkout', startedAt: now() - 20_000, confirmedAt: now() - 1 });
  await store.commit(commitOf({ incidents: [confirmed] }));
  await watch.look();
  expect(await store.deployment('d-1')).toMatchObject({ status: 'failed', evidence: { reason: 'incident' } });
});

test('it goes on in the next process, and what was missed meanwhile counts by time', async () => {
  const { store, create, see, now, clock } = world();
  await store.saveDeployment(deployment({ createdAt: now() }));
  await create().look();
  await see('H'.repeat(18));
  // Two minutes are held by the last result.
  await clock.advance(7 * minute);
  await create().look();
  expect(await store.deployment('d-1')).toMatchObject({
    status: 'failed',
    endedAt: now(),
    evidence: { reason: 'not_watched', after: { checks: 18 } },
  });
  await store.saveDeployment(deployment({ id: 'd-2', createdAt: now() }));
  await create().look();
  await see('H'.repeat(30));
  await clock.advance(10 * minute);
  await create().look();
  expect(await store.deployment('d-2')).toMatchObject({ status: 'success' });
});

test('a later one of the same service to the same environment takes its place', async () => {
  const { store, create, now, clock } = world();
  const watch = create();
  await store.saveDeployment(deployment({ createdAt: now() }));
  await store.saveDeployment(deployment({ id: 'd-2', environment: 'staging', createdAt: now() }));
  await watch.look();
  await clock.advance(minute);
  await store.saveDeployment(deployment({ id: 'd-3', version: '2.3.2', createdAt: now() }));
  await watch.look();
  expect(await store.deployment('d-1')).toMatchObject({
    status: 'failed',
    evidence: { reason: 'superseded', message: 'could not be judged: 2.3.2 was deployed before it could be' },
  });
  expect(await store.deployment('d-2')).toMatchObject({ status: 'in_progress' });
  expect(await store.deployment('d-3')).toMatchObject({ status: 'in_progress' });
});

test('one of a service that left the configuration ends', async () => {
  const { store, create, now } = world();
  const watch = create();
  await store.saveDeployment(deployment({ createdAt: now() }));
  await watch.look();
  watch.use([]);
  await watch.look();
  expect(await store.deployment('d-1')).toMatchObject({ status: 'failed', evidence: { reason: 'removed' } });
});

test.each<[what: string, service: Omit<DeployedService, 'name'>, perMinute: number]>([
  ['every ten seconds', { intervalMs: minute }, 6],
  ['no more often where it is checked often anyway', { intervalMs: 10_000 }, 0],
  ['no more often than its rate limit allows', { intervalMs: minute, rateLimit: limit(2) }, 2],
  ['not where that allows no more than usual', { intervalMs: minute, rateLimit: limit(1) }, 0],
  ['not where it calls', { intervalMs: minute, calls: true }, 0],
])('the service is checked more often meanwhile: %s', async (_what, service, perMinute) => {
  const { store, create, now, clock, hastened, see } = world([{ name: 'checkout', ...service }]);
  const watch = create();
  const pass = async () => {
    for (let second = 0; second < 60; second += 1) {
      await clock.advance(1_000);
      watch.hasten();
    }
  };
  await pass();
  expect(hastened).toEqual([]);
  await store.saveDeployment(deployment({ createdAt: now() }));
  await watch.look();
  await pass();
  expect(hastened).toHaveLength(perMinute);
  await see('H', 'checkout', 10 * minute);
  await watch.look();
  await pass();
  expect(hastened).toHaveLength(perMinute);
});

function limit(maxRequests: number): DeployedService['rateLimit'] & object {
  return { maxRequests, timeWindowMs: minute, key: 'shop.example' };
}
