import { expect, test } from 'vitest';
import { createControllers } from '../../src/resilience/controllers.ts';
import { timeout } from '../../src/resilience/timeout.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const never = new AbortController().signal;

test('a controller serves again once it was given back, and nobody else meanwhile', () => {
  const controllers = createControllers();
  const first = controllers.take();
  expect(controllers.take()).not.toBe(first);
  controllers.giveBack(first);
  expect(controllers.take()).toBe(first);
});

test('a controller that has fired is not used again', () => {
  const controllers = createControllers();
  const fired = controllers.take();
  fired.abort();
  controllers.giveBack(fired);
  expect(controllers.take()).not.toBe(fired);
});

test('works one after another share a signal; a work whose time was up leaves none behind', async () => {
  const clock = createFakeClock();
  const run = timeout({ limitMs: 100, startTimer: clock.startTimer, controllers: createControllers() });
  const signals: AbortSignal[] = [];
  const note = async (signal: AbortSignal) => void signals.push(signal);
  await run(note, never);
  await run(note, never);
  const hanging = run((signal) => {
    signals.push(signal);
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  }, never);
  await expect(clock.settle(hanging)).rejects.toMatchObject({ name: 'TimeoutError' });
  await run(note, never);
  const [first, second, third, fourth] = signals;
  expect([second, third]).toEqual([first, first]);
  expect([third?.aborted, fourth?.aborted, fourth === first]).toEqual([true, false, false]);
});

test('works at the same time have signals of their own', async () => {
  const clock = createFakeClock();
  const run = timeout({ limitMs: 100, startTimer: clock.startTimer, controllers: createControllers() });
  const signals = new Set<AbortSignal>();
  await Promise.all(Array.from({ length: 5 }, () => run(async (signal) => void signals.add(signal), never)));
  expect(signals.size).toBe(5);
});
