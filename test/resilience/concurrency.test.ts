import { expect, test } from 'vitest';
import { createConcurrencyLimit } from '../../src/resilience/concurrency.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const never = new AbortController().signal;

/** Runs works that take the given times and logs when each begins, and how many run at most. */
async function runAll(maxWorkers: number, durationsMs: readonly number[]) {
  const clock = createFakeClock();
  const beganAt = clock.monotonic();
  const limit = createConcurrencyLimit(maxWorkers);
  const log: string[] = [];
  let running = 0;
  let most = 0;
  const works = durationsMs.map((ms, index) =>
    limit(async () => {
      log.push(`${index}@${clock.monotonic() - beganAt}`);
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => {
        clock.startTimer(ms, resolve);
      });
      running -= 1;
    }, never),
  );
  await clock.settle(Promise.all(works));
  return { log, most };
}

test.each([
  ['runs as many at once as there are workers', 2, [10, 30, 10, 10], ['0@0', '1@0', '2@10', '3@20'], 2],
  ['runs one after another with one worker', 1, [10, 20, 5], ['0@0', '1@10', '2@30'], 1],
  ['runs all at once with workers enough', 10, [10, 20, 5], ['0@0', '1@0', '2@0'], 3],
])('%s', async (_name, maxWorkers, durations, log, most) => {
  await expect(runAll(maxWorkers, durations)).resolves.toEqual({ log, most });
});

test('gives the place of a failed work to the next', async () => {
  const limit = createConcurrencyLimit(1);
  const failing = limit(() => Promise.reject(new Error('no')), never);
  const next = limit(async () => 'its turn', never);
  await expect(failing).rejects.toThrow('no');
  await expect(next).resolves.toBe('its turn');
});

test('does not let a newcomer pass those who wait', async () => {
  const limit = createConcurrencyLimit(1);
  const order: string[] = [];
  const note = (name: string) => limit(async () => void order.push(name), never);
  const first = note('first').then(() => note('newcomer'));
  await Promise.all([first, note('second'), note('third')]);
  expect(order).toEqual(['first', 'second', 'third', 'newcomer']);
});

test('leaves it to the work to see that its signal has fired', async () => {
  const limit = createConcurrencyLimit(1);
  const caller = new AbortController();
  const busy = limit(
    (signal) => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve())),
    caller.signal,
  );
  const waiting = limit(async (signal) => signal.aborted, caller.signal);
  caller.abort();
  await busy;
  await expect(waiting).resolves.toBe(true);
});
