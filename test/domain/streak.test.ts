import { expect, test } from 'vitest';
import { reduceStreak, type Streak } from '../../src/domain/streak.ts';

function replay(letters: string): Streak | undefined {
  return [...letters].reduce<Streak | undefined>((streak, letter, at) => {
    return reduceStreak(streak, { holds: letter === 'y', at }, { beginAfter: 3, endAfter: 2 });
  }, undefined);
}

test.each<[what: string, letters: string, holds: boolean, sinceAt: number]>([
  ['does not hold from the start', 'n', false, 0],
  ['does not begin below the threshold', 'nyy', false, 0],
  ['begins at the threshold, from its first observation', 'nyyy', true, 1],
  ['starts again after an interruption', 'nyynyyy', true, 4],
  ['does not end below its threshold', 'yyyny', true, 0],
  ['ends at its own threshold, from the first without it', 'yyynn', false, 3],
])('a streak %s: %s', (_what, letters, holds, sinceAt) => {
  expect(replay(letters)).toMatchObject({ holds, sinceAt });
});
