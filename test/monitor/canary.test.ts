import { describe, expect, test } from 'vitest';
import { createCanary } from '../../src/monitor/canary.ts';
import type { MonitorEvent } from '../../src/monitor/events.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { resultOf } from '../support/monitor-world.ts';

/** Canaries that answer after 50 ms, or fall silent. */
function canaryOf({ canaries = ['https://192.0.2.1', 'dns://192.0.2.2'] as readonly string[] } = {}) {
  const clock = createFakeClock();
  const alive = new Set(canaries);
  const told: string[] = [];
  let asked = 0;
  const canary = createCanary({
    canaries,
    answers: (name) => {
      asked += 1;
      return new Promise((resolve) => clock.startTimer(50, () => resolve(alive.has(name))));
    },
    clock,
    startTimer: clock.startTimer,
    raise: ({ rule, message }) => told.push(`raise ${rule}: ${message}`),
    clear: (rule) => told.push(`clear ${rule}`),
    publish: (event: MonitorEvent) => event.kind === 'network' && told.push(event.state),
  });
  const see = async (letter: string, service = 'api') =>
    clock.settle(canary.examine(resultOf(letter, service, clock.now())));
  return { clock, alive, told, canary, see, asked: () => asked / canaries.length };
}

describe('a failure', () => {
  test('is believed while a canary answers', async () => {
    const { see, alive } = canaryOf();
    alive.delete('https://192.0.2.1');
    expect(await see('U')).toMatchObject({ status: 'unhealthy', reason: 'timeout' });
  });

  test('proves nothing while none does, from the first one on', async () => {
    const { see, alive } = canaryOf();
    alive.clear();
    const result = await see('U');
    expect(result).toMatchObject({
      status: 'unknown',
      reason: 'monitor_offline',
      message: 'our own network is down, so that this proves nothing: api is unhealthy',
      findings: [{ status: 'unknown', reason: 'monitor_offline' }],
    });
  });

  test.each(['H', 'D', '?'])('is not what %s is: it passes as it is, and at once', async (letter) => {
    const { see, alive, clock } = canaryOf();
    alive.clear();
    const before = clock.monotonic();
    expect(await see(letter)).toMatchObject(resultOf(letter, 'api', clock.now()));
    expect(clock.monotonic()).toBe(before);
  });

  test('that goes on does not have the canaries asked again', async () => {
    const { see, clock, asked } = canaryOf();
    for (let n = 0; n < 5; n += 1) {
      await see('U');
      await clock.advance(60_000);
    }
    expect(asked()).toBe(1);
    await see('H');
    await see('U');
    expect(asked()).toBe(2);
  });

  test('that goes on proves nothing either while we are offline', async () => {
    const { see, alive, clock } = canaryOf();
    await see('U', 'old');
    await clock.advance(60_000);
    alive.clear();
    await see('U', 'new');
    expect(await see('U', 'old')).toMatchObject({ reason: 'monitor_offline' });
  });

  test('of 200 services at once has the canaries asked once', async () => {
    const { canary, clock, alive, asked } = canaryOf();
    alive.clear();
    const results = Array.from({ length: 200 }, (_, n) => canary.examine(resultOf('U', `s${n}`, clock.now())));
    const believed = await clock.settle(Promise.all(results));
    expect(new Set(believed.map(({ reason }) => reason))).toEqual(new Set(['monitor_offline']));
    expect(asked()).toBe(1);
  });

  test('is judged by canaries asked after it, not before', async () => {
    const { see, alive, clock } = canaryOf();
    await see('U', 'first');
    alive.clear();
    await clock.advance(1_500);
    expect(await see('U', 'second')).toMatchObject({ reason: 'monitor_offline' });
  });

  test('is believed without canaries', async () => {
    const { see, asked } = canaryOf({ canaries: [] });
    expect(await see('U')).toMatchObject({ status: 'unhealthy' });
    expect(asked()).toBeNaN();
  });
});

test('results of one service stay in order although the canaries take their time', async () => {
  const { canary, clock } = canaryOf();
  const order: string[] = [];
  const at = clock.now();
  const all = ['U', 'H', 'U', 'D'].map((letter, n) =>
    canary.examine(resultOf(letter, 'api', at + n)).then(({ status }) => order.push(status)),
  );
  await clock.settle(Promise.all(all));
  expect(order).toEqual(['unhealthy', 'healthy', 'unhealthy', 'degraded']);
});

describe('being offline', () => {
  test('is told at once, and gives one alert when it lasts, which ends with it', async () => {
    const { see, alive, clock, told, canary } = canaryOf();
    alive.clear();
    await see('U');
    expect([told, canary.isOffline()]).toEqual([['offline'], true]);
    await clock.advance(300_000);
    expect(told).toHaveLength(2);
    expect(told[1]).toMatch(/^raise monitor_offline: our own network is down: none of https:\/\/192\.0\.2\.1, dns:/);
    alive.add('dns://192.0.2.2');
    await clock.advance(11_000);
    expect(told.slice(2)).toEqual(['online', 'clear monitor_offline']);
    expect(canary.isOffline()).toBe(false);
  });

  test('for a moment wakes nobody', async () => {
    const { see, alive, clock, told } = canaryOf();
    alive.clear();
    await see('U');
    alive.add('dns://192.0.2.2');
    await clock.advance(60_000);
    expect(told).toEqual(['offline', 'online']);
  });

  test('is looked into when our own name servers do not answer', async () => {
    const { see, alive, clock, told } = canaryOf();
    alive.clear();
    expect(await see('?')).toMatchObject({ reason: 'dns_unavailable' });
    await clock.advance(100);
    expect(told).toEqual(['offline']);
  });

  test('ends with the asking when it is stopped', async () => {
    const { see, alive, clock, canary } = canaryOf();
    alive.clear();
    await see('U');
    canary.stop();
    expect(clock.pendingTimers()).toBe(0);
  });
});
