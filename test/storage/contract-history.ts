import { expect, test } from 'vitest';
import type { CheckResult } from '../../src/domain/check-result.ts';
import { emptySketch, percentileOf } from '../../src/domain/percentile-sketch.ts';
import type { Store, StoredResult } from '../../src/storage/store.ts';
import { toStoredResult } from '../../src/storage/stored-result.ts';
import { checkResult, foundResult, observation, unobserved } from '../support/check-result.ts';
import { commitOf, lifelikeResult, randomFrom, serviceName } from '../support/many-results.ts';
import { incident, noon } from './records.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A result of any kind, of a service whose interval changes; the same for the same numbers. */
export function historicResult(service: number, startedAt: number): CheckResult {
  const random = randomFrom(service * 31 + Math.floor(startedAt / minute));
  const seen = { ...lifelikeResult(service, startedAt), intervalMs: [20, 37, 60][Math.floor(random() * 3)] ?? 20 };
  const facts = { ...seen, intervalMs: seen.intervalMs * minute };
  const kind = random();
  if (kind < 0.6) return { ...checkResult(), ...facts, status: 'healthy', reason: 'ok', message: 'fine', findings: [] };
  if (kind < 0.7) return foundResult({ status: 'unhealthy', reason: 'timeout', message: 'late' }, { ...facts });
  if (kind < 0.8) return { ...facts, status: 'degraded', reason: 'slow', message: 'slow' };
  const offline = { status: 'unknown', reason: 'monitor_offline', message: 'offline' } as const;
  if (kind < 0.9) return { ...unobserved(facts), ...offline };
  return { ...unobserved(facts), status: 'unknown', reason: 'circuit_open', message: 'open', attempts: [] };
}

/** A healthy result of `api` so many minutes after noon. */
function looked(minutes: number, facts: Partial<CheckResult> = {}): CheckResult {
  return checkResult({ service: 'api', startedAt: noon + minutes * minute, ...facts });
}

function failed(minutes: number): CheckResult {
  return foundResult(
    { status: 'unhealthy', reason: 'timeout', message: 'late' },
    { service: 'api', startedAt: noon + minutes * minute },
  );
}

/** The circuit was open: nobody looked. */
function skipped(minutes: number, facts: Partial<CheckResult> = {}): CheckResult {
  const finding = { status: 'unknown', reason: 'circuit_open', message: 'open' } as const;
  return unobserved(
    foundResult(finding, { service: 'api', startedAt: noon + minutes * minute, attempts: [], ...facts }),
  );
}

function span(fromMinutes: number, toMinutes: number) {
  return { fromAt: noon + fromMinutes * minute, toAt: noon + toMinutes * minute };
}

/** What a store tells of figures. */
export function keepsFigures(store: () => Store): void {
  test('has no figures of what never was', async () => {
    expect(await store().tracks(span(0, 60))).toEqual([]);
    expect(await store().tallies(span(0, 60))).toEqual([]);
    expect(await store().incidentsBetween(span(0, 60))).toEqual([]);
    expect(await store().pauses(span(0, 60))).toEqual([]);
  });

  test('gives the interval that a service had when it was checked', async () => {
    const results = [looked(0), looked(1, { intervalMs: 300_000 }), looked(6, { intervalMs: 1_500 })];
    await store().commit(commitOf({ results }));
    const stored = await store().results({ service: 'api', limit: 9, order: 'oldest' });
    expect(stored.map(({ intervalMs }) => intervalMs)).toEqual([60_000, 300_000, 1_500]);
  });

  test('tells what results say over time: two intervals each, unless another look comes first', async () => {
    await store().commit(commitOf({ results: [looked(0), looked(1), failed(2), skipped(3), skipped(4), skipped(5)] }));
    await store().commit(commitOf({ results: [looked(20, { intervalMs: 300_000 }), looked(25)] }));
    expect(await store().tracks({ service: 'api', ...span(0, 60) })).toEqual([
      {
        service: 'api',
        track: [
          { ...span(0, 2), status: 'healthy', looks: 2 },
          { ...span(2, 4), status: 'unhealthy', looks: 1 },
          { ...span(4, 7), status: 'unknown', reason: 'circuit_open', looks: 0 },
          { ...span(20, 27), status: 'healthy', looks: 2 },
        ],
      },
    ]);
  });

  test('cuts that to the range, into which what was seen before is held', async () => {
    const results = [looked(-14 * 60, { intervalMs: 8 * hour }), looked(90, { intervalMs: 8 * hour })];
    await store().commit(commitOf({ results }));
    const [track] = await store().tracks(span(0, 100));
    expect(track?.track).toEqual([{ ...span(0, 100), status: 'healthy', looks: 2 }]);
    expect((await store().tracks(span(60, 61)))[0]?.track).toEqual([{ ...span(60, 61), status: 'healthy', looks: 2 }]);
    expect(await store().tracks(span(-100 * 60, -14 * 60))).toEqual([]);
  });

  test('holds what was seen for weeks, where a service is looked at that seldom', async () => {
    await store().commit(commitOf({ results: [looked(-20 * 1_440, { intervalMs: 15 * day })] }));
    expect((await store().tracks(span(0, 60)))[0]?.track).toEqual([{ ...span(0, 60), status: 'healthy', looks: 1 }]);
  });

  test('holds it though nobody looked since: a check was missed, days later and just before', async () => {
    const seldom = { intervalMs: 15 * day };
    const results = [looked(-20 * 1_440, seldom), skipped(-5 * 1_440, seldom), skipped(-1_440, seldom)];
    await store().commit(commitOf({ results }));
    expect((await store().tracks(span(0, 60)))[0]?.track).toEqual([{ ...span(0, 60), status: 'healthy', looks: 1 }]);
  });

  test('puts results that come late where they belong in time', async () => {
    const on = Array.from({ length: 40 }, (_, index) => looked(index));
    await store().commit(commitOf({ results: on.filter((_, index) => index !== 17) }));
    expect((await store().tracks(span(0, 40)))[0]?.track).toHaveLength(1);
    await store().commit(commitOf({ results: [failed(17)] }));
    expect((await store().tracks(span(0, 40)))[0]?.track).toEqual([
      { ...span(0, 17), status: 'healthy', looks: 17 },
      { ...span(17, 18), status: 'unhealthy', looks: 1 },
      { ...span(18, 40), status: 'healthy', looks: 22 },
    ]);
  });

  test('counts the results of any window', async () => {
    const results = [
      ...[0, 1, 2, 3].map((minutes) => looked(minutes, { observation: observation({ responseTimeMs: 100 }) })),
      failed(4),
      skipped(5),
      looked(61, { observation: observation({ responseTimeMs: 900 }) }),
    ];
    await store().commit(commitOf({ results: [...results, checkResult({ service: 'web', startedAt: noon - day })] }));
    const [api, ...others] = await store().tallies({ fromAt: noon + minute, toAt: noon + 61 * minute + 1 });
    expect(others).toEqual([]);
    expect(api).toMatchObject({
      service: 'api',
      counts: { healthy: 4, degraded: 0, unhealthy: 1, unknown: 1 },
      timeouts: 1,
      reasons: { circuit_open: 1, timeout: 1 },
      errorMs: 0,
    });
    expect(api?.sketch.count).toBe(4);
    expect(Math.round((percentileOf(api?.sketch ?? emptySketch, 1) ?? 0) / 20)).toBe(45);
    expect((await store().tallies({ service: 'web', ...span(-2_000, 0) })).map(({ counts }) => counts.healthy)).toEqual(
      [1],
    );
  });

  test('counts by stretches that add up to the whole, wherever they are cut', async () => {
    const all = Array.from({ length: 3 * 150 }, (_, index) => historicResult(index % 3, noon + index * 17 * minute));
    await store().commit(commitOf({ results: all }));
    const cuts = Array.from({ length: 8 }, (_, index) => noon - 14 * hour + index * 22 * hour);
    const [whole, series] = [
      await store().tallies({ fromAt: cuts[0] ?? 0, toAt: cuts.at(-1) ?? 0 }),
      await store().tallySeries({ cuts }),
    ];
    expect(series.map(({ service }) => service)).toEqual([0, 1, 2].map(serviceName));
    for (const [index, { parts }] of series.entries()) {
      expect(parts).toHaveLength(7);
      const sum = (of: (part: (typeof parts)[number]) => number) => parts.reduce((total, part) => total + of(part), 0);
      expect(sum(({ counts }) => counts.healthy)).toBe(whole[index]?.counts.healthy);
      expect(sum(({ timeouts }) => timeouts)).toBe(whole[index]?.timeouts);
      expect(sum(({ sketch }) => sketch.count)).toBe(whole[index]?.sketch.count);
    }
  });

  test('gives incidents that share an instant with a range, each with its story', async () => {
    const closed = { closedAt: noon, closedAs: 'recovered' } as const;
    const before = incident({ id: 'i-0', startedAt: noon - hour, ...closed });
    const long = incident({ id: 'i-2', startedAt: noon - hour, ...closed, closedAt: noon + 1 });
    const open = incident({ id: 'i-3', service: 'web', startedAt: noon - day });
    const after = incident({ id: 'i-4', startedAt: noon + hour });
    const entry = (at: number, text: string) => ({ incidentId: 'i-3', at, kind: 'note' as const, text });
    const timeline = [entry(noon + 1, 'second'), entry(noon, 'first')];
    await store().commit(commitOf({ incidents: [after, before, incident(), long, open], timeline }));
    const told = await store().incidentsBetween(span(0, 60));
    expect(told.map(({ incident: { id } }) => id)).toEqual(['i-3', 'i-2', 'i-1']);
    expect(told[0]).toEqual({ incident: open, story: [entry(noon, 'first'), entry(noon + 1, 'second')] });
    expect(
      (await store().incidentsBetween({ service: 'web', ...span(0, 60) })).map(({ incident: { id } }) => id),
    ).toEqual(['i-3']);
  });
}

/** What a store does with results of the past. */
export function takesInThePast(store: () => Store): void {
  test('takes in results of any age, each once', async () => {
    await store().commit(commitOf({ results: [looked(0), looked(1)] }));
    const past = [looked(-3), looked(-1), looked(0), failed(1), looked(2), looked(-40 * 1_440)].map(toStoredResult);
    expect(await store().importResults(past)).toEqual({ added: 4 });
    expect(await store().importResults(past)).toEqual({ added: 0 });
    await store().commit(commitOf({ results: [failed(2)] }));
    const [tally] = await store().tallies({ fromAt: noon - 41 * day, toAt: noon + day });
    expect(tally).toMatchObject({ counts: { healthy: 6, degraded: 0, unhealthy: 0, unknown: 0 }, errorMs: 0 });
    expect((await store().results({ limit: 9, fromAt: noon - hour })).map(({ startedAt }) => startedAt)).toEqual(
      [2, 1, 0, -1, -3].map((minutes) => noon + minutes * minute),
    );
  });

  test('tells of the past over time as if it had been there', async () => {
    const results = Array.from({ length: 3 * 1_440 }, (_, index) => looked(index - 50 * 1_440));
    const down = new Set([3, 4, 5, 700, 2_000]);
    const past = results.map((result, index) => toStoredResult(down.has(index) ? failed(index - 50 * 1_440) : result));
    for (let from = 0; from < past.length; from += 1_000) await store().importResults(past.slice(from, from + 1_000));
    expect(await store().importResults(past)).toEqual({ added: 0 });
    const start = -50 * 1_440;
    const [track] = await store().tracks(span(start, start + 3 * 1_440));
    expect(track?.track.filter(({ status }) => status === 'unhealthy')).toEqual([
      { ...span(start + 3, start + 6), status: 'unhealthy', looks: 3 },
      { ...span(start + 700, start + 701), status: 'unhealthy', looks: 1 },
      { ...span(start + 2_000, start + 2_001), status: 'unhealthy', looks: 1 },
    ]);
    expect(track?.track.filter(({ status }) => status === 'healthy')).toHaveLength(4);
    const hours = await store().rollups({ period: 'hour', ...span(start, start + 120) });
    expect(hours.map(({ counts }) => [counts.healthy, counts.unhealthy])).toEqual([
      [57, 3],
      [60, 0],
    ]);
    const days = await store().rollups({ period: 'day', fromAt: noon - 51 * day, toAt: noon });
    expect(days.map(({ counts }) => counts.healthy + counts.unhealthy)).toEqual([720, 1_440, 1_440, 720]);
  });

  test('counts nothing twice that comes twice in one import', async () => {
    const result: StoredResult = toStoredResult(looked(-9));
    expect(await store().importResults([result, { ...result, status: 'unhealthy' }])).toEqual({ added: 1 });
    expect(await store().importResults([])).toEqual({ added: 0 });
  });
}
