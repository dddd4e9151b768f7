import { execFileSync } from 'node:child_process';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { collectGarbage, engineFlags, tuneEngine } from '../../src/app/engine.ts';

test('what nobody holds any more is given back', async () => {
  const held = { name: 'held' };
  const refs = [new WeakRef(held), new WeakRef({ name: 'let go' })];
  await nextTurn();
  tuneEngine();
  collectGarbage();
  expect(refs.map((ref) => ref.deref())).toEqual([held, undefined]);
});

test.each(engineFlags)('this V8 knows %s', (flag) => {
  expect(execFileSync(process.execPath, [flag, '-e', 'console.log(1)'], { encoding: 'utf8' })).toBe('1\n');
});
