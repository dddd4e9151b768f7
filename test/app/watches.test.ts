import { describe, expect, test } from 'vitest';
import { answer, type Look } from '../support/checks.ts';
import { configOf } from '../support/config.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { Receiver } from '../support/monitor-world.ts';
import { sloOf } from '../support/slo-world.ts';
import { monitorOf, watched } from './monitor-on-a-clock.ts';

const minute = 60_000;
const hour = 60 * minute;
const nightly = { name: 'patching', schedule: '0 2 * * *', durationMs: hour, timezone: 'UTC', match: {} };

describe('a monitor whose service has an objective', () => {
  test('tells when its error budget burns, also when an earlier process saw most of it', async () => {
    let down = false;
    const look: Look = async () => answer(down ? 503 : 200);
    const slo = sloOf();
    const ops = new Receiver();
    const config = configOf([watched('api', look, { service: { slo } }).item], { channels: { ops: ops.channel } });
    const clock = createFakeClock();
    const first = await monitorOf(config, { clock });
    await first.monitor.start();
    await clock.advance(hour);
    await clock.settle(first.monitor.stop());

    const second = await monitorOf(config, { clock, store: createMemoryStore(first.contents) });
    await second.monitor.start();
    await clock.advance(2 * minute);
    expect(ops.log()).toEqual([]);
    down = true;
    await clock.advance(10 * minute);
    const rules = () =>
      ops.messages.flatMap(({ state, unhealthy, others }) =>
        [...unhealthy, ...others].map(({ rule }) => `${state} ${rule}`),
      );
    expect(rules()).toEqual(['firing unhealthy', 'firing slo_burn']);
    expect(ops.messages[1]?.summary).toBe('1 with a burning error budget of 1 service');
    expect(ops.messages[1]?.others[0]?.message).toMatch(
      /^burning its error budget \d+× too fast: .* left, gone in .* at this rate$/,
    );
    down = false;
    await clock.advance(45 * minute);
    expect(rules()).toEqual(['firing unhealthy', 'firing slo_burn', 'resolved unhealthy', 'resolved slo_burn']);
    expect(ops.messages[3]?.summary).toMatch(/^api was burning its error budget for \d+ min$/);
    await clock.settle(second.monitor.stop());
  });
});

describe('the windows of a maintenance schedule', () => {
  test('are stored before they begin, day after day, and taken back when the schedule goes', async () => {
    const { item } = watched('api', async () => answer(200), { service: { intervalMs: hour } });
    const { monitor, clock, contents } = await monitorOf(configOf([item], { maintenance: [nightly] }));
    await monitor.start();
    await clock.advance(20 * hour);
    const windows = () => [...contents.maintenance.values()];
    // It began at 19:36.
    expect(windows().map(({ startsAt }) => new Date(startsAt).toISOString())).toEqual([
      '2026-11-22T02:00:00.000Z',
      '2026-11-23T02:00:00.000Z',
    ]);
    expect(windows().every(({ createdAt, startsAt }) => createdAt < startsAt)).toBe(true);
    await monitor.use(configOf([item]));
    expect(windows().map(({ cancelledAt }) => cancelledAt !== undefined)).toEqual([false, true]);
    await clock.settle(monitor.stop());
  });
});

describe('a monitor whose service is watched for changes', () => {
  test('finds it degraded when it is slower than in the last weeks, and tells why', async () => {
    const clock = createFakeClock();
    const store = createMemoryStore();
    const weekMs = 7 * 24 * hour;
    const facts = { service: 'api', durationMs: 140, status: 'healthy', reason: 'ok', attempts: 1 } as const;
    const past = [4, 3, 2, 1].flatMap((week) =>
      Array.from({ length: 480 }, (_item, index) => {
        const startedAt = Math.floor(clock.now()) - week * weekMs + (index - 120) * minute;
        return { ...facts, startedAt, intervalMs: minute, responseTimeMs: 130 + (index % 20) };
      }),
    );
    await store.importResults(past);
    const slow: Look = async () => ({ ...answer(200), responseTimeMs: 220 });
    const { item } = watched('api', slow, { service: { regression: { latency: true, errors: false } } });
    const { monitor, events } = await monitorOf(configOf([item]), { clock, store });
    await monitor.start();
    await clock.advance(90 * minute);
    expect(monitor.healthOf('api')?.status).toBe('degraded');
    const incidents = events.flatMap((event) => (event.kind === 'incident' ? [event.incident] : []));
    expect(incidents[0]).toMatchObject({ reason: 'regression', status: 'degraded' });
    expect(incidents[0]?.message).toMatch(
      /^p50 2\d\d ms against 1\d\d ms usually at this hour \(\+\d+ %, p < 0\.001, n = \d+ against 960\)$/,
    );
    await clock.settle(monitor.stop());
  });
});
