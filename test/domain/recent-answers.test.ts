import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecentAnswers } from '../../src/domain/recent-answers.ts';

const minuteMs = 60_000;
const nowAt = Date.UTC(2026, 10, 21, 12, 0, 30);
const windows = [5, 30, 60, 360, 4_320].map((minutes) => minutes * minuteMs);

test('answers are counted over every window to within a piece of it', () => {
  const answer = fc.record({ agoMs: fc.integer({ min: 0, max: 80 * 60 * minuteMs }), isSlow: fc.boolean() });
  fc.assert(
    fc.property(fc.array(answer, { maxLength: 200 }), (all) => {
      const recent = new RecentAnswers();
      for (const { agoMs, isSlow } of all) recent.add(nowAt - agoMs, isSlow);
      for (const windowMs of windows) {
        const within = (slackMs: number) => all.filter(({ agoMs }) => agoMs < windowMs + slackMs).length;
        const { answers, slow } = recent.over(windowMs, nowAt);
        const pieceMs = windowMs > 360 * minuteMs ? 60 * minuteMs : windowMs > 60 * minuteMs ? 5 * minuteMs : minuteMs;
        expect(answers).toBeGreaterThanOrEqual(within(-pieceMs));
        expect(answers).toBeLessThanOrEqual(within(0));
        expect(slow).toBeLessThanOrEqual(answers);
      }
    }),
  );
});

test('what is told late of long ago takes the place of nothing', () => {
  const recent = new RecentAnswers();
  recent.add(nowAt, true);
  recent.addMany(nowAt - 71 * 60 * minuteMs, { answers: 60, slow: 0 });
  expect(recent.over(5 * minuteMs, nowAt)).toEqual({ answers: 1, slow: 1 });
  expect(recent.over(4_320 * minuteMs, nowAt)).toEqual({ answers: 61, slow: 1 });
  expect(recent.isAnySlowSince(nowAt - 1)).toBe(true);
  expect(recent.isAnySlowSince(nowAt)).toBe(false);
});
