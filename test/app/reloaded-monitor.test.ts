import { describe, expect, test } from 'vitest';
import { mergeConfig } from '../../src/app/reload.ts';
import { answer, type Look } from '../support/checks.ts';
import { configOf } from '../support/config.ts';
import { Receiver } from '../support/monitor-world.ts';
import { monitorOf, watched } from './monitor-on-a-clock.ts';

const minute = 60_000;
const failing: Look = async () => answer(503);
const healthy: Look = async () => answer(200);

describe('a monitor whose configuration changes', () => {
  test('keeps streaks, incidents and cadence of services that stay', async () => {
    const { item, asked } = watched('api', failing);
    const ops = new Receiver();
    const channels = { ops: ops.channel };
    const { monitor, clock, contents } = await monitorOf(configOf([item], { channels }));
    await monitor.start();
    await clock.advance(minute);
    const before = asked();
    expect(ops.log()).toEqual([]);
    const next = configOf([watched('api', failing).item, watched('web', healthy).item], { channels });
    await monitor.use(mergeConfig(monitor.config, next).config);
    await clock.advance(2 * minute);
    expect(asked() - before).toBe(2);
    expect(ops.log()).toEqual(['firing api']);
    expect([...contents.incidents.values()]).toHaveLength(1);
    expect(monitor.healthOf('web')?.status).toBe('healthy');
    await clock.settle(monitor.stop());
  });

  test('closes the incident of a service that is removed while it fails, and tells of its end', async () => {
    const ops = new Receiver();
    const channels = { ops: ops.channel };
    const { monitor, clock, contents } = await monitorOf(configOf([watched('api', failing).item], { channels }));
    await monitor.start();
    await clock.advance(5 * minute);
    await clock.settle(monitor.use(configOf([watched('web', healthy).item], { channels })));
    await clock.advance(minute);
    expect(ops.log()).toEqual(['firing api', 'resolved api']);
    expect([...contents.incidents.values()].map(({ closedAs }) => closedAs)).toEqual(['removed']);
    await clock.settle(monitor.stop());
  });

  test('drops the answer of a service that was removed while it was being asked', async () => {
    let answerNow: () => void = () => {};
    const slow: Look = () => new Promise((resolve) => (answerNow = () => resolve(answer(503))));
    const { monitor, clock, contents } = await monitorOf(configOf([watched('api', slow).item]));
    await monitor.start();
    await clock.advance(10_000);
    await monitor.use(configOf([]));
    answerNow();
    await clock.advance(1_000);
    expect(contents.results.size).toBe(0);
    await clock.settle(monitor.stop());
  });

  test('tells a channel that was added what is open', async () => {
    const [ops, later] = [new Receiver(), new Receiver()];
    const { item } = watched('api', failing);
    const { monitor, clock } = await monitorOf(configOf([item], { channels: { ops: ops.channel } }));
    await monitor.start();
    await clock.advance(5 * minute);
    await clock.settle(monitor.use(configOf([item], { channels: { ops: ops.channel, later: later.channel } })));
    await clock.advance(minute);
    expect([ops.log(), later.log()]).toEqual([['firing api'], ['firing api']]);
    await clock.settle(monitor.stop());
  });

  test('goes on without any service, and is not taken for stuck', async () => {
    const { monitor, clock } = await monitorOf(configOf([watched('api', healthy).item]));
    let stuck = false;
    void monitor.stuck.then(() => {
      stuck = true;
    });
    await monitor.start();
    await monitor.use(configOf([]));
    await clock.advance(5 * minute);
    expect(stuck).toBe(false);
    expect(monitor.metrics()).toMatchObject({ services: 0, reloads: { done: 1, refused: 0 } });
    await clock.settle(monitor.stop());
  });
});
