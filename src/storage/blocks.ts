import type { Kysely } from 'kysely';
import { decodeBlock, type TimedFacts } from './result-codec.ts';
import { periodMs } from './rollup.ts';
import type { Database } from './schema.ts';

/** No block holds results that began this long, ms, after its first. */
export const blockSpanMs = periodMs.hour;

/** As a limit: everything. */
export const noLimit = Number.MAX_SAFE_INTEGER;

/** Some results of one service. */
export interface Block {
  readonly serviceId: number;
  readonly firstAt: number;
  readonly results: readonly TimedFacts[];
}

export interface BlockQuery {
  /** Of all services where it is absent. */
  readonly serviceId: number | undefined;
  /** Blocks whose first result began in fromAt <= firstAt < toAt. */
  readonly fromAt: number;
  readonly toAt: number;
  readonly order: 'newest' | 'oldest';
  readonly limit: number;
}

/** Blocks ordered by their first result. */
export async function readBlocks(db: Kysely<Database>, query: BlockQuery): Promise<readonly Block[]> {
  const { serviceId, fromAt, toAt, order, limit } = query;
  let select = db
    .selectFrom('result_block')
    .select(['service_id', 'first_at', 'facts'])
    .where('first_at', '>=', fromAt)
    .where('first_at', '<', toAt)
    .orderBy('first_at', order === 'newest' ? 'desc' : 'asc')
    .limit(limit);
  if (serviceId !== undefined) select = select.where('service_id', '=', serviceId);
  const rows = await select.execute();
  return rows.map(({ service_id, first_at, facts }) => {
    return { serviceId: service_id, firstAt: first_at, results: decodeBlock(first_at, facts) };
  });
}

/** Whether a block of the service holds a result that began at that instant. */
export async function isInBlock(db: Kysely<Database>, serviceId: number, at: number): Promise<boolean> {
  const span = { fromAt: at - blockSpanMs, toAt: at + 1 };
  const blocks = await readBlocks(db, { serviceId, ...span, order: 'newest', limit: noLimit });
  return blocks.some(({ results }) => results.some(({ startedAt }) => startedAt === at));
}
