import type { Kysely } from 'kysely';
import { periodMs } from './rollup.ts';
import type { Database } from './schema.ts';
import type { SealingState } from './sealing-state.ts';

// Fewer results per service would make blocks small and their pages often rewritten; more would make looking through
// what is recent slow.
const resultsPerService = 16;
const leastResults = 20_000;

/** Whether the recent results are so many, or so old, that they should be packed. */
export async function isDue(db: Kysely<Database>, { generation }: SealingState, now: number): Promise<boolean> {
  const oldest = await db
    .selectFrom('result_recent')
    .select('started_at')
    .where('generation', '=', generation)
    .orderBy('started_at')
    .limit(1)
    .executeTakeFirst();
  if (oldest === undefined) return false;
  if (oldest.started_at <= now - periodMs.hour) return true;
  const { services } = await db
    .selectFrom('service')
    .select((row) => row.fn.countAll<number>().as('services'))
    .executeTakeFirstOrThrow();
  return hasAtLeast(db, generation, Math.max(leastResults, resultsPerService * services));
}

async function hasAtLeast(db: Kysely<Database>, generation: number, count: number): Promise<boolean> {
  const row = await db
    .selectFrom('result_recent')
    .select('started_at')
    .where('generation', '=', generation)
    .orderBy('started_at')
    .limit(1)
    .offset(count - 1)
    .executeTakeFirst();
  return row !== undefined;
}
