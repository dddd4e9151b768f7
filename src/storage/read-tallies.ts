import type { Kysely } from 'kysely';
import type { TimeRange } from '../domain/calendar.ts';
import { noLimit, readBlocks } from './blocks.ts';
import { toRecord } from './reasons-codec.ts';
import { entryOf, type RecentQuery, recentPages } from './recent-pages.ts';
import { decodeCounted, type TimedFacts } from './result-codec.ts';
import { byPeriod, ColumnsSum, periodMs, RunningTally, type Tally, type TallyColumns, toColumns } from './rollup.ts';
import type { HistorySources, RollupRows } from './rollup-rows.ts';
import type { Database } from './schema.ts';
import { readSealing } from './sealing-state.ts';
import { servicesOf } from './service-ids.ts';
import type { StoredTally, TallySeries, TallySeriesQuery } from './store.ts';
import { partFinder, planTallies, type Share, type TallyPlan } from './tally-plan.ts';

/**
 * What was counted between each two cuts, which ascend, by service; those without a result are absent. To be called within a
 * transaction.
 */
export async function readTallySeries(
  db: Kysely<Database>,
  { rollupRows, index }: HistorySources,
  { service, cuts }: TallySeriesQuery,
): Promise<readonly TallySeries[]> {
  const services = await servicesOf(db, service);
  const state = await readSealing(db);
  const plan = planTallies(cuts, state);
  const serviceId = service === undefined ? undefined : services[0]?.id;
  const recent = await sumRecent(db, cuts, { serviceId, state, index });
  const sum = new ColumnsSum();
  const all: TallySeries[] = [];
  for (const { id, name } of services) {
    const ledger = new Ledger(plan.errorsMs);
    for (const [part, tally] of recent.get(id) ?? []) ledger.add({ to: part }, toColumns(tally.sum()));
    await addRows(db, ledger, { id, plan, rollupRows });
    await addCutHours(db, ledger, { id, plan });
    const parts = ledger.parts(sum);
    if (parts.some(hasResults)) all.push({ service: name, parts });
  }
  return all;
}

function hasResults({ counts }: StoredTally): boolean {
  return counts.healthy + counts.degraded + counts.unhealthy + counts.unknown > 0;
}

type PartTallies = Map<number, RunningTally>;

/** By service and stretch, what results that are in no block come to: of these the instant is always known. */
async function sumRecent(
  db: Kysely<Database>,
  cuts: readonly number[],
  query: Omit<RecentQuery, 'fromAt' | 'toAt'>,
): Promise<ReadonlyMap<number, PartTallies>> {
  const byService = new Map<number, PartTallies>();
  const partAt = partFinder(cuts);
  for await (const page of recentPages(db, { ...query, fromAt: cuts[0] ?? 0, toAt: cuts.at(-1) ?? 0 })) {
    for (const { service_id, started_at, facts } of page) {
      const part = partAt(started_at);
      if (part === undefined) continue;
      const tallies = entryOf(byService, service_id, (): PartTallies => new Map());
      entryOf(tallies, part, () => new RunningTally()).add(decodeCounted(facts));
    }
  }
  return byService;
}

interface ServicePlan {
  readonly id: number;
  readonly plan: TallyPlan;
  readonly rollupRows: RollupRows;
}

async function addRows(db: Kysely<Database>, ledger: Ledger, { id, plan, rollupRows }: ServicePlan): Promise<void> {
  for (const [period, shares] of [
    ['day', plan.days],
    ['hour', plan.hours],
  ] as const) {
    for (const row of await rollupRows.readAt(db, { serviceId: id, period }, [...shares.keys()])) {
      ledger.add(shares.get(row.startsAt) ?? {}, row);
    }
  }
}

/** Hours that follow each other are read at once. */
async function addCutHours(
  db: Kysely<Database>,
  ledger: Ledger,
  { id, plan }: Pick<ServicePlan, 'id' | 'plan'>,
): Promise<void> {
  for (const span of spansOf([...plan.cutHours.keys()])) {
    const blocks = await readBlocks(db, { serviceId: id, ...span, order: 'oldest', limit: noLimit });
    for (const [hourAt, ofHour] of byPeriod('hour', blocks, ({ lastAt }) => lastAt)) {
      addResults(ledger, plan, { from: plan.cutHours.get(hourAt), results: ofHour.flatMap(({ results }) => results) });
    }
  }
}

// Others get their turn from one to the next.
const longestSpanMs = periodMs.day;

/** The stretches that hours, which ascend, make up. */
function spansOf(hours: readonly number[]): readonly TimeRange[] {
  const spans: { fromAt: number; toAt: number }[] = [];
  for (const hourAt of hours) {
    const last = spans.at(-1);
    if (last?.toAt === hourAt && hourAt - last.fromAt < longestSpanMs) last.toAt += periodMs.hour;
    else spans.push({ fromAt: hourAt, toAt: hourAt + periodMs.hour });
  }
  return spans;
}

interface CutHour {
  readonly from: number | undefined;
  readonly results: readonly TimedFacts[];
}

/** What stays in the stretch that the hour is already counted in moves nowhere. */
function addResults(ledger: Ledger, plan: TallyPlan, { from, results }: CutHour): void {
  const byPart = new Map<number | undefined, RunningTally>();
  for (const result of results) {
    const part = plan.partAt(result.startedAt);
    if (part !== from) entryOf(byPart, part, () => new RunningTally()).add(result);
  }
  for (const [to, tally] of byPart) ledger.add({ to, from }, toColumns(tally.sum()));
}

/** What the stretches of one service are put together from. */
class Ledger {
  readonly #errorsMs: readonly number[];
  readonly #added = new Map<number, TallyColumns[]>();
  readonly #taken = new Map<number, TallyColumns[]>();

  constructor(errorsMs: readonly number[]) {
    this.#errorsMs = errorsMs;
  }

  add({ to, from }: Share, columns: TallyColumns): void {
    if (to !== undefined) entryOf(this.#added, to, () => []).push(columns);
    if (from !== undefined) entryOf(this.#taken, from, () => []).push(columns);
  }

  parts(sum: ColumnsSum): readonly StoredTally[] {
    return this.#errorsMs.map((errorMs, part) => {
      return toStoredTally(sum.of(this.#added.get(part) ?? [], this.#taken.get(part)), errorMs);
    });
  }
}

function toStoredTally({ counts, reasons, sketch }: Tally, errorMs: number): StoredTally {
  return { counts, timeouts: reasons.get('timeout') ?? 0, reasons: toRecord(reasons), sketch, errorMs };
}
