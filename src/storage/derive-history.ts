import type { Kysely, Selectable } from 'kysely';
import { noLimit, readBlocks } from './blocks.ts';
import { entryOf } from './recent-pages.ts';
import { decodeFacts, encodeFacts, type TimedFacts } from './result-codec.ts';
import { byPeriod, periodMs, periodStart } from './rollup.ts';
import { createRollupRows, type RollupRows, type SummaryRow } from './rollup-rows.ts';
import { readHour } from './rollup-writer.ts';
import type { Database } from './schema.ts';
import { updateSealing } from './sealing-state.ts';
import { joinSummaries, summaryOf } from './summary.ts';

/**
 * Makes from results that are still there what earlier versions did not store: the interval of each service, taken to be the
 * usual time from one of its last results to the next, and the roll-ups anew. Roll-ups of older results stay as they are: they
 * say nothing over time.
 */
export async function deriveHistory(db: Kysely<Database>): Promise<void> {
  const rows = createRollupRows(db);
  const recent = await readRecent(db);
  const services = await db.selectFrom('service').select('id').orderBy('id').execute();
  for (const { id } of services) {
    await deriveInterval(db, id, recent.get(id) ?? []);
    await rollUpAgain(db, rows, id);
  }
  await noteLost(db);
}

type RecentResult = Selectable<Database['result_recent']>;

async function readRecent(db: Kysely<Database>): Promise<ReadonlyMap<number, readonly RecentResult[]>> {
  const byService = new Map<number, RecentResult[]>();
  for (const row of await db.selectFrom('result_recent').selectAll().execute()) {
    entryOf(byService, row.service_id, (): RecentResult[] => []).push(row);
  }
  return byService;
}

async function deriveInterval(db: Kysely<Database>, serviceId: number, recent: readonly RecentResult[]): Promise<void> {
  const blocks = await readBlocks(db, { serviceId, fromAt: 0, toAt: noLimit, order: 'newest', limit: lastBlocks });
  const sealed = blocks.flatMap(({ results }) => results.map(({ startedAt }) => startedAt));
  const intervalMs = usualGapMs([...recent.map(({ started_at }) => started_at), ...sealed]);
  if (intervalMs === undefined) return;
  await db.updateTable('service').set({ interval_ms: intervalMs }).where('id', '=', serviceId).execute();
  for (const { generation, started_at, facts } of recent) {
    await db
      .updateTable('result_recent')
      .set({ facts: encodeFacts({ ...decodeFacts(facts), intervalMs }) })
      .where('generation', '=', generation)
      .where('started_at', '=', started_at)
      .where('service_id', '=', serviceId)
      .execute();
  }
}

// Of a service that is checked once an hour each holds one result.
const lastBlocks = 5;
// Enough to see the rhythm, and few enough that a change of it long ago does not count.
const mostGaps = 99;

/** The median, in whole seconds, as intervals are written; undefined where there is no gap. */
function usualGapMs(starts: readonly number[]): number | undefined {
  const newest = [...new Set(starts)].sort((a, b) => b - a).slice(0, mostGaps + 1);
  const gaps = newest.slice(1).map((start, index) => (newest[index] ?? 0) - start);
  const median = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)];
  return median === undefined ? undefined : Math.max(1, Math.round(median / 1_000)) * 1_000;
}

/** Hours of which every result is there, and the days they are part of. */
async function rollUpAgain(db: Kysely<Database>, rows: RollupRows, serviceId: number): Promise<void> {
  const oldest = await db
    .selectFrom('result_block')
    .select(({ fn }) => fn.min('last_at').as('last_at'))
    .where('service_id', '=', serviceId)
    .executeTakeFirst();
  if (typeof oldest?.last_at !== 'number') return;
  const fromAt = periodStart('day', oldest.last_at);
  const hours = await rows.readSummaries(db, { serviceId, period: 'hour', fromAt, toAt: noLimit });
  const made = new Set(
    (await rows.readTrails(db, { serviceId, period: 'day', fromAt, toAt: noLimit })).map(({ startsAt }) => startsAt),
  );
  for (const [dayAt, ofDay] of byPeriod('day', hours, ({ startsAt }) => startsAt)) {
    const again: SummaryRow[] = [];
    for (const hour of ofDay) again.push(await hourAgain(db, serviceId, hour));
    for (const hour of again) {
      await rows.replace(db, { serviceId, period: 'hour', startsAt: hour.startsAt }, hour);
    }
    if (made.has(dayAt)) {
      await rows.replace(db, { serviceId, period: 'day', startsAt: dayAt }, joinSummaries(again));
    }
  }
}

async function hourAgain(db: Kysely<Database>, serviceId: number, hour: SummaryRow): Promise<SummaryRow> {
  const { healthy, degraded, unhealthy, unknown } = hour.tally.counts;
  const results: readonly TimedFacts[] = await readHour(db, serviceId, hour.startsAt);
  if (results.length === 0 || results.length !== healthy + degraded + unhealthy + unknown) return hour;
  return { startsAt: hour.startsAt, ...summaryOf(results) };
}

/** What was removed before anybody noted that. */
async function noteLost(db: Kysely<Database>): Promise<void> {
  const oldest = await db
    .selectFrom('result_block')
    .select(({ fn }) => fn.min('last_at').as('at'))
    .executeTakeFirst();
  const hour = await oldestRollup(db, 0);
  const day = await oldestRollup(db, 1);
  const dayOfHours = hour === undefined ? 0 : periodStart('day', hour);
  await updateSealing(db, {
    results_from_at: typeof oldest?.at === 'number' ? periodStart('hour', oldest.at) + periodMs.hour : 0,
    hours_from_at: day !== undefined && day < dayOfHours ? dayOfHours + periodMs.day : 0,
  });
}

async function oldestRollup(db: Kysely<Database>, period: 0 | 1): Promise<number | undefined> {
  const row = await db
    .selectFrom('rollup')
    .select(({ fn }) => fn.min('starts_at').as('at'))
    .where('period', '=', period)
    .executeTakeFirst();
  return typeof row?.at === 'number' ? row.at : undefined;
}
