import { describe, expect, test } from 'vitest';
import { beginListening, gapsIn, goOnListening, type Listening, shiftListening } from '../../src/domain/listening.ts';

const span = (fromAt: number, toAt: number) => ({ fromAt, toAt });
const never = Number.NEGATIVE_INFINITY;

test('listening begins, goes on and never goes back', () => {
  const begun = beginListening([span(0, 10)], 50);
  expect(begun).toEqual([span(0, 10), span(50, 50)]);
  expect(goOnListening(begun, 70)).toEqual([span(0, 10), span(50, 70)]);
  expect(goOnListening(goOnListening(begun, 70), 60)).toEqual([span(0, 10), span(50, 70)]);
  expect(goOnListening([], 70)).toEqual([]);
});

test('of very many spans the last hundred are remembered', () => {
  const many = Array.from({ length: 500 }).reduce<Listening>((spans, _, at) => beginListening(spans, at), []);
  expect(many).toHaveLength(100);
  expect(many.at(-1)).toEqual(span(499, 499));
});

test.each<[string, Listening, number, readonly object[]]>([
  ['before the first span', [span(10, 100)], 100, [span(never, 10)]],
  ['between two', [span(10, 20), span(40, 100)], 100, [span(never, 10), span(20, 40)]],
  ['at the end, once it is longer than a mark may be late', [span(10, 20)], 31, [span(never, 10), span(20, 31)]],
  ['not at the end while it is not', [span(10, 20)], 30, [span(never, 10)]],
  ['not where spans overlap', [span(10, 50), span(40, 100)], 100, [span(never, 10)]],
  ['all along where nobody ever listened', [], 100, [span(never, 100)]],
])('nobody listened %s', (_name, listening, now, gaps) => {
  expect(gapsIn(listening, now, 10)).toEqual(gaps);
});

describe('a wall clock that is set', () => {
  test('forward leaves out what it skips', () => {
    expect(shiftListening([span(0, 100)], { from: 100, to: 160 })).toEqual([span(60, 100), span(160, 160)]);
  });

  test('far forward leaves nothing of before that it could have told', () => {
    expect(shiftListening([span(0, 100)], { from: 100, to: 1_000 })).toEqual([span(1_000, 1_000)]);
  });

  test('back tells again of a time that may not be believed', () => {
    const shifted = shiftListening([span(0, 100)], { from: 100, to: 40 });
    expect(shifted).toEqual([span(-60, 40), span(100, 100)]);
    expect(gapsIn(shifted, 50, 10)).toEqual([span(never, -60), span(40, 100)]);
  });
});
