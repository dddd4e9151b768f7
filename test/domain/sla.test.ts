import { describe, expect, test } from 'vitest';
import { emptySketch, sketchOf } from '../../src/domain/percentile-sketch.ts';
import { type ServiceSources, serviceFigures } from '../../src/domain/sla.ts';
import { groupFigures } from '../../src/domain/sla-groups.ts';
import type { Objective, ServiceFigures } from '../../src/domain/sla-report.ts';
import { type TrackedResult, trackOf } from '../../src/domain/track.ts';
import { exampleOutage, exampleWindow } from '../support/sla-examples.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const month = { fromAt: 0, toAt: 30 * day };
const days = Array.from({ length: 30 }, (_, index) => {
  return { date: `2026-04-${String(index + 1).padStart(2, '0')}`, fromAt: index * day, toAt: (index + 1) * day };
});
const objective: Objective = { availability: 0.999, minOutageMs: 0, degradedWeight: 0 };
const noTally = { counts: { healthy: 0, degraded: 0, unhealthy: 0, unknown: 0 }, timeouts: 0, sketch: emptySketch };

const everyMinute = (from: number, to: number, status: 'healthy' | 'unhealthy' = 'healthy'): readonly TrackedResult[] =>
  Array.from({ length: to - from }, (_, index) => {
    return { startedAt: (from + index) * minute, status, reason: 'ok', attempts: 1, intervalMs: minute };
  });
const wholeMonth = trackOf(everyMinute(0, 30 * 24 * 60));

function figures(sources: Partial<ServiceSources>): ServiceFigures {
  const head = { service: 'api', tags: {}, track: wholeMonth, outages: [], windows: [], pauses: [] };
  return serviceFigures({ period: month, days }, { ...head, tally: noTally, dayTallies: [], ...sources });
}

describe('the figures of a service', () => {
  test('an outage of an hour, half of it in announced maintenance of two hours', () => {
    const outages = [exampleOutage(day, day + hour)];
    const windows = [exampleWindow(day + hour / 2, day + 2.5 * hour)];
    const { availability, budget, exclusions, reliability } = figures({ outages, windows, objective });
    expect(availability.serviceMs).toBe(2_584_800_000);
    expect(availability.downMs).toBe(1_800_000);
    expect(availability.availability).toBeCloseTo(0.999303621, 9);
    expect(budget?.budgetMs).toBeCloseTo(2_584_800, 6);
    expect(exclusions).toEqual([
      { kind: 'maintenance', name: 'patching', by: 'anna', fromAt: day + hour / 2, toAt: day + 2.5 * hour },
    ]);
    expect(reliability).toMatchObject({ failures: 1, mttrMs: hour });
  });

  test('maintenance that was announced afterwards excludes nothing, and says what it would make of the figures', () => {
    const outages = [exampleOutage(day, day + hour)];
    const windows = [exampleWindow(day, day + hour, { createdAt: 2 * day })];
    const late = figures({ outages, windows, objective });
    expect(late.availability.downMs).toBe(hour);
    expect(late.verdict?.verdict).toBe('missed');
    expect(late.exclusions).toEqual([]);
    expect(late.adjustments).toEqual([
      { name: 'patching', by: 'anna', announcedAt: 2 * day, fromAt: day, toAt: day + hour },
    ]);
    expect(late.adjusted).toMatchObject({ availability: { downMs: 0, availability: 1 }, verdict: { verdict: 'met' } });
  });

  test('a cancelled window excludes what had passed of it', () => {
    const windows = [
      exampleWindow(day, day + 2 * hour, { cancelledAt: day + hour }),
      exampleWindow(3 * day, 4 * day, { cancelledAt: 2 * day }),
    ];
    expect(figures({ windows }).exclusions).toMatchObject([{ fromAt: day, toAt: day + hour }]);
  });

  test('a failure that no incident confirmed is listed, and costs nothing', () => {
    const track = trackOf([...everyMinute(0, 10), ...everyMinute(10, 12, 'unhealthy'), ...everyMinute(12, 43_200)]);
    const soft = figures({ track });
    expect(soft.softFailures).toEqual([{ fromAt: 10 * minute, toAt: 12 * minute, checks: 2 }]);
    expect(soft.availability.availability).toBe(1);
  });

  test('a failure of an outage is none of the soft ones', () => {
    const track = trackOf([...everyMinute(0, 10), ...everyMinute(10, 15, 'unhealthy'), ...everyMinute(15, 43_200)]);
    expect(figures({ track, outages: [exampleOutage(10 * minute, 15 * minute)] }).softFailures).toEqual([]);
  });

  test('an outage too short to count by contract is listed all the same', () => {
    const outages = [exampleOutage(day, day + 30_000), exampleOutage(2 * day, 2 * day + minute)];
    const contract = figures({ outages, objective: { ...objective, minOutageMs: minute } });
    expect(contract.availability.downMs).toBe(minute);
    expect(contract.outages).toHaveLength(2);
  });

  test('says why nothing is known', () => {
    const missed = {
      startedAt: 12 * minute,
      status: 'unknown',
      reason: 'missed_window',
      attempts: 0,
      intervalMs: minute,
    } as const;
    const track = trackOf([...everyMinute(5, 10), missed, ...everyMinute(20, 43_200)]);
    expect(figures({ track }).gaps).toEqual([
      { fromAt: 0, toAt: 5 * minute, reason: 'not_monitored' },
      { fromAt: 11 * minute, toAt: 12 * minute, reason: 'not_monitored' },
      { fromAt: 12 * minute, toAt: 14 * minute, reason: 'missed_window' },
      { fromAt: 14 * minute, toAt: 20 * minute, reason: 'not_monitored' },
    ]);
  });

  test('tells day by day what is left of the budget', () => {
    const { days: all } = figures({ outages: [exampleOutage(day, day + 20 * minute)], objective });
    expect(all).toHaveLength(30);
    expect(all[0]?.budgetLeftMs).toBeCloseTo(43.2 * minute, 6);
    expect(all[1]?.budgetLeftMs).toBeCloseTo(23.2 * minute, 6);
    expect(all[29]?.budgetLeftMs).toBeCloseTo(23.2 * minute, 6);
    expect(all[1]?.durations.down).toBe(20 * minute);
  });

  test('latencies of 1 to 100 ms: p50 50, p95 95, p99 99, within a hundredth', () => {
    const sketch = sketchOf(Array.from({ length: 100 }, (_, index) => index + 1));
    const latency = { underMs: 50, share: 0.99 };
    const { latency: found, latencyVerdict } = figures({
      tally: { ...noTally, sketch, timeouts: 3 },
      objective: { ...objective, latency },
    });
    expect(found).toMatchObject({ count: 100, timeouts: 3 });
    for (const [value, expected] of [
      [found.p50Ms, 50],
      [found.p95Ms, 95],
      [found.p99Ms, 99],
    ] as const) {
      expect(Math.abs((value ?? 0) - expected)).toBeLessThanOrEqual(expected / 100);
    }
    expect(Math.abs((found.underShare ?? 0) - 0.5)).toBeLessThanOrEqual(0.01);
    expect(latencyVerdict).toBe('missed');
  });

  test.each([
    [19, ['count', 'p50Ms', 'timeouts']],
    [20, ['count', 'p50Ms', 'p95Ms', 'timeouts']],
    [99, ['count', 'p50Ms', 'p95Ms', 'timeouts']],
    [100, ['count', 'p50Ms', 'p95Ms', 'p99Ms', 'timeouts']],
  ])('%s answers support %j', (count, keys) => {
    const { latency } = figures({ tally: { ...noTally, sketch: sketchOf(Array(count).fill(10)) } });
    expect(Object.keys(latency).sort()).toEqual(keys);
  });
});

describe('the figures of several services', () => {
  const member = (service: string, from: number, to: number, weight = 1) => ({
    figures: { ...figures({ outages: [exampleOutage(from, to)] }), service },
    tally: { ...noTally, sketch: sketchOf([10, 20]) },
    weight,
  });
  const members = [member('a', day, day + 2 * hour), member('b', day + hour, day + 4 * hour, 3)];
  const group = { kind: 'group', name: 'shop', members, objective } as const;

  test.each([
    ['all_of', 4 * hour, 1],
    ['any_of', hour, 1],
    ['weighted', (2 * hour + 3 * 3 * hour) / 4, 2],
  ] as const)('%s', (aggregation, downMs, failures) => {
    const found = groupFigures(month, { ...group, aggregation });
    expect(found.durations.down).toBeCloseTo(downMs, 3);
    expect(found.reliability.failures).toBe(failures);
    expect(found.services).toEqual(['a', 'b']);
    expect(found.latency.count).toBe(4);
    expect(found.verdict?.verdict).toBe(downMs > 43.2 * minute ? 'missed' : 'met');
  });

  test('of none are not defined', () => {
    const none = groupFigures(month, { kind: 'overall', name: 'overall', aggregation: 'weighted', members: [] });
    expect(none.availability).toEqual({ serviceMs: 0, measuredMs: 0, downMs: 0, unknownMs: 0 });
  });
});
