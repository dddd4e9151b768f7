import type { Kysely } from 'kysely';
import { type Track, TrackWriter } from '../domain/track.ts';
import { entryOf, recentPages } from './recent-pages.ts';
import { decodeFacts, type TimedFacts } from './result-codec.ts';
import { periodMs, periodStart } from './rollup.ts';
import type { HistorySources, RollupRange, RollupRows, TrailRow } from './rollup-rows.ts';
import { readHour } from './rollup-writer.ts';
import type { Database } from './schema.ts';
import { madeUntilAt, readSealing, type SealingState } from './sealing-state.ts';
import { servicesOf } from './service-ids.ts';
import type { ServiceTrack, SpanQuery } from './store.ts';
import { carriedInto, cutTrack, fillTrail, joinTrails, type Trail, trailOf } from './trail.ts';

/** What results say over the range, by service; those of which nothing is known are absent. To be called within a transaction. */
export async function readTracks(
  db: Kysely<Database>,
  { rollupRows, index }: HistorySources,
  query: SpanQuery,
): Promise<readonly ServiceTrack[]> {
  const services = await servicesOf(db, query.service);
  const state = await readSealing(db);
  const firstAt = periodStart('day', query.fromAt);
  const range = { fromAt: firstAt - lookBackMs, toAt: periodStart('day', query.toAt - 1) + periodMs.day };
  const serviceId = query.service === undefined ? undefined : services[0]?.id;
  const recent = await recentResults(db, { serviceId, fromAt: 0, toAt: range.toAt, state, index });
  const tracks: ServiceTrack[] = [];
  for (const { id, name } of services) {
    const reading = { db, rollupRows, state, serviceId: id, recent: recent.get(id) ?? [] };
    const found = await withLastLook(reading, await readTrails(reading, range), { ...range, firstAt });
    const track = cutTrack(joinFrom(found, firstAt), query);
    if (track.length > 0) tracks.push({ service: name, track });
  }
  return tracks;
}

// Longer than almost every result holds; of services that are checked more seldom the last ones are looked for.
const lookBackMs = 2 * periodMs.day;

/** By service, what is in no block, in the order of time. */
async function recentResults(
  db: Kysely<Database>,
  query: Parameters<typeof recentPages>[1],
): Promise<ReadonlyMap<number, readonly TimedFacts[]>> {
  const byService = new Map<number, TimedFacts[]>();
  for await (const page of recentPages(db, query)) {
    for (const { service_id, started_at, facts } of page) {
      entryOf(byService, service_id, (): TimedFacts[] => []).push({ startedAt: started_at, ...decodeFacts(facts) });
    }
  }
  for (const results of byService.values()) results.sort((a, b) => a.startedAt - b.startedAt);
  return byService;
}

/** One service whose history is read. */
interface Reading {
  readonly db: Kysely<Database>;
  readonly rollupRows: RollupRows;
  readonly state: SealingState;
  readonly serviceId: number;
  /** In the order of time. */
  readonly recent: readonly TimedFacts[];
}

type Range = Pick<RollupRange, 'fromAt' | 'toAt'>;

/** Days as they are rolled up; hours where they are not, or where something came late. */
async function readTrails(reading: Reading, range: Range): Promise<readonly TrailRow[]> {
  const { db, rollupRows, state, serviceId, recent } = reading;
  const madeUntil = Math.min(range.toAt, Math.max(range.fromAt, madeUntilAt(state)));
  const days = await rollupRows.readTrails(db, { serviceId, period: 'day', fromAt: range.fromAt, toAt: madeUntil });
  const lateByDay = groupByStart(
    'day',
    recent.filter(({ startedAt }) => startedAt >= range.fromAt && startedAt < madeUntil),
  );
  const rows = days.filter(({ startsAt }) => !lateByDay.has(startsAt));
  for (const [dayAt, late] of lateByDay) {
    const known = days.find(({ startsAt }) => startsAt === dayAt);
    rows.push(...(await lateDay(reading, { dayAt, known, late })));
  }
  rows.sort((a, b) => a.startsAt - b.startsAt);
  return [...rows, ...(await readHours(reading, { fromAt: madeUntil, toAt: range.toAt }))];
}

interface LateDay {
  readonly dayAt: number;
  readonly known: TrailRow | undefined;
  readonly late: readonly TimedFacts[];
}

async function lateDay(reading: Reading, { dayAt, known, late }: LateDay): Promise<readonly TrailRow[]> {
  if (dayAt >= reading.state.hours_from_at) return readHours(reading, { fromAt: dayAt, toAt: dayAt + periodMs.day });
  return [{ startsAt: dayAt, trail: withLate(known?.trail, late) ?? fillLate(known?.trail, late) }];
}

/** Hours as they are rolled up, with what is in no block. */
async function readHours(reading: Reading, range: Range): Promise<readonly TrailRow[]> {
  const { db, rollupRows, serviceId, recent } = reading;
  if (range.fromAt >= range.toAt) return [];
  const stored = await rollupRows.readTrails(db, { serviceId, period: 'hour', ...range });
  const added = recent.filter(({ startedAt }) => startedAt >= range.fromAt && startedAt < range.toAt);
  if (added.length === 0) return stored;
  const trails = new Map(stored.map(({ startsAt, trail }) => [startsAt, trail]));
  for (const [hourAt, results] of groupByStart('hour', added)) {
    const known = trails.get(hourAt);
    trails.set(hourAt, withLate(known, results) ?? (await hourAgain(reading, { hourAt, known, results })));
  }
  return [...trails].map(([startsAt, trail]) => ({ startsAt, trail })).sort((a, b) => a.startsAt - b.startsAt);
}

function groupByStart(
  period: 'hour' | 'day',
  results: readonly TimedFacts[],
): ReadonlyMap<number, readonly TimedFacts[]> {
  const groups = new Map<number, TimedFacts[]>();
  for (const result of results)
    entryOf(groups, periodStart(period, result.startedAt), (): TimedFacts[] => []).push(result);
  return groups;
}

/** Undefined where some of them began before the last one that is known. */
function withLate(known: Trail | undefined, results: readonly TimedFacts[]): Trail | undefined {
  if (known === undefined) return trailOf(results);
  const firstAt = results[0]?.startedAt ?? 0;
  return firstAt > known.lastAt ? joinTrails([known, trailOf(results)]) : undefined;
}

function fillLate(known: Trail | undefined, results: readonly TimedFacts[]): Trail {
  return known === undefined ? trailOf(results) : fillTrail(known, trailOf(results));
}

interface LateHour {
  readonly hourAt: number;
  readonly known: Trail | undefined;
  readonly results: readonly TimedFacts[];
}

async function hourAgain({ db, serviceId, state }: Reading, { hourAt, known, results }: LateHour): Promise<Trail> {
  if (hourAt < state.results_from_at) return fillLate(known, results);
  const sealed = await readHour(db, serviceId, hourAt);
  return trailOf([...sealed, ...results].sort((a, b) => a.startedAt - b.startedAt));
}

/** With what is known from before the range, back to the last look: what that saw may still hold, whyever nobody looked since. */
async function withLastLook(
  reading: Reading,
  rows: readonly TrailRow[],
  { fromAt, firstAt }: Range & { readonly firstAt: number },
): Promise<readonly TrailRow[]> {
  const isLook = ({ startsAt, trail }: TrailRow) => startsAt < firstAt && trail.track.some(({ looks }) => looks > 0);
  let found = rows;
  let beforeAt = fromAt;
  while (!found.some(isLook)) {
    const earlier = await lastBefore(reading, beforeAt);
    if (earlier[0] === undefined) break;
    found = [...earlier, ...found];
    beforeAt = periodStart('day', earlier[0].startsAt);
  }
  return found;
}

/** The last day before an instant of which anything is known. */
async function lastBefore(reading: Reading, beforeAt: number): Promise<readonly TrailRow[]> {
  const { db, rollupRows, serviceId, recent } = reading;
  const lastRolledUp = await rollupRows.lastBefore(db, { serviceId, beforeAt });
  const lastRecent = recent.findLast(({ startedAt }) => startedAt < beforeAt);
  const at = Math.max(lastRolledUp ?? -1, lastRecent?.startedAt ?? -1);
  if (at < 0) return [];
  const dayAt = periodStart('day', at);
  return readTrails(reading, { fromAt: dayAt, toAt: dayAt + periodMs.day });
}

/** Joined from an instant on; what was looked at before that counts as one look. */
function joinFrom(rows: readonly TrailRow[], fromAt: number): Track {
  const before = joinTrails(rows.filter(({ startsAt }) => startsAt < fromAt).map(({ trail }) => trail));
  const writer = new TrackWriter();
  writer.join(carriedInto(before.track, fromAt));
  for (const { startsAt, trail } of rows) if (startsAt >= fromAt) writer.join(trail.track);
  return writer.finish();
}
