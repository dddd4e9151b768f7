import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Backoff, type RetryOptions, retry, type Turn } from '../../src/resilience/retry.ts';
import { timeout } from '../../src/resilience/timeout.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';

const never = new AbortController().signal;
const backoff: Backoff = { maxRetries: 3, baseDelayMs: 1_000, backoffFactor: 2, maxDelayMs: 3_000, jitter: false };

type Answer = 'ok' | 'fail';

function options(clock: FakeClock, changes: Partial<RetryOptions<Answer>> = {}): RetryOptions<Answer> {
  return {
    backoff,
    deadlineAt: clock.monotonic() + 60_000,
    shouldRetry: (outcome) => outcome === 'fail',
    retryAfterMs: () => undefined,
    clock,
    random: () => 0.5,
    startTimer: clock.startTimer,
    ...changes,
  };
}

/** An attempt that gives these answers one after another, each after 100 ms, and the turns it was given. */
function scripted(clock: FakeClock, answers: readonly Answer[]) {
  const turns: Turn[] = [];
  const attempt = (turn: Turn) => {
    turns.push(turn);
    return new Promise<Answer>((resolve) => {
      clock.startTimer(100, () => resolve(answers[turn.number - 1] ?? 'fail'));
    });
  };
  return { attempt, turns };
}

test.each<[string, readonly Answer[], readonly Answer[], readonly number[]]>([
  ['asks once when the first answer will do', ['ok'], ['ok'], [0]],
  ['asks again until an answer will do', ['fail', 'fail', 'ok'], ['fail', 'fail', 'ok'], [0, 1_000, 2_000]],
  ['ends when the retries are used up', [], ['fail', 'fail', 'fail', 'fail'], [0, 1_000, 2_000, 3_000]],
])('%s', async (_name, answers, outcomes, waits) => {
  const clock = createFakeClock();
  const { attempt, turns } = scripted(clock, answers);
  await expect(clock.settle(retry(attempt, options(clock), never))).resolves.toEqual(outcomes);
  expect(turns.map(({ waitedMs }) => waitedMs)).toEqual(waits);
  expect(turns.map(({ number }) => number)).toEqual(outcomes.map((_outcome, index) => index + 1));
});

test('draws each delay from the whole range below the exponential one: full jitter', async () => {
  const clock = createFakeClock();
  const { attempt, turns } = scripted(clock, []);
  const draws = [0, 0.999, 0.25];
  const random = () => draws.shift() ?? 0;
  await clock.settle(retry(attempt, options(clock, { backoff: { ...backoff, jitter: true }, random }), never));
  expect(turns.map(({ waitedMs }) => Math.round(waitedMs))).toEqual([0, 0, 1_998, 750]);
});

test.each([
  ['waits as long as it was asked to', 2_500, 2_500],
  ['never less than the backoff', 10, 1_000],
  ['never longer than the longest delay', 3_600_000, 3_000],
])('with Retry-After it %s', async (_name, retryAfterMs, waitedMs) => {
  const clock = createFakeClock();
  const { attempt, turns } = scripted(clock, ['fail', 'ok']);
  await clock.settle(retry(attempt, options(clock, { retryAfterMs: () => retryAfterMs }), never));
  expect(turns.at(-1)?.waitedMs).toBe(waitedMs);
});

test('does not wait for an attempt that could not end before the deadline', async () => {
  const clock = createFakeClock();
  const beganAt = clock.monotonic();
  const { attempt } = scripted(clock, []);
  const outcomes = await clock.settle(retry(attempt, options(clock, { deadlineAt: beganAt + 1_150 }), never));
  expect(outcomes).toEqual(['fail']);
  expect(clock.monotonic() - beganAt).toBe(100);
});

test('ends at once, with what it has, when the signal fires while it waits', async () => {
  const clock = createFakeClock();
  const caller = new AbortController();
  const { attempt } = scripted(clock, []);
  const promise = retry(attempt, options(clock), caller.signal);
  await clock.advance(600);
  caller.abort();
  await expect(promise).resolves.toEqual(['fail']);
  expect(clock.pendingTimers()).toBe(0);
});

test('passes on what an attempt throws', async () => {
  const clock = createFakeClock();
  const defect = new TypeError('a defect');
  await expect(retry(() => Promise.reject(defect), options(clock), never)).rejects.toBe(defect);
});

test('with attempts clipped to what is left, no run outlives its deadline, whatever the settings', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        maxRetries: fc.nat(8),
        baseDelayMs: fc.integer({ min: 1, max: 5_000 }),
        backoffFactor: fc.double({ min: 1, max: 5, noNaN: true }),
        maxDelayMs: fc.integer({ min: 1, max: 20_000 }),
        jitter: fc.boolean(),
      }),
      fc.integer({ min: 100, max: 30_000 }),
      fc.integer({ min: 1, max: 10_000 }),
      fc.array(fc.integer({ min: 0, max: 15_000 })),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      async (settings, runMs, timeoutMs, durations, draw) => {
        const clock = createFakeClock();
        const beganAt = clock.monotonic();
        const deadlineAt = beganAt + runMs;
        let attempts = 0;
        const attempt = async ({ number }: Turn): Promise<Answer> => {
          attempts += 1;
          const limitMs = Math.min(timeoutMs, deadlineAt - clock.monotonic());
          const work = () =>
            new Promise<void>((resolve) => {
              clock.startTimer(durations[number - 1] ?? 0, resolve);
            });
          await timeout({ limitMs, startTimer: clock.startTimer })(work, never).catch(() => undefined);
          return 'fail';
        };
        const changes = { backoff: settings, deadlineAt, random: () => draw };
        const outcomes = await clock.settle(retry(attempt, options(clock, changes), never));
        expect(clock.monotonic() - beganAt).toBeLessThanOrEqual(runMs + 100);
        expect(outcomes).toHaveLength(attempts);
        expect(attempts).toBeLessThanOrEqual(settings.maxRetries + 1);
      },
    ),
    { numRuns: 200 },
  );
});
