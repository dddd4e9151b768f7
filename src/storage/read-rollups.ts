import type { Kysely } from 'kysely';
import { decodeCounted } from './result-codec.ts';
import {
  byPeriod,
  fromColumns,
  mergeTallies,
  periodMs,
  periodStart,
  RunningTally,
  type TallyColumns,
  toColumns,
} from './rollup.ts';
import type { RollupRange, RollupRow, RollupRows } from './rollup-rows.ts';
import type { Database } from './schema.ts';
import { readSealing, type VisibleGeneration, visibleGenerations } from './sealing-state.ts';
import { serviceId, serviceNames } from './service-ids.ts';
import type { Rollup, RollupQuery } from './store.ts';

/** Roll-ups with every result so far: of what is sealed from their rows, the rest summed up here. To be called within a transaction. */
export async function readRollups(
  db: Kysely<Database>,
  rollupRows: RollupRows,
  query: RollupQuery,
): Promise<readonly Rollup[]> {
  const services = await servicesOf(db, query.service);
  const state = await readSealing(db);
  const recent = await sumRecent(db, {
    query,
    serviceId: query.service === undefined ? undefined : services[0]?.id,
    generations: visibleGenerations(state),
  });
  const rollups: Rollup[] = [];
  for (const { id, name } of services) {
    const range = { serviceId: id, period: query.period, fromAt: query.fromAt, toAt: query.toAt };
    const rows = await readSealed(db, range, { rollupRows, daysUntilAt: state.days_until_at });
    for (const rollup of join({ name, query, rows, recent: recent.get(id) })) rollups.push(rollup);
  }
  return rollups;
}

// Others get their turn from page to page.
const rowsPerPage = 2_000;

interface NamedService {
  readonly id: number;
  readonly name: string;
}

async function servicesOf(db: Kysely<Database>, service: string | undefined): Promise<readonly NamedService[]> {
  if (service === undefined) {
    const names = await serviceNames(db);
    return [...names].map(([id, name]) => ({ id, name })).sort((a, b) => (a.name < b.name ? -1 : 1));
  }
  const id = await serviceId(db, service);
  return id === undefined ? [] : [{ id, name: service }];
}

/** Days that are not rolled up yet are made of their hours. */
async function readSealed(
  db: Kysely<Database>,
  range: RollupRange,
  { rollupRows, daysUntilAt }: { readonly rollupRows: RollupRows; readonly daysUntilAt: number },
): Promise<readonly RollupRow[]> {
  if (range.period === 'hour') return rollupRows.read(db, range);
  const days = await rollupRows.read(db, { ...range, toAt: Math.min(range.toAt, daysUntilAt) });
  const firstDay = Math.ceil(Math.max(range.fromAt, daysUntilAt) / periodMs.day) * periodMs.day;
  const endAt = Math.ceil(range.toAt / periodMs.day) * periodMs.day;
  const hours = await rollupRows.read(db, { ...range, period: 'hour', fromAt: firstDay, toAt: endAt });
  return [...days, ...hours];
}

interface RecentQuery {
  readonly query: RollupQuery;
  readonly serviceId: number | undefined;
  readonly generations: readonly VisibleGeneration[];
}

/** The sums of one service by the beginning of the period. */
type Tallies = Map<number, RunningTally>;

/** By service, what the results in no block come to that belong to the asked periods. */
async function sumRecent(db: Kysely<Database>, wanted: RecentQuery): Promise<ReadonlyMap<number, Tallies>> {
  const { period } = wanted.query;
  const byService = new Map<number, Tallies>();
  for (const generation of wanted.generations) {
    for await (const page of recentPages(db, wanted, generation)) {
      for (const { service_id, started_at, facts } of page) {
        const tallies = entryOf(byService, service_id, () => new Map<number, RunningTally>());
        entryOf(tallies, periodStart(period, started_at), () => new RunningTally()).add(decodeCounted(facts));
      }
    }
  }
  return byService;
}

function entryOf<Value>(map: Map<number, Value>, key: number, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

async function* recentPages(db: Kysely<Database>, { query, serviceId }: RecentQuery, generation: VisibleGeneration) {
  const end = Math.ceil(query.toAt / periodMs[query.period]) * periodMs[query.period];
  let after = { startedAt: query.fromAt, serviceId: generation.above };
  for (;;) {
    const { startedAt, serviceId: afterId } = after;
    let select = db
      .selectFrom('result_recent')
      .select(['service_id', 'started_at', 'facts'])
      .where('generation', '=', generation.generation)
      .where((row) => row(row.refTuple('started_at', 'service_id'), '>', row.tuple(startedAt, afterId)))
      .where('started_at', '<', end)
      .where('service_id', '>', generation.above)
      .orderBy('started_at')
      .orderBy('service_id')
      .limit(rowsPerPage);
    if (serviceId !== undefined) select = select.where('service_id', '=', serviceId);
    const rows = await select.execute();
    yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < rowsPerPage) return;
    after = { startedAt: last.started_at, serviceId: last.service_id };
  }
}

interface Parts {
  readonly name: string;
  readonly query: RollupQuery;
  readonly rows: readonly RollupRow[];
  readonly recent: Tallies | undefined;
}

function join({ name, query: { period, fromAt, toAt }, rows, recent }: Parts): readonly Rollup[] {
  const added = [...(recent ?? [])].map(([startsAt, tally]) => ({ startsAt, columns: toColumns(tally.sum()) }));
  return [...byPeriod(period, [...rows, ...added], ({ startsAt }) => startsAt)]
    .filter(([startsAt]) => startsAt >= fromAt && startsAt < toAt)
    .map(([startsAt, parts]) => {
      const { sketch, ...counts } = sumOf(parts.map(({ columns }) => columns));
      return { service: name, period, startsAt, counts, sketch };
    });
}

/** Most are alone in their period and need no reading. */
function sumOf(all: readonly TallyColumns[]): TallyColumns {
  const [first, ...others] = all;
  return first !== undefined && others.length === 0 ? first : toColumns(mergeTallies(all.map(fromColumns)));
}
