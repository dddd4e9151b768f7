import type { Kysely } from 'kysely';
import type { RecentIndex, RecentRow } from './recent-index.ts';
import type { Database } from './schema.ts';
import { type SealingState, type VisibleGeneration, visibleGenerations } from './sealing-state.ts';

/** Which of them. */
export interface RecentQuery {
  /** Of all services where it is absent. */
  readonly serviceId: number | undefined;
  /** Results that began in fromAt <= startedAt < toAt. */
  readonly fromAt: number;
  readonly toAt: number;
  readonly state: SealingState;
  /** Of the connection that reads. */
  readonly index?: RecentIndex;
}

/** Every result that is in no block, generation by generation, each in the order of time. To be called within a transaction. */
export async function* recentPages(db: Kysely<Database>, query: RecentQuery): AsyncGenerator<readonly RecentRow[]> {
  const { serviceId, index } = query;
  if (serviceId !== undefined && index !== undefined) {
    const starts = await index.startsOf(db, { ...query, serviceId });
    if (starts !== undefined) return yield index.rowsAt(db, { ...query, serviceId }, starts);
  }
  for (const generation of visibleGenerations(query.state)) yield* pagesOf(db, query, generation);
}

// Others get their turn from page to page.
const rowsPerPage = 2_000;

async function* pagesOf(
  db: Kysely<Database>,
  { serviceId, fromAt, toAt }: RecentQuery,
  { generation, above }: VisibleGeneration,
): AsyncGenerator<readonly RecentRow[]> {
  let after = { startedAt: fromAt, serviceId: above };
  for (;;) {
    const { startedAt, serviceId: afterId } = after;
    let select = db
      .selectFrom('result_recent')
      .select(['service_id', 'started_at', 'facts'])
      .where('generation', '=', generation)
      .where((row) => row(row.refTuple('started_at', 'service_id'), '>', row.tuple(startedAt, afterId)))
      .where('started_at', '<', toAt)
      .where('service_id', '>', above)
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

/** What a map has under a key; made where it has nothing. */
export function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
