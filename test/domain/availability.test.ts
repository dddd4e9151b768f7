import { describe, expect, test } from 'vitest';
import {
  availabilityOf,
  type Durations,
  errorBudgetOf,
  floorPercent,
  verdictOf,
} from '../../src/domain/availability.ts';

const second = 1_000;
const day = 86_400 * second;

/** The rest of so many days is up. */
function durations(days: number, spent: Partial<Durations>): Durations {
  const some = { paused: 0, maintenance: 0, unknown: 0, down: 0, degraded: 0, up: 0, ...spent };
  return { ...some, up: days * day - Object.values(some).reduce((sum, ms) => sum + ms, 0) };
}

describe('availability', () => {
  test('of 30 days with an outage of 20 minutes, against 99.9 %', () => {
    const availability = availabilityOf(durations(30, { down: 1_200 * second }));
    expect(availability.availability).toBeCloseTo(0.999537037, 9);
    expect(availability).toMatchObject({ coverage: 1, serviceMs: 30 * day, measuredMs: 30 * day });
    expect(availability.lower).toBe(availability.upper);
    const budget = errorBudgetOf(availability, 0.999);
    expect(budget.used).toBeCloseTo(0.463, 3);
    expect(budget.leftMs).toBeCloseTo(1_392 * second, 3);
    expect(floorPercent(availability.availability ?? 0)).toBe('99.95');
  });

  test('of 30 days with two hours of maintenance and 30 minutes of an outage outside it', () => {
    const availability = availabilityOf(durations(30, { maintenance: 7_200 * second, down: 1_800 * second }));
    expect(availability.serviceMs).toBe(2_584_800 * second);
    expect(availability.availability).toBeCloseTo(0.999303621, 9);
  });

  test('of nothing is not 0 and not 100 %', () => {
    const unknown = availabilityOf({ ...durations(0, {}), unknown: 30 * day });
    expect(unknown).toEqual({
      serviceMs: 30 * day,
      measuredMs: 0,
      downMs: 0,
      unknownMs: 30 * day,
      coverage: 0,
      lower: 0,
      upper: 1,
    });
    expect(verdictOf(unknown, 0.999).verdict).toBe('insufficient_data');
    const paused = availabilityOf({ ...durations(0, {}), paused: 30 * day });
    expect(paused).toEqual({ serviceMs: 0, measuredMs: 0, downMs: 0, unknownMs: 0 });
    expect(verdictOf(paused, 0.999).verdict).toBe('insufficient_data');
  });

  test('counts degraded time only as far as it is asked to', () => {
    const degraded = durations(10, { degraded: day });
    expect(availabilityOf(degraded).availability).toBe(1);
    expect(availabilityOf(degraded, 0.3).availability).toBeCloseTo(0.97, 12);
  });

  test.each([
    ['certainly met', { down: 0, unknown: 0 }, 'met', false],
    ['certainly missed', { down: day, unknown: 0 }, 'missed', false],
    ['met even if all that is not known was down', { down: 0, unknown: 0.02 * day }, 'met', false],
    ['missed even if all that is not known was up', { down: day, unknown: 20 * day }, 'missed', false],
    ['too little known to tell', { down: 0, unknown: 2 * day }, 'insufficient_data', false],
    ['met as far as is known', { down: 0, unknown: day }, 'met', true],
    ['missed as far as is known', { down: 0.0302 * day, unknown: day }, 'missed', true],
  ] as const)('%s', (_, spent, verdict, estimated) => {
    const days = _ === 'missed as far as is known' ? 30.5 : 30;
    expect(verdictOf(availabilityOf(durations(days, spent)), 0.999)).toEqual({ verdict, estimated });
  });

  test.each([
    [30, 0.99, 432],
    [30, 0.995, 216],
    [30, 0.999, 43.2],
    [30, 0.9995, 21.6],
    [30, 0.9999, 4.32],
    [31, 0.999, 44.64],
    [28, 0.999, 40.32],
  ])('%s days at %s allow %s minutes', (days, objective, minutes) => {
    expect(errorBudgetOf(availabilityOf(durations(days, {})), objective).budgetMs / 60_000).toBeCloseTo(minutes, 6);
  });

  test('an objective of 100 % allows nothing, and has no share of it to spend', () => {
    expect(errorBudgetOf(availabilityOf(durations(30, { down: second })), 1)).toEqual({ budgetMs: 0, leftMs: -second });
  });
});

test.each([
  [0.99996, 2, '99.99'],
  [0.9995, 2, '99.95'],
  [0.9995, 3, '99.950'],
  [0.57, 2, '57.00'],
  [0.999999999999, 2, '99.99'],
  [1, 2, '100'],
  [0, 2, '0.00'],
])('%s is written with %s digits as %s', (share, digits, text) => {
  expect(floorPercent(share, digits)).toBe(text);
});
