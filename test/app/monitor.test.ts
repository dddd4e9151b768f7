import { describe, expect, test } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { type Store, StoreUnavailable } from '../../src/storage/store.ts';
import { answer, deaf, type Look } from '../support/checks.ts';
import { configOf } from '../support/config.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { Receiver } from '../support/monitor-world.ts';
import { monitorOf, watched } from './monitor-on-a-clock.ts';

const minute = 60_000;

const healthy: Look = async () => answer(200);
const failing: Look = async () => answer(503);

describe('a monitor', () => {
  test('checks on schedule, stores every result and tells of it afterwards', async () => {
    const { item } = watched('api', healthy);
    const { monitor, clock, contents, events } = await monitorOf(configOf([item]));
    await monitor.start();
    await clock.advance(5 * minute);
    const told = events.filter(({ kind }) => kind === 'result').length;
    expect(told).toBeGreaterThanOrEqual(5);
    expect(contents.results.size).toBe(told);
    expect(monitor.healthOf('api')?.status).toBe('healthy');
    await clock.settle(monitor.stop());
  });

  test('tells a channel once when a failure is confirmed, and once when it is over', async () => {
    let down = true;
    const { item } = watched('api', async () => answer(down ? 503 : 200));
    const ops = new Receiver();
    const { monitor, clock, contents } = await monitorOf(configOf([item], { channels: { ops: ops.channel } }));
    await monitor.start();
    await clock.advance(10 * minute);
    expect(ops.log()).toEqual(['firing api']);
    down = false;
    await clock.advance(10 * minute);
    expect(ops.log()).toEqual(['firing api', 'resolved api']);
    expect([...contents.incidents.values()].map(({ closedAs }) => closedAs)).toEqual(['recovered']);
    await clock.settle(monitor.stop());
  });

  test('goes on where an earlier process stopped: no second opening, and the end is told', async () => {
    const clock = createFakeClock();
    const ops = new Receiver();
    const channels = { ops: ops.channel };
    const first = await monitorOf(configOf([watched('api', failing).item], { channels }), { clock });
    await first.monitor.start();
    await clock.advance(5 * minute);
    await clock.settle(first.monitor.stop());
    const config = configOf([watched('api', healthy).item], { channels });
    const second = await monitorOf(config, { clock, store: createMemoryStore(first.contents) });
    await second.monitor.start();
    await clock.advance(5 * minute);
    expect(ops.log()).toEqual(['firing api', 'resolved api']);
    await clock.settle(second.monitor.stop());
  });

  test('records the slots in which it did not look', async () => {
    const slow: Look = (_number, { signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    const held = watched('slow', slow, { service: { timeoutMs: minute } });
    const waiting = watched('waiting', healthy, { service: { intervalMs: 10_000 } });
    const config = configOf([held.item, waiting.item], { monitoring: { maxWorkers: 1 } });
    const { monitor, clock, contents, log } = await monitorOf(config);
    await monitor.start();
    await clock.advance(10 * minute);
    const missed = [...contents.results.values()].filter(({ reason }) => reason === 'missed_window');
    expect(missed.length).toBeGreaterThan(0);
    expect(missed.every(({ status, attempts }) => status === 'unknown' && attempts.length === 0)).toBe(true);
    expect(monitor.metrics().missedSlots.late).toBeGreaterThan(0);
    expect(log.lines).toContain('warn checks are late: every worker is busy');
    await clock.settle(monitor.stop());
  });

  test('closes as removed what an earlier configuration left open', async () => {
    const clock = createFakeClock();
    const ops = new Receiver();
    const channels = { ops: ops.channel };
    const first = await monitorOf(configOf([watched('api', failing).item], { channels }), { clock });
    await first.monitor.start();
    await clock.advance(5 * minute);
    await clock.settle(first.monitor.stop());
    const second = await monitorOf(configOf([watched('web', healthy).item], { channels }), {
      clock,
      store: createMemoryStore(first.contents),
    });
    await clock.settle(second.monitor.start());
    await clock.advance(minute);
    expect(ops.log()).toEqual(['firing api', 'resolved api']);
    expect([...first.contents.incidents.values()].map(({ closedAs }) => closedAs)).toEqual(['removed']);
    await clock.settle(second.monitor.stop());
  });

  test('rejects where the store cannot be read', async () => {
    const broken: Store = {
      ...createMemoryStore(),
      loadStates: () => Promise.reject(new StoreUnavailable('no', { trouble: 'read_only' })),
    };
    await expect(monitorOf(configOf([]), { store: broken })).rejects.toBeInstanceOf(StoreUnavailable);
  });

  test('goes on checking and alerting while the store is away, and says so once', async () => {
    let away = true;
    const memory = createMemoryStore();
    const store: Store = {
      ...memory,
      commit: (commit) =>
        away ? Promise.reject(new StoreUnavailable('no space left', { trouble: 'full' })) : memory.commit(commit),
    };
    const ops = new Receiver();
    const config = configOf([watched('api', failing).item], { channels: { ops: ops.channel } });
    const { monitor, clock, log } = await monitorOf(config, { store });
    await monitor.start();
    await clock.advance(5 * minute);
    expect(ops.log()).toContain('firing api');
    expect(log.lines.filter((line) => line.startsWith('error'))).toEqual([
      'error results cannot be stored; checks and alerts go on',
    ]);
    away = false;
    await clock.advance(minute);
    expect(log.lines.at(-1)).toBe('info results are stored again');
    expect(await memory.incidents({ limit: 10 })).toHaveLength(1);
    await clock.settle(monitor.stop());
  });

  test('takes all failures for its own while no canary answers, and tells no one of services', async () => {
    let online = false;
    const ops = new Receiver();
    const config = configOf([watched('api', failing).item], {
      channels: { ops: ops.channel },
      monitoring: { canaries: ['https://canary.example'] },
    });
    const { monitor, clock, contents, log } = await monitorOf(config, {
      answering: () => {
        if (online) return 200;
        throw new Error('unreachable');
      },
    });
    await monitor.start();
    await clock.advance(5 * minute);
    expect([...contents.results.values()].every(({ reason }) => reason === 'monitor_offline')).toBe(true);
    expect(ops.log()).toEqual(['firing svcmon']);
    expect(log.lines).toContain('error no canary answers: our own network is down');
    online = true;
    await clock.advance(minute);
    expect(ops.log()).toEqual(['firing svcmon', 'resolved svcmon']);
    await clock.settle(monitor.stop());
  });
});

describe('stopping', () => {
  test('waits for checks that end soon, stores them, and closes the store', async () => {
    const slow: Look = (_number, { clock: { monotonic } }) =>
      new Promise((resolve) => later(() => resolve(answer(200)), monotonic()));
    let later: (callback: () => void, at: number) => void = () => {};
    const { monitor, clock, contents, closed } = await monitorOf(configOf([watched('api', slow).item]));
    later = (callback) => void clock.startTimer(3_000, callback);
    await monitor.start();
    await clock.advance(10_000);
    const beganAt = clock.monotonic();
    await clock.settle(Promise.all([monitor.stop(), monitor.stop()]));
    expect(clock.monotonic() - beganAt).toBeLessThan(10_000);
    expect([...contents.results.values()].map(({ status }) => status)).toEqual(['healthy']);
    expect(closed).toEqual(['store']);
  });

  test('gives up within ten seconds on checks and receivers that hang, and owes the message still', async () => {
    const ops = new Receiver();
    ops.mood = 'hang';
    const services = [
      watched('api', failing, { service: { failureCountAlert: 1 } }).item,
      watched('deaf', deaf, { service: { timeoutMs: 50_000 } }).item,
    ];
    const { monitor, clock, memory } = await monitorOf(configOf(services, { channels: { ops: ops.channel } }));
    await monitor.start();
    await clock.advance(10_000);
    const beganAt = clock.monotonic();
    await clock.settle(monitor.stop());
    expect(clock.monotonic() - beganAt).toBeLessThanOrEqual(10_000);
    expect((await memory.pendingOutbox()).map(({ kind, channel }) => [kind, channel])).toEqual([['firing', 'ops']]);
  });

  test('leaves no timer behind', async () => {
    const { monitor, clock } = await monitorOf(configOf([watched('api', healthy).item]));
    await monitor.start();
    await clock.advance(2 * minute);
    await clock.settle(monitor.stop());
    expect(clock.pendingTimers()).toBe(0);
  });
});

describe('the heartbeat', () => {
  const heartbeatUrl = new Secret('https://hc.example/ping/abc');

  test('follows every round that was also stored', async () => {
    const { item } = watched('api', healthy);
    const { monitor, clock, asked } = await monitorOf(configOf([item], { monitoring: { heartbeatUrl } }));
    await monitor.start();
    await clock.advance(3 * minute + 1_000);
    expect(asked).toEqual(Array(3).fill('https://hc.example/ping/abc'));
    const { lastOkAt = 0, trouble } = monitor.metrics().heartbeat ?? {};
    expect([clock.now() - lastOkAt < minute, trouble]).toEqual([true, undefined]);
    await clock.settle(monitor.stop());
  });

  test('keeps when it last got through while it does not', async () => {
    let status = 200;
    const config = configOf([watched('api', healthy).item], { monitoring: { heartbeatUrl } });
    const { monitor, clock } = await monitorOf(config, { answering: () => status });
    await monitor.start();
    await clock.advance(minute + 1_000);
    const { lastOkAt } = monitor.metrics().heartbeat ?? {};
    status = 503;
    await clock.advance(minute);
    expect(monitor.metrics().heartbeat).toEqual({ lastOkAt, trouble: 'answered 503' });
    status = 200;
    await clock.advance(minute);
    expect(monitor.metrics().heartbeat).toEqual({ lastOkAt: expect.any(Number) });
    await clock.settle(monitor.stop());
  });

  test('is not told of where there is none', async () => {
    const { monitor, clock } = await monitorOf(configOf([watched('api', healthy).item]));
    await monitor.start();
    expect(monitor.metrics()).not.toHaveProperty('heartbeat');
    await clock.settle(monitor.stop());
  });

  test('stays away while results cannot be stored', async () => {
    const store: Store = {
      ...createMemoryStore(),
      commit: () => Promise.reject(new StoreUnavailable('no space left', { trouble: 'full' })),
    };
    const config = configOf([watched('api', healthy).item], { monitoring: { heartbeatUrl } });
    const { monitor, clock, asked } = await monitorOf(config, { store });
    await monitor.start();
    await clock.advance(5 * minute);
    expect(asked).toEqual([]);
    await clock.settle(monitor.stop());
  });

  test('that is refused is told without its address', async () => {
    const config = configOf([watched('api', healthy).item], { monitoring: { heartbeatUrl } });
    const { monitor, clock, log } = await monitorOf(config, { answering: () => 500 });
    await monitor.start();
    await clock.advance(minute + 1_000);
    expect(log.lines).toEqual(['warn the heartbeat did not get through']);
    expect(log.facts).toEqual([{ status_code: 500 }]);
    expect(monitor.metrics().heartbeat).toEqual({ trouble: 'answered 500' });
    await clock.settle(monitor.stop());
  });
});

describe('its own figures', () => {
  test('say how it is doing', async () => {
    const ops = new Receiver();
    ops.mood = 'fail';
    const services = [
      watched('api', failing, { service: { failureCountAlert: 1 } }).item,
      watched('web', healthy).item,
    ];
    const { monitor, clock } = await monitorOf(configOf(services, { channels: { ops: ops.channel } }));
    await monitor.start();
    await clock.advance(minute);
    expect(monitor.metrics()).toMatchObject({
      services: 2,
      running: 0,
      waiting: 0,
      missedSlots: { overrun: 0, late: 0, asleep: 0 },
      outbox: { ops: 1 },
      storageAvailable: true,
      offline: false,
      reloads: { done: 0, refused: 0 },
    });
    expect(monitor.metrics().results).toBeGreaterThanOrEqual(2);
    expect(monitor.metrics().lastCycleAgeMs).toBeLessThanOrEqual(1_000);
    await clock.settle(monitor.stop());
  });
});
