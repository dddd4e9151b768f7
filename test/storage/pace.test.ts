import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createTurns, startStep } from '../../src/storage/pace.ts';
import { createFakeClock } from '../support/fake-clock.ts';

test('others get their turn once they have waited for 4 ms, and not before', async () => {
  const clock = createFakeClock();
  const giveTurn = createTurns(clock);
  let others = 0;
  const waiting = (async () => {
    for (; others < 3; others += 1) await nextTurn();
  })();
  for (let call = 0; call < 100; call += 1) await giveTurn();
  expect(others).toBe(0);
  await clock.advance(4);
  const seen = others;
  await giveTurn();
  expect(others).toBeGreaterThan(seen);
  const afterwards = others;
  await giveTurn();
  expect(others).toBe(afterwards);
  await waiting;
});

test('a step is over after 5 ms', async () => {
  const clock = createFakeClock();
  const step = startStep(clock);
  await clock.advance(4);
  expect(step.isOver()).toBe(false);
  await clock.advance(1);
  expect(step.isOver()).toBe(true);
});
