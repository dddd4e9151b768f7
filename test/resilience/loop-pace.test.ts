import { expect, test } from 'vitest';
import { createLoopPace } from '../../src/resilience/loop-pace.ts';
import { createFakeClock } from '../support/fake-clock.ts';

/** Ten works that end when told; turns of the loop take as long as the test says for that many running. */
function paced(turnMs: (running: number) => number) {
  const clock = createFakeClock();
  const endings: (() => void)[] = [];
  let running = 0;
  let most = 0;
  const pace = createLoopPace({
    clock,
    nextTurn: async () => {
      await clock.advance(turnMs(running));
    },
  });
  const { signal } = new AbortController();
  const all = Array.from({ length: 10 }, () =>
    pace(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => endings.push(resolve));
      running -= 1;
    }, signal),
  );
  return { all, endings, mostAtOnce: () => most };
}

async function finish({ all, endings }: ReturnType<typeof paced>): Promise<void> {
  const done = Promise.all(all);
  let left = true;
  void done.then(() => {
    left = false;
  });
  while (left) {
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    endings.shift()?.();
  }
  await done;
}

test('nothing is held back while the loop keeps up', async () => {
  const works = paced(() => 0.1);
  await finish(works);
  expect(works.mostAtOnce()).toBe(10);
});

test('as many run at once as the loop keeps up with', async () => {
  const works = paced((running) => running * 0.3);
  await finish(works);
  expect(works.mostAtOnce()).toBe(4);
});

test('two run at once however busy the loop is, and all of them in the end', async () => {
  const works = paced(() => 20);
  await finish(works);
  expect(works.mostAtOnce()).toBe(2);
});

test('work that fails makes room like any other', async () => {
  const clock = createFakeClock();
  const pace = createLoopPace({ clock, nextTurn: () => clock.advance(5) });
  const { signal } = new AbortController();
  const failing = Array.from({ length: 5 }, () => pace(() => Promise.reject(new Error('no')), signal));
  const outcomes = await Promise.allSettled(failing);
  expect(outcomes.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'rejected'));
});
