import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildSlaReport } from '../../../src/app/build-sla-report.ts';
import type { TimeRange } from '../../../src/domain/calendar.ts';
import type { Figures, ServiceFigures, SlaReport } from '../../../src/domain/sla-report.ts';
import { states } from '../../../src/domain/timeline.ts';
import type { Store, StoredResult } from '../../../src/storage/store.ts';
import { checkResult, foundResult } from '../../support/check-result.ts';
import { commitOf, randomFrom } from '../../support/many-results.ts';
import { freshFolder } from '../../support/svcmon.ts';
import { fillStore, keepEverything, maintainAll, openStoreAt, storeIncidents } from '../../support/synthetic-store.ts';
import { type SyntheticYear, synthesizeYear } from '../../support/synthetic-year.ts';

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** The figures of any stretch, with the groups of a year where there are any. */
function reportOf(
  store: Store,
  { fromAt, toAt }: TimeRange,
  year?: SyntheticYear,
  timezone = 'UTC',
): Promise<SlaReport> {
  return buildSlaReport(
    {
      period: { fromAt, toAt, label: 'a stretch' },
      timezone,
      nowAt: Number.MAX_SAFE_INTEGER,
      services: (year?.services ?? []).map(({ slo: _slo, ...service }) => service),
      groups: (year?.groups ?? []).map(({ name, aggregation, weights = {} }) => ({ name, aggregation, weights })),
    },
    { source: store, nextTurn },
  );
}

async function freshStore(nowAt: number): Promise<Store> {
  return openStoreAt(join(await freshFolder(), 'history.db'), nowAt, keepEverything);
}

describe('a window that is split anywhere', () => {
  const year = synthesizeYear({ seed: 7, services: 12, scale: 400 });
  let store: Store;

  beforeAll(async () => {
    store = await freshStore(year.toAt);
    await fillStore(store, year);
    await maintainAll(store, year.toAt);
  });
  afterAll(() => store.close());

  test('comes to the same figures as its parts together', { timeout: 60_000 }, async () => {
    const instant = fc.integer({ min: year.fromAt, max: year.toAt });
    const cuts = fc.uniqueArray(instant, { minLength: 3, maxLength: 3 });
    const timezone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns');
    await fc.assert(
      fc.asyncProperty(cuts, timezone, async (instants, zone) => {
        const [fromAt = 0, splitAt = 0, toAt = 0] = instants.toSorted((a, b) => a - b);
        const whole = await reportOf(store, { fromAt, toAt }, year, zone);
        const first = await reportOf(store, { fromAt, toAt: splitAt }, year, zone);
        const second = await reportOf(store, { fromAt: splitAt, toAt }, year, zone);
        expect(unequal(sumsOf(whole), addSums(sumsOf(first), sumsOf(second)))).toEqual([]);
      }),
      { numRuns: 6 },
    );
  });
});

type Sums = Readonly<Record<string, number>>;

/** Everything that parts of a window add up to, by what it is of. */
function sumsOf({ services, groups, overall }: SlaReport): Sums {
  return Object.fromEntries([
    ...services.flatMap((figures) => [
      ...sumsIn(figures.service, figures),
      [`${figures.service} failures`, figures.reliability.failures] as const,
      ...gapSums(figures),
    ]),
    ...[...groups, overall].flatMap((figures) => sumsIn(`${figures.kind} ${figures.name}`, figures)),
  ]);
}

function sumsIn(name: string, { durations, checks, latency }: Figures): readonly (readonly [string, number])[] {
  return [
    ...states.map((state) => [`${name} ${state}`, durations[state]] as const),
    ...Object.entries(checks).map(([status, count]) => [`${name} ${status}`, count] as const),
    [`${name} answers`, latency.count],
    [`${name} timeouts`, latency.timeouts],
  ];
}

function gapSums({ service, gaps }: ServiceFigures): readonly (readonly [string, number])[] {
  const reasons = new Map<string, number>();
  for (const { reason, fromAt, toAt } of gaps) reasons.set(reason, (reasons.get(reason) ?? 0) + toAt - fromAt);
  return [...reasons].map(([reason, ms]) => [`${service} unknown by ${reason}`, ms] as const);
}

/** Those of a service that only one part knows of are nothing in the other. */
function addSums(a: Sums, b: Sums): Sums {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(keys.map((key) => [key, (a[key] ?? 0) + (b[key] ?? 0)]));
}

/** Means of several services are no whole ms. */
function unequal(a: Sums, b: Sums): readonly string[] {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys
    .filter((key) => Math.abs((a[key] ?? 0) - (b[key] ?? 0)) > 0.001)
    .map((key) => `${key}: ${a[key]}, ${b[key]}`);
}

const stepCount = 400;
const beginsAt = Date.UTC(2025, 9, 25, 9, 30, 0, 250);

describe('a wall clock that jumps', () => {
  test('changes nothing before its jump and nothing after it', { timeout: 60_000 }, async () => {
    const jump = fc.record({
      from: fc.integer({ min: 50, max: 250 }),
      count: fc.integer({ min: 1, max: 100 }),
      // An odd number of ms: no two results begin at one instant.
      byMs: fc.integer({ min: -3 * hourMs, max: 3 * hourMs }).map((ms) => 2 * ms + 1),
      seed: fc.integer(),
    });
    await fc.assert(
      fc.asyncProperty(jump, async ({ from, count, byMs, seed }) => {
        const steady = changingResults(stepCount, seed);
        const jumped = steady.map((result, index) => {
          const isOff = index >= from && index < from + count;
          return isOff ? { ...result, startedAt: result.startedAt + byMs } : result;
        });
        const hull = hullOf(steady.slice(from, from + count), byMs);
        const [calm, upset] = [await monitored(steady), await monitored(jumped)];
        const endsAt = beginsAt + stepCount * intervalMs;
        for (const window of [
          { fromAt: beginsAt, toAt: hull.fromAt },
          { fromAt: hull.toAt, toAt: endsAt },
        ]) {
          expect(await durationsIn(upset, window)).toEqual(await durationsIn(calm, window));
        }
        const all = await durationsIn(upset, { fromAt: beginsAt, toAt: endsAt });
        expect(Object.values(all).reduce((sum, ms) => sum + ms, 0)).toBe(endsAt - beginsAt);
        await calm.close();
        await upset.close();
      }),
      { numRuns: 6 },
    );
  });
});

const intervalMs = 5 * minuteMs;

/** A result every five minutes; good and bad ones come in runs of whatever length. */
function changingResults(count: number, seed: number): readonly StoredResult[] {
  const random = randomFrom(seed);
  let isGood = true;
  return Array.from({ length: count }, (_, index) => {
    if (random() < 0.15) isGood = !isGood;
    const seen = isGood
      ? ({ status: 'healthy', reason: 'ok' } as const)
      : ({ status: 'unhealthy', reason: 'timeout' } as const);
    return {
      service: 'api',
      startedAt: beginsAt + index * intervalMs,
      intervalMs,
      durationMs: 12,
      ...seen,
      attempts: 1,
    };
  });
}

/** From the first to the last instant that such results, where they should be or where they went, tell anything of. */
function hullOf(results: readonly StoredResult[], byMs: number): TimeRange {
  const [fromAt = 0, toAt = 0] = [results[0]?.startedAt, results.at(-1)?.startedAt];
  return { fromAt: Math.min(fromAt, fromAt + byMs), toAt: Math.max(toAt, toAt + byMs) + 2 * intervalMs };
}

/** A store that took the results as they came, and kept itself in order meanwhile. */
async function monitored(results: readonly StoredResult[]): Promise<Store> {
  const store = await freshStore(beginsAt + 30 * dayMs);
  for (let from = 0; from < results.length; from += 20) {
    const part = results.slice(from, from + 20);
    await store.commit(commitOf({ results: part.map(toCheckResult) }));
    await maintainAll(store, beginsAt + (from + 20) * intervalMs);
  }
  await storeIncidents(store, { name: 'api', number: 0 }, results);
  return store;
}

function toCheckResult({ service, startedAt, status }: StoredResult) {
  const facts = { service, startedAt, intervalMs };
  const finding = { status, reason: 'timeout', message: 'no answer' } as const;
  return status === 'healthy' ? checkResult(facts) : foundResult(finding, facts);
}

async function durationsIn(store: Store, window: TimeRange) {
  if (window.fromAt >= window.toAt) return {};
  const { services } = await reportOf(store, window);
  return { ...services[0]?.durations };
}

describe('a change of interval', () => {
  test('re-weighs nothing: an outage counts as long as it lasted', { timeout: 60_000 }, async () => {
    const intervals = fc.array(fc.constantFrom(10_000, minuteMs, intervalMs, 15 * minuteMs), {
      minLength: 30,
      maxLength: 120,
    });
    const place = fc.integer({ min: 1, max: 15 });
    await fc.assert(
      fc.asyncProperty(intervals, place, fc.integer({ min: 3, max: 10 }), async (steps, from, count) => {
        let startedAt = beginsAt;
        const results = steps.map((stepMs, index): StoredResult => {
          const isBad = index >= from && index < from + count;
          const seen = isBad
            ? ({ status: 'unhealthy', reason: 'timeout' } as const)
            : ({ status: 'healthy', reason: 'ok' } as const);
          const result = { service: 'api', startedAt, intervalMs: stepMs, durationMs: 1, attempts: 1, ...seen };
          startedAt += stepMs;
          return result;
        });
        const store = await freshStore(startedAt);
        await store.importResults(results);
        await storeIncidents(store, { name: 'api', number: 0 }, results);
        const { services } = await reportOf(store, { fromAt: beginsAt, toAt: startedAt });
        const downMs = (results[from + count]?.startedAt ?? 0) - (results[from]?.startedAt ?? 0);
        expect(services[0]?.durations).toMatchObject({ down: downMs, unknown: 0 });
        expect(services[0]?.availability.availability).toBeCloseTo(1 - downMs / (startedAt - beginsAt), 12);
        await store.close();
      }),
      { numRuns: 20 },
    );
  });
});
