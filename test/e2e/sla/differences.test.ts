import { describe, expect, test } from 'vitest';
import { synthesizeYear } from '../../support/synthetic-year.ts';
import { bruteReport, studyYear } from './brute-report.ts';
import { civilDays, civilSpan } from './brute-zone.ts';
import { differences } from './differences.ts';

describe('a comparison', () => {
  test.each([
    ['equal figures', { down_seconds: 1.234 }, { down_seconds: 1.234 }, 0],
    ['a time that is a ms off', { down_seconds: 1.234 }, { down_seconds: 1.235 }, 1],
    ['a share that is off by little', { coverage: 0.5 }, { coverage: 0.500_000_01 }, 1],
    ['a percentile within 1 %', { p50_ms: 100 }, { p50_ms: 100.9 }, 0],
    ['a percentile beyond 1 %', { p50_ms: 100 }, { p50_ms: 101.1 }, 1],
    ['a count within its range', { answers: { least: 3, most: 5 } }, { answers: 5 }, 0],
    ['a count out of its range', { answers: { least: 3, most: 5 } }, { answers: 6 }, 1],
    ['a number in place of none', { mttr_seconds: null }, { mttr_seconds: 0 }, 1],
    ['none in place of a number', { mttr_seconds: 0 }, { mttr_seconds: null }, 1],
    [
      'another word',
      { services: [{ name: 'api', verdict: 'met' }] },
      { services: [{ name: 'api', verdict: 'missed' }] },
      1,
    ],
    ['an item too many', { gaps: [] }, { gaps: [{ seconds: 1 }] }, 1],
    ['an item too few', { gaps: [{ seconds: 1 }] }, { gaps: [] }, 1],
    ['what need not be said', { verdict: undefined }, { verdict: 'met' }, 0],
    ['more than is expected', {}, { id: 'x' }, 0],
  ])('tells of %s', (_what, expected, printed, count) => {
    expect(differences(expected, printed)).toHaveLength(count);
  });
});

describe('the independent calculation', () => {
  test('knows how long days are where clocks change', () => {
    const days = civilDays('Europe/Berlin', '2025-01-01', '2026-01-01');
    expect(days).toHaveLength(365);
    const odd = days
      .map(({ date, fromAt, toAt }) => [date, (toAt - fromAt) / 3_600_000])
      .filter(([, hours]) => hours !== 24);
    expect(odd).toEqual([
      ['2025-03-30', 23],
      ['2025-10-26', 25],
    ]);
    expect(civilSpan('Asia/Kolkata', '2025-01-01', '2025-01-02').fromAt).toBe(Date.UTC(2024, 11, 31, 18, 30));
  });

  test('leaves no instant of a service without a state', () => {
    const brute = studyYear(synthesizeYear({ seed: 3, services: 10, scale: 400 }));
    const { services } = bruteReport(brute, {
      timezone: 'Europe/Berlin',
      first: '2025-01-01',
      end: '2026-01-01',
      previous: '2024-01-01',
    });
    for (const { durations } of services) {
      const { service_seconds: service, paused_seconds: paused, maintenance_seconds: maintenance } = durations;
      expect(service + paused + maintenance).toBeCloseTo(365 * 86_400, 3);
    }
  });
});
