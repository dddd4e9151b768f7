import { expect, test } from 'vitest';
import type { Output } from '../../src/cli/output.ts';
import { createProgress, type ProgressParts } from '../../src/cli/progress.ts';
import { checkResult } from '../support/check-result.ts';
import { createFakeClock } from '../support/fake-clock.ts';

function recorded(isTTY: boolean, total: number, wishes: Pick<ProgressParts, 'quiet'> = {}) {
  const lines: string[] = [];
  const clock = createFakeClock();
  const facts = { isTTY, width: 80 };
  const output: Output = {
    stdout: facts,
    stderr: facts,
    data() {},
    backlog: () => 0,
    note() {},
    status: (line) => lines.push(line),
  };
  const progress = createProgress({ output, clock, total, describe: ({ service }) => service, ...wishes });
  return { lines, clock, progress };
}

test.each([
  ['off a terminal', false, {}],
  ['where nothing but trouble is asked for', true, { quiet: true }],
] as const)('%s nothing is worded or written', (_name, isTTY, wishes) => {
  const { lines, progress } = recorded(isTTY, 2, wishes);
  progress.start();
  progress.finished(checkResult({ service: 'api' }));
  expect(lines).toEqual([]);
});

test('on a terminal the line follows the results, at most ten times a second, and shows the last one', async () => {
  const { lines, clock, progress } = recorded(true, 4);
  progress.start();
  progress.finished(checkResult({ service: 'a' }));
  progress.finished(checkResult({ service: 'b' }));
  await clock.advance(100);
  progress.finished(checkResult({ service: 'c' }));
  progress.finished(checkResult({ service: 'd' }));
  expect(lines).toEqual(['checking 4 services…', '[1/4] a', '[3/4] c', '[4/4] d']);
});

test('one service is told in the singular', () => {
  const { lines, progress } = recorded(true, 1);
  progress.start();
  expect(lines).toEqual(['checking 1 service…']);
});
