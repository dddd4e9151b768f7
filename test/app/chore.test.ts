import { expect, test } from 'vitest';
import { startChore } from '../../src/app/chore.ts';
import { createFakeClock } from '../support/fake-clock.ts';

test('a chore is done again and again, never twice at once, and goes on after a defect', async () => {
  const clock = createFakeClock();
  const doneAt: number[] = [];
  const defects: unknown[] = [];
  const beganAt = clock.monotonic();
  const chore = startChore({
    everyMs: () => 1_000,
    startTimer: clock.startTimer,
    onDefect: (error) => defects.push(error),
    async work() {
      doneAt.push(clock.monotonic() - beganAt);
      if (doneAt.length === 2) throw new Error('once');
      await new Promise<void>((resolve) => clock.startTimer(500, resolve));
    },
  });
  await clock.advance(5_000);
  expect(doneAt).toEqual([1_000, 2_500, 3_500, 5_000]);
  expect(defects).toEqual([new Error('once')]);
  await clock.settle(chore.stop());
  await clock.advance(5_000);
  expect(doneAt).toHaveLength(4);
  expect(clock.pendingTimers()).toBe(0);
});
