import type { Kysely, Transaction } from 'kysely';
import { compileBlockInsert } from './block-writer.ts';
import { withParameters } from './prepared.ts';
import { recentPages } from './recent-pages.ts';
import { createBlockEncoder, type TimedFacts } from './result-codec.ts';
import { byPeriod, periodMs, periodStart } from './rollup.ts';
import { createRollupRows, type RollupRows } from './rollup-rows.ts';
import { createRollupWriter, type RollupWriter, readHour } from './rollup-writer.ts';
import type { Database } from './schema.ts';
import type { SealingState } from './sealing-state.ts';
import type { Trail } from './trail.ts';

/** From when on what is kept: whole hours, and whole days. */
export interface ImportLimits {
  readonly resultsFromAt: number;
  readonly hoursFromAt: number;
  readonly daysFromAt: number;
}

/** Results of one service of one UTC day, in the order of time, no two at one instant. */
export interface ImportedDay {
  readonly serviceId: number;
  readonly dayAt: number;
  readonly results: readonly TimedFacts[];
}

/** What an import comes to. */
export interface Imported {
  readonly added: number;
  /** When the last result began that went to a block; to a roll-up of hours, or only of a day. Absent where none did. */
  readonly keptAt?: number | undefined;
  readonly hourlyAt?: number | undefined;
  readonly dailyAt?: number | undefined;
}

/** Where the import stands. */
export interface ImportContext {
  readonly limits: ImportLimits;
  readonly state: SealingState;
}

/** Takes in days of the past in the transaction that it is given. */
export interface ResultImporter {
  add(db: Transaction<Database>, day: ImportedDay, context: ImportContext): Promise<Imported>;
}

/** Prepares its statements. */
export function createResultImporter(compiler: Kysely<Database>): ResultImporter {
  const tools: Tools = {
    rows: createRollupRows(compiler),
    rollups: createRollupWriter(compiler),
    insertBlock: compileBlockInsert(compiler),
  };
  return {
    async add(db, day, context) {
      const { daysFromAt, hoursFromAt } = context.limits;
      if (day.dayAt < daysFromAt) return { added: 0 };
      return day.dayAt < hoursFromAt ? addDay(db, tools, day, context) : addHours(db, tools, day, context);
    },
  };
}

interface Tools {
  readonly rows: RollupRows;
  readonly rollups: RollupWriter;
  readonly insertBlock: ReturnType<typeof compileBlockInsert>;
}

/** To a day whose hours are kept no longer. */
async function addDay(
  db: Transaction<Database>,
  { rows, rollups }: Tools,
  { serviceId, dayAt, results }: ImportedDay,
  { limits }: ImportContext,
): Promise<Imported> {
  const [known] = await rows.readTrails(db, { serviceId, period: 'day', fromAt: dayAt, toAt: dayAt + 1 });
  const fresh = later(results, known?.trail);
  if (fresh.length === 0) return { added: 0 };
  await rollups.addToDay(db, { serviceId, results: fresh }, limits.hoursFromAt);
  return { added: fresh.length, dailyAt: fresh.at(-1)?.startedAt };
}

async function addHours(
  db: Transaction<Database>,
  tools: Tools,
  day: ImportedDay,
  context: ImportContext,
): Promise<Imported> {
  const { serviceId, dayAt, results } = day;
  const range = { serviceId, period: 'hour', fromAt: dayAt, toAt: dayAt + periodMs.day } as const;
  const known = new Map((await tools.rows.readTrails(db, range)).map(({ startsAt, trail }) => [startsAt, trail]));
  const recent = await recentInstants(db, day, context.state);
  const added: TimedFacts[] = [];
  let [keptAt, hourlyAt]: (number | undefined)[] = [];
  for (const [hourAt, ofHour] of byPeriod('hour', results, ({ startedAt }) => startedAt)) {
    const isKept = hourAt >= context.limits.resultsFromAt;
    const trail = known.get(hourAt);
    const unsealed = ofHour.filter(({ startedAt }) => !recent.has(startedAt));
    const fresh = isKept ? await unknown(db, serviceId, { hourAt, trail, results: unsealed }) : later(unsealed, trail);
    if (fresh.length === 0) continue;
    if (isKept) await writeBlock(db, tools, { serviceId, results: fresh });
    await tools.rollups.addToHour(db, { serviceId, results: fresh });
    for (const result of fresh) added.push(result);
    const lastAt = fresh.at(-1)?.startedAt;
    if (isKept) keptAt = lastAt;
    else hourlyAt = lastAt;
  }
  // Of a day that is not made yet this is passed over when it is read, and made anew when it is over.
  if (added.length > 0) await tools.rollups.addToDay(db, { serviceId, results: added }, context.limits.hoursFromAt);
  return { added: added.length, keptAt, hourlyAt };
}

/** Those that began after everything that is known. */
function later(results: readonly TimedFacts[], known: Trail | undefined): readonly TimedFacts[] {
  return known === undefined ? results : results.filter(({ startedAt }) => startedAt > known.lastAt);
}

interface KeptHour {
  readonly hourAt: number;
  readonly trail: Trail | undefined;
  readonly results: readonly TimedFacts[];
}

/** Those that are in no block. */
async function unknown(
  db: Kysely<Database>,
  serviceId: number,
  { hourAt, trail, results }: KeptHour,
): Promise<readonly TimedFacts[]> {
  if (trail === undefined) return results;
  const known = new Set((await readHour(db, serviceId, hourAt)).map(({ startedAt }) => startedAt));
  return results.filter(({ startedAt }) => !known.has(startedAt));
}

/** When results of the service began that day that are in no block yet. */
async function recentInstants(
  db: Kysely<Database>,
  { serviceId, dayAt }: ImportedDay,
  state: SealingState,
): Promise<ReadonlySet<number>> {
  const instants = new Set<number>();
  for await (const page of recentPages(db, { serviceId, fromAt: dayAt, toAt: dayAt + periodMs.day, state })) {
    for (const { started_at } of page) instants.add(started_at);
  }
  return instants;
}

async function writeBlock(
  db: Transaction<Database>,
  { insertBlock }: Tools,
  { serviceId, results }: Omit<ImportedDay, 'dayAt'>,
): Promise<void> {
  const block = createBlockEncoder(results[0]?.startedAt ?? 0);
  for (const result of results) block.add(result);
  await db.executeQuery(withParameters(insertBlock, [serviceId, block.lastAt, block.finish()]));
}

/** What is not there of every result, or hour, once that was imported. */
export function afterImport({ keptAt, hourlyAt, dailyAt }: Imported, state: SealingState): Partial<SealingState> {
  const end = (period: keyof typeof periodMs, at: number | undefined) =>
    at === undefined ? 0 : periodStart(period, at) + periodMs[period];
  return {
    sealed_until_at: Math.max(state.sealed_until_at, keptAt ?? -1),
    results_from_at: Math.max(state.results_from_at, end('hour', hourlyAt), end('day', dailyAt)),
    hours_from_at: Math.max(state.hours_from_at, end('day', dailyAt)),
  };
}
