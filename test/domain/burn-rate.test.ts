import { describe, expect, test } from 'vitest';
import {
  areEnoughLooks,
  type BurnSource,
  burnRateOf,
  burnTiers,
  judgeBurn,
  type Spent,
} from '../../src/domain/burn-rate.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

describe('a burn rate', () => {
  test.each<[what: string, spent: Spent, objective: number, rate: number | undefined]>([
    ['is 1 where the objective is just met', { bad: 1, total: 1_000, known: 1 }, 0.999, 1],
    ['is 16.7 for one failed minute of an hour', { bad: 1, total: 60, known: 1 }, 0.999, 16.667],
    ['is 0 where nothing failed', { bad: 0, total: 60, known: 1 }, 0.999, 0],
    ['is 0 where nothing failed and nothing may', { bad: 0, total: 60, known: 1 }, 1, 0],
    [
      'is endless where nothing may fail and something did',
      { bad: 1, total: 60, known: 1 },
      1,
      Number.POSITIVE_INFINITY,
    ],
    ['is of what is known', { bad: 1, total: 30, known: 0.5 }, 0.999, 33.333],
    ['is not known below half', { bad: 1, total: 29, known: 0.49 }, 0.999, undefined],
    ['is not known where nothing is', { bad: 0, total: 0, known: 1 }, 0.999, undefined],
  ])('%s', (_what, spent, objective, rate) => {
    const found = burnRateOf(spent, objective);
    if (rate === undefined || !Number.isFinite(rate)) expect(found).toBe(rate);
    else expect(found).toBeCloseTo(rate, 3);
  });
});

/** A service that was down for so long, ending so long ago, and is known for so long. */
function anOutageOf({
  downMs,
  endedAgoMs = 0,
  knownMs = 30 * 24 * hourMs,
  objective = 0.999,
  isEnough = true,
}: {
  readonly downMs: number;
  readonly endedAgoMs?: number;
  readonly knownMs?: number;
  readonly objective?: number;
  readonly isEnough?: boolean;
}): BurnSource {
  return {
    objective,
    isEnough: () => isEnough,
    spentOver(windowMs) {
      const bad = Math.max(0, Math.min(windowMs - endedAgoMs, downMs));
      const total = Math.min(windowMs, knownMs);
      return { bad, total, known: total / windowMs };
    },
  };
}

describe('an alert on a burn rate', () => {
  test.each<[what: string, source: BurnSource, page: number | 'none', ticket: number | 'none']>([
    ['pages at 14.4 for the budget of a day spent in minutes', anOutageOf({ downMs: 10 * minuteMs }), 14.4, 1],
    [
      'begins for one failed minute only with enough samples',
      anOutageOf({ downMs: minuteMs, isEnough: false }),
      'none',
      'none',
    ],
    ['pages at 6 for what goes on slowly', anOutageOf({ downMs: 5 * minuteMs, endedAgoMs: 20 * minuteMs }), 6, 1],
    [
      'asks for a ticket once the short windows are over',
      anOutageOf({ downMs: 10 * minuteMs, endedAgoMs: hourMs }),
      'none',
      1,
    ],
    [
      'is over when all short windows are',
      anOutageOf({ downMs: 10 * minuteMs, endedAgoMs: 6 * hourMs }),
      'none',
      'none',
    ],
    [
      'says nothing of three days where one is known',
      anOutageOf({ downMs: hourMs, endedAgoMs: hourMs, knownMs: 24 * hourMs }),
      'none',
      'none',
    ],
    ['knows an hour after an hour', anOutageOf({ downMs: 10 * minuteMs, knownMs: hourMs }), 14.4, 'none'],
    ['begins with the first failure where none may be', anOutageOf({ downMs: 1, objective: 1 }), 14.4, 1],
    ['never begins where nothing fails', anOutageOf({ downMs: 0, objective: 1 }), 'none', 'none'],
    ['cannot burn 14 times too fast where a tenth may fail', anOutageOf({ downMs: 24 * hourMs, objective: 0.9 }), 6, 1],
  ])('%s', (_what, source, page, ticket) => {
    const factorOf = (part: 'page' | 'ticket') => {
      const found = judgeBurn(part, source, false);
      return typeof found === 'string' ? found : found.tier.factor;
    };
    expect([factorOf('page'), factorOf('ticket')]).toEqual([page, ticket]);
  });

  test('goes on until it is clearly below its factor, and where too little is known to tell', () => {
    const [, , ticket] = burnTiers;
    const at = (factor: number) => anOutageOf({ downMs: (ticket?.longMs ?? 0) * 0.001 * factor });
    expect(judgeBurn('ticket', at(0.9), false)).toBe('none');
    expect(judgeBurn('ticket', at(0.9), true)).toBe('as_before');
    expect(judgeBurn('ticket', at(0.79), true)).toBe('none');
    expect(judgeBurn('ticket', anOutageOf({ downMs: minuteMs, knownMs: minuteMs }), true)).toBe('as_before');
  });
});

test.each<[all: number, failed: number, windowMs: number, intervalMs: number, enough: boolean]>([
  [5, 1, 5 * minuteMs, minuteMs, false],
  [3, 2, 5 * minuteMs, minuteMs, true],
  [2, 2, 5 * minuteMs, minuteMs, false],
  [1, 1, 5 * minuteMs, 5 * minuteMs, true],
  [0, 0, 5 * minuteMs, 10 * minuteMs, true],
  [2, 2, 5 * minuteMs, 2 * minuteMs, true],
])(
  '%i looks, %i failed, in %i ms at an interval of %i ms are enough: %s',
  (all, failed, windowMs, intervalMs, enough) => {
    expect(areEnoughLooks({ all, failed }, windowMs, intervalMs)).toBe(enough);
  },
);
