import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { readAccount } from './account.ts';
import { tell } from './figures.ts';
import { until } from './until.ts';
import { askedSince, heard, startWorld, type World } from './world.ts';

const names = Array.from({ length: 20 }, (_, index) => `service-${index}`);
const intervalMs = 1_000;
const monitoring = { check_interval: `${intervalMs}ms` };

function untilAsked({ target }: World, times: number): Promise<boolean> {
  const since = performance.now();
  return until(`every service is asked ${times} times`, () => {
    const asked = askedSince(target, since);
    return names.every((name) => (asked[name] ?? 0) >= times);
  });
}

test('a monitor that stood still looks at everything once, without a burst, and has the gap on record', async (context) => {
  const world = await startWorld({ names, monitoring });
  const monitor = world.monitor();
  await untilAsked(world, 2);
  const stoppedMs = 6_500;
  process.kill(monitor.pid, 'SIGSTOP');
  await delay(stoppedMs);
  const wokeAt = performance.now();
  process.kill(monitor.pid, 'SIGCONT');
  await delay(intervalMs);
  const asked = askedSince(world.target, wokeAt);
  // One look, spread over the interval, and for some of them already the slot that follows.
  expect(Object.keys(asked).toSorted()).toEqual(names.toSorted());
  expect(Math.max(...Object.values(asked))).toBeLessThanOrEqual(2);
  expect(Object.values(asked).reduce((sum, count) => sum + count, 0)).toBeLessThan(1.6 * names.length);
  const burst = mostWithin(world, { since: wokeAt, windowMs: 100 });
  tell(context, {
    'stood still': `${stoppedMs} ms, then at most ${burst} of ${names.length} services asked within 100 ms`,
  });
  expect(burst).toBeLessThanOrEqual(names.length / 2);
  await untilAsked(world, 1);
  expect(await monitor.stop()).toBe(0);

  const { results, incidents } = await readAccount(join(world.folder, 'svcmon.db'));
  const gaps = results.filter(({ reason }) => reason === 'missed_window');
  expect(new Set(gaps.map(({ service }) => service)).size).toBe(names.length);
  expect(gaps.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(/^[56] checks were missed: .* stood still$/),
  );
  expect(results.filter(({ status }) => status === 'unhealthy')).toEqual([]);
  expect(incidents).toEqual([]);
}, 60_000);

test.for([
  ['forwards by an hour', 3_600_000],
  ['backwards by two hours', -7_200_000],
] as const)(
  'a wall clock that jumps %s changes neither the cadence nor what anybody is told',
  { timeout: 60_000 },
  async ([name, shiftMs], context) => {
    const world = await startWorld({ names, monitoring });
    const [failing = ''] = names;
    const shiftFile = join(world.folder, 'shift');
    await writeFile(shiftFile, String(shiftMs));
    const monitor = world.monitor({
      nodeArgs: ['--import', new URL('./shifted-clock.mjs', import.meta.url).href],
      env: { CLOCK_SHIFT_FILE: shiftFile },
    });
    world.target.settle(failing, false);
    await until('the alert is told', () => heard(world.receiver, 'ServiceUnhealthy').length > 0);

    const jumpedAt = performance.now();
    process.kill(monitor.pid, 'SIGUSR2');
    const watchedMs = 4 * intervalMs + 200;
    await delay(watchedMs);
    const asked = askedSince(world.target, jumpedAt);
    const counts = names.map((service) => asked[service] ?? 0);
    const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
    tell(context, {
      [`clock set ${name}`]: `${fewest} to ${most} checks of each service in the ${watchedMs} ms after`,
    });
    expect(fewest).toBeGreaterThanOrEqual(4);
    expect(most).toBeLessThanOrEqual(5);
    world.target.settle(failing, true);
    await until('the recovery is told', () => heard(world.receiver, 'ServiceUnhealthy').length > 1);
    // No reminder came of the hour that never went by.
    expect(heard(world.receiver, 'ServiceUnhealthy')).toEqual([`firing ${failing}`, `resolved ${failing}`]);
    expect(await monitor.stop()).toBe(0);

    const { results, incidents } = await readAccount(join(world.folder, 'svcmon.db'));
    expect(results.filter(({ reason }) => reason === 'missed_window')).toEqual([]);
    expect(results.some(({ startedAt }) => Math.abs(startedAt - Date.now() - shiftMs) < 60_000)).toBe(true);
    expect(incidents).toHaveLength(1);
    expect(incidents[0]).toMatchObject({ service: failing, closedAs: 'recovered' });
  },
);

/** The most questions that came within any window of that length. */
function mostWithin(
  { target }: World,
  { since, windowMs }: { readonly since: number; readonly windowMs: number },
): number {
  const instants = target.answered.map(({ at }) => at).filter((at) => at >= since);
  return Math.max(...instants.map((from) => instants.filter((at) => at >= from && at < from + windowMs).length));
}
