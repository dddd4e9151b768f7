import { expect, test } from 'vitest';
import { type ForecastParts, forecastOf } from '../../src/domain/forecast.ts';

const dayMs = 86_400_000;
const basisMs = dayMs / 4;
const whole = { basisMs, leftShare: 1, budgetForMs: 30 * dayMs, remainingMs: 30 * dayMs };

test.each<[what: string, parts: Partial<ForecastParts>, outcome: string, goneInMs?: number]>([
  ['lasts where nothing is spent', { burn: 0 }, 'lasts'],
  ['lasts just as long as it should at a rate of 1', { burn: 1 }, 'runs_out', 30 * dayMs],
  ['lasts at less than that', { burn: 0.9 }, 'lasts'],
  ['is gone in half of the time when half is left', { burn: 1, leftShare: 0.5 }, 'runs_out', 15 * dayMs],
  ['is gone in a fourteenth at 14.4', { burn: 14.4 }, 'runs_out', (30 * dayMs) / 14.4],
  ['lasts to the end of a month that is nearly over', { burn: 2, leftShare: 0.5, remainingMs: dayMs }, 'lasts'],
  ['is gone', { burn: 0, leftShare: 0 }, 'exhausted'],
  ['is overspent, whatever the rate', { burn: undefined, leftShare: -0.2 }, 'exhausted'],
  ['is not known where the rate is not', { burn: undefined }, 'unknown'],
  ['is gone at once at an endless rate', { burn: Number.POSITIVE_INFINITY }, 'runs_out', 0],
])('a budget %s', (_what, parts, outcome, goneInMs) => {
  const forecast = forecastOf({ burn: undefined, ...whole, ...parts });
  expect(forecast).toEqual({ basisMs, outcome, ...(goneInMs !== undefined && { goneInMs }) });
});
