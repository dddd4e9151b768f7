import type { Kysely } from 'kysely';
import { type Block, blockSpanMs, noLimit, readBlocks } from './blocks.ts';
import type { RecentIndex, RecentOfService, RecentRow } from './recent-index.ts';
import { decodeFacts, type TimedFacts } from './result-codec.ts';
import type { Database } from './schema.ts';
import { readSealing, type VisibleGeneration, visibleGenerations } from './sealing-state.ts';
import { serviceId, serviceNames } from './service-ids.ts';
import type { ResultQuery, StoredResult } from './store.ts';

/** Results of one or all services in a span of time. To be called within a transaction, so that none moves meanwhile. */
export async function readResults(
  db: Kysely<Database>,
  index: RecentIndex,
  query: ResultQuery,
): Promise<readonly StoredResult[]> {
  const names = await namesFor(db, query.service);
  if (names.size === 0 || query.limit <= 0) return [];
  const wanted: Wanted = {
    serviceId: query.service === undefined ? undefined : [...names.keys()][0],
    fromAt: query.fromAt ?? 0,
    toAt: query.toAt ?? Number.MAX_SAFE_INTEGER,
    order: query.order ?? 'newest',
    limit: Math.min(query.limit, noLimit),
    index,
  };
  const found = await readBlocked(db, wanted, await readRecent(db, wanted));
  return found
    .slice(0, query.limit)
    .map(({ serviceId, ...facts }) => ({ service: names.get(serviceId) ?? '', ...facts }));
}

interface Wanted {
  readonly serviceId: number | undefined;
  readonly fromAt: number;
  readonly toAt: number;
  readonly order: 'newest' | 'oldest';
  readonly limit: number;
  readonly index: RecentIndex;
}

type Found = TimedFacts & { readonly serviceId: number };

async function namesFor(db: Kysely<Database>, service: string | undefined): Promise<ReadonlyMap<number, string>> {
  if (service === undefined) return serviceNames(db);
  const id = await serviceId(db, service);
  return id === undefined ? new Map() : new Map([[id, service]]);
}

/** The first of those that are in no block. */
async function readRecent(db: Kysely<Database>, wanted: Wanted): Promise<readonly Found[]> {
  let found: readonly Found[] = [];
  const state = await readSealing(db);
  const { serviceId } = wanted;
  if (serviceId !== undefined) {
    const ofService = { ...wanted, serviceId, state };
    const starts = await wanted.index.startsOf(db, ofService);
    if (starts !== undefined) return readAt(db, ofService, starts);
  }
  for (const generation of visibleGenerations(state)) {
    found = [...found, ...(await readGeneration(db, wanted, generation))];
  }
  return found;
}

async function readAt(
  db: Kysely<Database>,
  { index, order, limit, ...ofService }: Wanted & RecentOfService,
  starts: readonly number[],
): Promise<readonly Found[]> {
  const first = order === 'newest' ? starts.toReversed() : starts;
  return (await index.rowsAt(db, ofService, first.slice(0, limit))).map(toFound);
}

async function readGeneration(
  db: Kysely<Database>,
  { serviceId, fromAt, toAt, order, limit }: Wanted,
  { generation, above }: VisibleGeneration,
): Promise<readonly Found[]> {
  let select = db
    .selectFrom('result_recent')
    .select(['service_id', 'started_at', 'facts'])
    .where('generation', '=', generation)
    .where('started_at', '>=', fromAt)
    .where('started_at', '<', toAt)
    .where('service_id', '>', above)
    .orderBy('started_at', order === 'newest' ? 'desc' : 'asc')
    .limit(limit);
  if (serviceId !== undefined) select = select.where('service_id', '=', serviceId);
  return (await select.execute()).map(toFound);
}

function toFound({ service_id, started_at, facts }: RecentRow): Found {
  return { serviceId: service_id, startedAt: started_at, ...decodeFacts(facts) };
}

// Others get their turn from page to page.
const blocksPerPage = 50;

/** Joins in what is in blocks, a page of blocks at a time, until enough are certain. */
async function readBlocked(db: Kysely<Database>, wanted: Wanted, recent: readonly Found[]): Promise<readonly Found[]> {
  const certain: Found[] = [];
  let open = recent;
  let span = { fromAt: wanted.fromAt, toAt: wanted.toAt + blockSpanMs };
  for (;;) {
    const { blocks, last } = await readPage(db, { ...wanted, ...span });
    open = [...open, ...blocks.flatMap(resultsOf).filter(({ startedAt }) => isWithin(wanted, startedAt))];
    open = open.toSorted(inOrder(wanted)).slice(0, wanted.limit - certain.length);
    if (last === undefined) return [...certain, ...open];
    const undecided = open.findIndex(({ startedAt }) => mayComeAfterLaterPages(wanted, startedAt, last));
    const decided = undecided === -1 ? open.length : undecided;
    for (const found of open.slice(0, decided)) certain.push(found);
    if (certain.length >= wanted.limit) return certain;
    open = open.slice(decided);
    span = wanted.order === 'newest' ? { ...span, toAt: last } : { ...span, fromAt: last + 1 };
  }
}

function isWithin({ fromAt, toAt }: Wanted, startedAt: number): boolean {
  return startedAt >= fromAt && startedAt < toAt;
}

/** Whether blocks beyond those that end at `last` may hold something that comes first. */
function mayComeAfterLaterPages({ order }: Wanted, startedAt: number, last: number): boolean {
  return order === 'newest' ? startedAt < last : startedAt > last - blockSpanMs;
}

interface Page {
  readonly blocks: readonly Block[];
  /** Where the last of them ends; absent when there are no more. */
  readonly last?: number;
}

async function readPage(db: Kysely<Database>, wanted: Wanted): Promise<Page> {
  const blocks = await readBlocks(db, { ...wanted, limit: blocksPerPage });
  const last = blocks.at(-1)?.lastAt;
  if (last === undefined || blocks.length < blocksPerPage) return { blocks };
  // Blocks of several services that end at the same instant may lie on both sides of the page's end.
  const atLast = await readBlocks(db, { ...wanted, fromAt: last, toAt: last + 1, limit: noLimit });
  return { blocks: [...blocks.filter(({ lastAt }) => lastAt !== last), ...atLast], last };
}

function resultsOf({ serviceId, results }: Block): readonly Found[] {
  return results.map((facts) => ({ serviceId, ...facts }));
}

function inOrder({ order }: Wanted): (a: Found, b: Found) => number {
  const sign = order === 'newest' ? -1 : 1;
  return (a, b) => sign * (a.startedAt - b.startedAt || a.serviceId - b.serviceId);
}
