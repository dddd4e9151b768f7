import type { Kysely } from 'kysely';
import { decodeBlock, type TimedFacts } from './result-codec.ts';
import { periodMs } from './rollup.ts';
import type { Database } from './schema.ts';

/** The results of a block began within one UTC hour, hence within so long before its last, ms. */
export const blockSpanMs = periodMs.hour;

/** As a limit: everything. */
export const noLimit = Number.MAX_SAFE_INTEGER;

/** Some results of one service. */
export interface Block {
  readonly serviceId: number;
  /** When the last of them began. */
  readonly lastAt: number;
  readonly results: readonly TimedFacts[];
}

export interface BlockQuery {
  /** Of all services where it is absent. */
  readonly serviceId: number | undefined;
  /** Blocks whose last result began in fromAt <= lastAt < toAt. */
  readonly fromAt: number;
  readonly toAt: number;
  readonly order: 'newest' | 'oldest';
  readonly limit: number;
}

/** Blocks ordered by their last result. */
export async function readBlocks(db: Kysely<Database>, query: BlockQuery): Promise<readonly Block[]> {
  const { serviceId, fromAt, toAt, order, limit } = query;
  let select = db
    .selectFrom('result_block')
    .innerJoin('service', 'service.id', 'result_block.service_id')
    .select(['service_id', 'last_at', 'facts', 'interval_ms'])
    .where('last_at', '>=', fromAt)
    .where('last_at', '<', toAt)
    .orderBy('last_at', order === 'newest' ? 'desc' : 'asc')
    .limit(limit);
  if (serviceId !== undefined) select = select.where('service_id', '=', serviceId);
  const rows = await select.execute();
  return rows.map(({ service_id, last_at, facts, interval_ms }) => {
    return { serviceId: service_id, lastAt: last_at, results: decodeBlock(last_at, facts, interval_ms ?? undefined) };
  });
}

/** Whether a block of the service holds a result that began at that instant. */
export async function isInBlock(db: Kysely<Database>, serviceId: number, at: number): Promise<boolean> {
  const span = { fromAt: at, toAt: at + blockSpanMs };
  const blocks = await readBlocks(db, { serviceId, ...span, order: 'oldest', limit: noLimit });
  return blocks.some(({ results }) => results.some(({ startedAt }) => startedAt === at));
}
