import { expect, test } from 'vitest';
import { pathOf } from '../../../src/reporting/sla/svg-path.ts';

test.each([
  [
    'steps, with a blank only where one is needed',
    [
      [
        [10, 20],
        [15, 12],
        [20, 12],
        [30, 40],
      ],
    ],
    'M10 20l5-8 5 0 10 28',
  ],
  [
    'strokes one after the other',
    [
      [
        [0, 5],
        [1, 6],
      ],
      [
        [4, 2],
        [5, 2],
      ],
    ],
    'M0 5l1 1m3-4l1 0',
  ],
  ['a dot where there is only one point', [[[3, 4]], [[8, 4]]], 'M3 4h0m5 0h0'],
  ['nothing without points', [], ''],
] satisfies readonly [string, Parameters<typeof pathOf>[0], string][])('a path is %s', (_name, strokes, path) => {
  expect(pathOf(strokes)).toBe(path);
});
