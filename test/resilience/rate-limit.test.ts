import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRateLimiter } from '../../src/resilience/rate-limit.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const never = new AbortController().signal;
const twoPerSecond = { maxRequests: 2, timeWindowMs: 1_000, key: 'host' };

function fixture() {
  const clock = createFakeClock();
  const beganAt = clock.monotonic();
  const limiter = createRateLimiter({ clock, startTimer: clock.startTimer });
  const log: string[] = [];
  const ask = (name: string, { settings = twoPerSecond, withinMs = 60_000, signal = never } = {}): Promise<void> =>
    limiter({ settings, latestAt: clock.monotonic() + withinMs }, signal).then(
      () => void log.push(`${name} at ${clock.monotonic() - beganAt}`),
      (failure: { reason: string }) => void log.push(`${name} ${failure.reason} at ${clock.monotonic() - beganAt}`),
    );
  return { clock, ask, log };
}

test('lets through at once while there is room, and then in the order of arrival', async () => {
  const { clock, ask, log } = fixture();
  await clock.settle(Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => ask(name))));
  expect(log).toEqual(['a at 0', 'b at 0', 'c at 1001', 'd at 1001', 'e at 2002']);
});

test('looks at a sliding window, not at a fixed one', async () => {
  const { clock, ask, log } = fixture();
  await clock.advance(900);
  await Promise.all([ask('a'), ask('b')]);
  await clock.advance(200);
  await clock.settle(ask('c'));
  expect(log).toEqual(['a at 900', 'b at 900', 'c at 1901']);
});

test('refuses at once whose turn would come too late, and only them', async () => {
  const { clock, ask, log } = fixture();
  const all = [
    ask('a'),
    ask('b'),
    ask('c', { withinMs: 500 }),
    ask('d', { withinMs: 1_500 }),
    ask('e'),
    ask('f', { withinMs: 1_500 }),
  ];
  await clock.settle(Promise.all(all));
  expect(log.slice(0, 4).toSorted()).toEqual(['a at 0', 'b at 0', 'c throttled at 0', 'f throttled at 0']);
  expect(log.slice(4)).toEqual(['d at 1001', 'e at 1001']);
});

test('moves everybody up when one who waits is stopped', async () => {
  const { clock, ask, log } = fixture();
  const stop = new AbortController();
  const all = [ask('a'), ask('b'), ask('c', { signal: stop.signal }), ask('d'), ask('e')];
  await clock.advance(10);
  stop.abort();
  await clock.settle(Promise.all(all));
  expect(log).toEqual(['a at 0', 'b at 0', 'c interrupted at 10', 'd at 1001', 'e at 1001']);
});

test('gives the place of one who was stopped to a newcomer', async () => {
  const { clock, ask, log } = fixture();
  const stop = new AbortController();
  const all = [ask('a'), ask('b'), ask('c', { signal: stop.signal }), ask('d')];
  stop.abort();
  await clock.settle(Promise.all([...all, ask('e', { withinMs: 1_500 })]));
  expect(log.slice(-2)).toEqual(['d at 1001', 'e at 1001']);
});

test('still refuses at once when it has been busy for long', async () => {
  const { clock, ask, log } = fixture();
  await clock.settle(Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ask(name))));
  await clock.advance(10_000);
  const waiting = Promise.all(['g', 'h', 'i', 'j'].map((name) => ask(name)));
  await ask('k', { withinMs: 1_500 });
  expect(log.at(-1)).toBe('k throttled at 12002');
  await clock.settle(waiting);
});

test('refuses whose signal has fired already', async () => {
  const { ask, log } = fixture();
  await ask('a', { signal: AbortSignal.abort() });
  expect(log).toEqual(['a interrupted at 0']);
});

test('keeps keys apart', async () => {
  const { ask, log } = fixture();
  const other = { ...twoPerSecond, key: 'other' };
  await Promise.all([ask('a'), ask('b'), ask('c', { settings: other }), ask('d', { settings: other })]);
  expect(log).toHaveLength(4);
  expect(log.every((line) => line.endsWith(' at 0'))).toBe(true);
});

test('holds to every limit that the sharers of a key have named', async () => {
  const { clock, ask, log } = fixture();
  const onePerTenSeconds = { maxRequests: 1, timeWindowMs: 10_000, key: 'host' };
  await clock.settle(Promise.all([ask('a', { settings: onePerTenSeconds }), ask('b')]));
  expect(log).toEqual(['a at 0', 'b at 10001']);
});

test('refuses those who wait when a new limit leaves no room for them in time', async () => {
  const { clock, ask, log } = fixture();
  const waiting = [ask('a'), ask('b'), ask('c', { withinMs: 2_000 })];
  await clock.advance(100);
  const onePerTenSeconds = { maxRequests: 1, timeWindowMs: 10_000, key: 'host' };
  await clock.settle(Promise.all([...waiting, ask('d', { settings: onePerTenSeconds })]));
  expect(log).toEqual(['a at 0', 'b at 0', 'c throttled at 100', 'd at 10001']);
});

test('leaves no timer behind when nobody waits', async () => {
  const { clock, ask } = fixture();
  await clock.settle(Promise.all([ask('a'), ask('b'), ask('c')]));
  expect(clock.pendingTimers()).toBe(0);
});

test('never grants more than the limit in any window, never out of order, and never too late', async () => {
  const arrival = fc.record({
    afterMs: fc.nat(700),
    withinMs: fc.integer({ min: 0, max: 5_000 }),
    stoppedAfterMs: fc.option(fc.nat(3_000), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 2_000 }),
      fc.array(arrival, { minLength: 1, maxLength: 30 }),
      async (maxRequests, timeWindowMs, arrivals) => {
        const clock = createFakeClock();
        const limiter = createRateLimiter({ clock, startTimer: clock.startTimer });
        const granted: { index: number; at: number; latestAt: number }[] = [];
        const all: Promise<void>[] = [];
        for (const [index, { afterMs, withinMs, stoppedAfterMs }] of arrivals.entries()) {
          await clock.advance(afterMs);
          const stop = new AbortController();
          if (stoppedAfterMs !== undefined) clock.startTimer(stoppedAfterMs, () => stop.abort());
          const latestAt = clock.monotonic() + withinMs;
          const settings = { maxRequests, timeWindowMs, key: 'host' };
          all.push(
            limiter({ settings, latestAt }, stop.signal).then(
              () => void granted.push({ index, at: clock.monotonic(), latestAt }),
              () => undefined,
            ),
          );
        }
        await clock.settle(Promise.all(all));
        expect(granted.map(({ index }) => index)).toEqual(granted.map(({ index }) => index).toSorted((a, b) => a - b));
        for (const { at, latestAt } of granted) {
          expect(at).toBeLessThanOrEqual(latestAt);
          const inWindow = granted.filter((other) => other.at >= at && other.at <= at + timeWindowMs);
          expect(inWindow.length).toBeLessThanOrEqual(maxRequests);
        }
      },
    ),
    { numRuns: 200 },
  );
});
