import { expect, test } from 'vitest';
import type { DayFigures } from '../../../src/domain/sla-report.ts';
import { dayState, dayWords } from '../../../src/reporting/sla/day-state.ts';

const hourMs = 3_600_000;
const none = { paused: 0, maintenance: 0, unknown: 0, down: 0, degraded: 0, up: 0 };

function day(hours: Partial<DayFigures['durations']>): DayFigures {
  const durations = { ...none };
  for (const state of ['paused', 'maintenance', 'unknown', 'down', 'degraded'] as const) {
    durations[state] = (hours[state] ?? 0) * hourMs;
  }
  const others = Object.values(durations).reduce((sum, ms) => sum + ms, 0);
  return {
    ...{ date: '2026-10-05', fromAt: 0, toAt: 24 * hourMs, latency: { count: 0, timeouts: 0 } },
    durations: { ...durations, up: 24 * hourMs - others },
  };
}

test.each([
  ['up', 'up', {}],
  ['down', 'down 60 min', { down: 1 }],
  ['down', 'down 60 min, degraded 2 h, unknown 20 h', { down: 1, degraded: 2, unknown: 20 }],
  ['degraded', 'degraded 2 h, unknown 20 h', { degraded: 2, unknown: 20 }],
  ['unknown', 'unknown 60 min', { unknown: 1 }],
  ['up', 'unknown 12 min', { unknown: 0.2 }],
  ['unknown', 'unknown all day', { unknown: 24 }],
  ['up', 'maintenance 23 h', { maintenance: 23 }],
  ['maintenance', 'maintenance all day', { maintenance: 24 }],
  ['paused', 'paused all day', { paused: 24 }],
])('is %s: %s', (state, words, hours) => {
  expect(dayState(day(hours))).toBe(state);
  expect(dayWords(day(hours))).toBe(words);
});
