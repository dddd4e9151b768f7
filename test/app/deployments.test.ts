import { describe, expect, test } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { answer, type Look } from '../support/checks.ts';
import { configOf } from '../support/config.ts';
import { failedDeployment } from '../support/deployments.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { Receiver } from '../support/monitor-world.ts';
import { monitorOf, watched } from './monitor-on-a-clock.ts';

const minute = 60_000;
const healthy: Look = async () => answer(200);
const release = { service: 'api', version: '2.3.1', environment: 'production' };

describe('a monitor that is told of a deployment', () => {
  test('checks the service more often until it is judged, and then as before', async () => {
    const { item, asked } = watched('api', healthy);
    const { monitor, clock, log } = await monitorOf(configOf([item]));
    await monitor.start();
    await clock.advance(40 * minute);
    const before = asked();
    expect(before).toBeLessThan(43);
    const told = await monitor.deployments.record(release);
    expect(told).toMatchObject({ ...release, status: 'pending', bakeTimeMs: 10 * minute });
    await clock.advance(10 * minute + 5_000);
    const meanwhile = asked() - before;
    expect(meanwhile).toBeGreaterThan(50);
    expect(meanwhile).toBeLessThan(72);
    expect(await monitor.deployments.get(told?.id ?? '')).toMatchObject({
      status: 'success',
      evidence: { reason: 'no_worse', after: { failed: 0 } },
    });
    await clock.advance(10 * minute);
    expect(asked() - before - meanwhile).toBeLessThan(12);
    expect(log.lines).toContain('info a deployment is watched');
    expect(log.lines).toContain('info a deployment has succeeded');
    await clock.settle(monitor.stop());
  });

  test('fails it when the service goes down, and the incident tells after which release it began', async () => {
    let down = false;
    const { item } = watched('api', async () => answer(down ? 503 : 200));
    const { monitor, clock, contents } = await monitorOf(configOf([item]));
    await monitor.start();
    await clock.advance(5 * minute);
    const told = await monitor.deployments.record(release);
    await clock.advance(2 * minute);
    down = true;
    await clock.advance(minute);
    expect(await monitor.deployments.get(told?.id ?? '')).toMatchObject({
      status: 'failed',
      evidence: { reason: 'incident' },
    });
    const story = [...contents.timeline.values()].filter(({ kind }) => kind === 'deployed');
    expect(story).toMatchObject([{ text: 'began 2 min after api 2.3.1 was deployed' }]);
    await clock.settle(monitor.stop());
  });

  test('tells the channels that it failed, with the evidence, and that its rollback was not told', async () => {
    let down = false;
    const own = { deployments: { bakeTimeMs: 10 * minute, rollbackWebhook: new Secret('https://ci.example/own') } };
    const { item } = watched('api', async () => answer(down ? 503 : 200), { service: own });
    const ops = new Receiver();
    const config = configOf([item], { channels: { ops: ops.channel } });
    const { monitor, clock } = await monitorOf(config, { answering: () => 404 });
    await monitor.start();
    await clock.advance(40 * minute);
    const told = await monitor.deployments.record(release);
    await clock.advance(2 * minute);
    down = true;
    await clock.advance(2 * minute);
    const others = () =>
      ops.messages.flatMap((message) => message.others.map((one) => ({ state: message.state, ...one })));
    expect(others()).toMatchObject([
      { state: 'firing', rule: 'deployment', reason: 'deployment_failed', release: { deployment: told?.id } },
    ]);
    expect(others()[0]?.message).toMatch(
      /^2\.3\.1 in production has failed: confirmed unhealthy: .*; \d+ of \d+ checks failed against 0 of \d+ before.* \(errors p /,
    );
    await monitor.deployments.rollBack(told?.id ?? '', { by: 'kim', reason: 'down' });
    await clock.advance(minute);
    expect(others().map(({ state, reason }) => `${state} ${reason}`)).toEqual([
      'firing deployment_failed',
      'resolved deployment_failed',
      'firing rollback_not_told',
    ]);
    await clock.settle(monitor.stop());
  });

  test('tells of it in the next process where the first was gone before', async () => {
    const clock = createFakeClock();
    const ops = new Receiver();
    const config = () => configOf([watched('api', healthy).item], { channels: { ops: ops.channel } });
    const first = await monitorOf(config(), { clock });
    await first.monitor.start();
    await clock.advance(minute);
    await clock.settle(first.monitor.stop());
    const nowAt = clock.now();
    await first.memory.saveDeployment(failedDeployment({ createdAt: nowAt - minute, endedAt: nowAt }));
    const second = await monitorOf(config(), { clock, store: createMemoryStore(first.contents) });
    await second.monitor.start();
    await clock.advance(minute);
    expect(ops.messages.map(({ summary }) => summary)).toEqual(['1 on a bad release of 1 service']);
    await clock.settle(second.monitor.stop());
  });

  test('goes on with it after a restart', async () => {
    const clock = createFakeClock();
    const first = await monitorOf(configOf([watched('api', healthy).item]), { clock });
    await first.monitor.start();
    const told = await first.monitor.deployments.record(release);
    await clock.advance(4 * minute);
    await clock.settle(first.monitor.stop());
    const config = configOf([watched('api', healthy).item]);
    const second = await monitorOf(config, { clock, store: createMemoryStore(first.contents) });
    await second.monitor.start();
    await clock.advance(minute);
    expect(await second.monitor.deployments.get(told?.id ?? '')).toMatchObject({ status: 'in_progress' });
    await clock.advance(6 * minute);
    expect(await second.monitor.deployments.get(told?.id ?? '')).toMatchObject({ status: 'success' });
    await clock.settle(second.monitor.stop());
  });

  test('knows none of a service that is not configured', async () => {
    const { monitor, clock } = await monitorOf(configOf([watched('api', healthy).item]));
    await monitor.start();
    expect(await monitor.deployments.record({ ...release, service: 'web' })).toBeUndefined();
    await clock.settle(monitor.stop());
  });

  test('tells a rollback where the service says so, else where the file does', async () => {
    const own = { deployments: { bakeTimeMs: minute, rollbackWebhook: new Secret('https://ci.example/own') } };
    const items = [watched('api', healthy).item, watched('web', healthy, { service: own }).item];
    const deployments = { bakeTimeMs: 2 * minute, rollbackWebhook: new Secret('https://ci.example/all') };
    const { monitor, clock, asked } = await monitorOf(configOf(items, { deployments }));
    await monitor.start();
    const told = [];
    for (const service of ['api', 'web']) told.push(await monitor.deployments.record({ ...release, service }));
    expect(told.map((one) => one?.bakeTimeMs)).toEqual([2 * minute, minute]);
    await clock.advance(3 * minute);
    for (const one of told) await monitor.deployments.rollBack(one?.id ?? '', { by: 'kim', reason: 'slow' });
    await clock.advance(2_000);
    expect(asked.toSorted()).toEqual(['https://ci.example/all', 'https://ci.example/own']);
    const { items: listed, total } = await monitor.deployments.list({ limit: 10 });
    expect(total).toBe(2);
    expect(listed.map(({ rollback }) => rollback?.webhook?.status)).toEqual(['delivered', 'delivered']);
    await clock.settle(monitor.stop());
  });

  test('tells whoever follows of everything that becomes of it, once it is stored', async () => {
    const own = { deployments: { bakeTimeMs: minute, rollbackWebhook: new Secret('https://ci.example/own') } };
    const { item } = watched('api', healthy, { service: own });
    const { monitor, clock, events, contents } = await monitorOf(configOf([item]));
    const stored: (string | undefined)[] = [];
    monitor.events.subscribe((event) => {
      if (event.kind === 'deployment') stored.push(contents.deployments.get(event.deployment.id)?.status);
    });
    await monitor.start();
    const told = await monitor.deployments.record(release);
    await clock.advance(2 * minute);
    await monitor.deployments.rollBack(told?.id ?? '', { by: 'kim', reason: 'slow' });
    await monitor.deployments.rollBack(told?.id ?? '', { by: 'kim', reason: 'again' });
    await clock.advance(2_000);
    const heard = events.flatMap((event) => (event.kind === 'deployment' ? [event.deployment] : []));
    expect(heard.map(({ status, rollback }) => [status, rollback?.webhook?.status])).toEqual([
      ['pending', undefined],
      ['in_progress', undefined],
      ['success', undefined],
      ['rolled_back', 'pending'],
      ['rolled_back', 'delivered'],
    ]);
    expect(stored).toEqual(heard.map(({ status }) => status));
    await clock.settle(monitor.stop());
  });
});
