import type { Kysely, Transaction } from 'kysely';
import { blockSpanMs, noLimit, readBlocks } from './blocks.ts';
import type { TimedFacts } from './result-codec.ts';
import { mergeTallies, periodMs, periodStart } from './rollup.ts';
import { createRollupRows, type RollupKey } from './rollup-rows.ts';
import type { Database } from './schema.ts';
import { joinSummaries, type Summary, summaryOf } from './summary.ts';
import { fillTrail, type Trail, trailOf } from './trail.ts';

/** New results of one service, in the order of time; at least one. */
export interface AddedResults {
  readonly serviceId: number;
  readonly results: readonly TimedFacts[];
}

/** Adds results to the roll-ups in the transaction that stores them: each is counted once. */
export interface RollupWriter {
  /** To their hour; those that are kept are in blocks already. */
  addToHour(db: Transaction<Database>, added: AddedResults): Promise<void>;
  /** To their day, once its hours are right. Of days that begin before `hoursFromAt` the hours are not to be trusted. */
  addToDay(db: Transaction<Database>, added: AddedResults, hoursFromAt: number): Promise<void>;
}

/** Prepares its statements. */
export function createRollupWriter(compiler: Kysely<Database>): RollupWriter {
  const rows = createRollupRows(compiler);
  const stored = async (db: Kysely<Database>, { startsAt, ...key }: RollupKey) =>
    (await rows.readSummaries(db, { ...key, fromAt: startsAt, toAt: startsAt + 1 }))[0];

  return {
    async addToHour(db, { serviceId, results }) {
      const key = { serviceId, period: 'hour', startsAt: startOf('hour', results) } as const;
      const [before, added] = [await stored(db, key), summaryOf(results)];
      const joined = before === undefined ? added : joinInOrder(before, results, added);
      await rows.replace(db, key, joined ?? (await putIn(db, key, { before, added })));
    },
    async addToDay(db, { serviceId, results }, hoursFromAt) {
      const startsAt = startOf('day', results);
      const key = { serviceId, period: 'day', startsAt } as const;
      const [before, added] = [await stored(db, key), summaryOf(results)];
      const joined = before && joinInOrder(before, results, added);
      if (joined !== undefined) return rows.replace(db, key, joined);
      if (startsAt < hoursFromAt) return rows.replace(db, key, before === undefined ? added : fill(before, added));
      const range = { serviceId, period: 'hour', fromAt: startsAt, toAt: startsAt + periodMs.day } as const;
      return rows.replace(db, key, joinSummaries(await rows.readSummaries(db, range)));
    },
  };
}

function startOf(period: keyof typeof periodMs, results: readonly TimedFacts[]): number {
  return periodStart(period, results[0]?.startedAt ?? 0);
}

/** Undefined where some of the results began before the last one that is known. */
function joinInOrder(before: Summary, results: readonly TimedFacts[], added: Summary): Summary | undefined {
  const firstAt = results[0]?.startedAt ?? 0;
  return firstAt > before.trail.lastAt ? joinSummaries([before, added]) : undefined;
}

interface Late {
  readonly before: Summary | undefined;
  readonly added: Summary;
}

/** What results say that came late depends on those around them: from all of them where they are still there. */
async function putIn(db: Kysely<Database>, key: RollupKey, { before, added }: Late): Promise<Summary> {
  if (before === undefined) return added;
  const tally = mergeTallies([before.tally, added.tally]);
  const trail = await trailOfBlocks(db, key, countOf({ tally }));
  return trail === undefined ? fill(before, added) : { tally, trail };
}

function fill(before: Summary, added: Summary): Summary {
  return { tally: mergeTallies([before.tally, added.tally]), trail: fillTrail(before.trail, added.trail) };
}

function countOf({ tally: { counts } }: Pick<Summary, 'tally'>): number {
  return counts.healthy + counts.degraded + counts.unhealthy + counts.unknown;
}

/** The trail of an hour made anew; undefined where its blocks do not hold all of its results. */
async function trailOfBlocks(
  db: Kysely<Database>,
  { serviceId, startsAt }: RollupKey,
  count: number,
): Promise<Trail | undefined> {
  const results = await readHour(db, serviceId, startsAt);
  return results.length === count ? trailOf(results) : undefined;
}

/** The results of one hour that are in blocks, in the order of time. */
export async function readHour(
  db: Kysely<Database>,
  serviceId: number,
  startsAt: number,
): Promise<readonly TimedFacts[]> {
  const span = { fromAt: startsAt, toAt: startsAt + blockSpanMs };
  const blocks = await readBlocks(db, { serviceId, ...span, order: 'oldest', limit: noLimit });
  return blocks.flatMap(({ results }) => results).sort((a, b) => a.startedAt - b.startedAt);
}
