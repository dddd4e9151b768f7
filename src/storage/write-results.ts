import type { CompiledQuery, Kysely, Transaction } from 'kysely';
import type { CheckResult } from '../domain/check-result.ts';
import type { Health } from '../domain/health.ts';
import { isInBlock } from './blocks.ts';
import { encodeFacts } from './result-codec.ts';
import type { Database } from './schema.ts';
import { readSealing, type SealingState } from './sealing-state.ts';
import { toStoredResult } from './stored-result.ts';

/** The statements that run once per result: written down by Kysely once, not every time. */
export interface ResultStatements {
  readonly recent: CompiledQuery;
  readonly health: CompiledQuery;
}

/** Compiles them. Their parameters stand in the order of the columns here. */
export function prepareResultStatements(db: Kysely<Database>): ResultStatements {
  return {
    recent: db
      .insertInto('result_recent')
      .values({ generation: 0, started_at: 0, service_id: 0, facts: new Uint8Array() })
      .onConflict((conflict) => conflict.doNothing())
      .compile(),
    health: db
      .insertInto('health')
      .values({ service_id: 0, document: '' })
      .onConflict((conflict) => {
        return conflict.column('service_id').doUpdateSet((row) => ({ document: row.ref('excluded.document') }));
      })
      .compile(),
  };
}

export interface ResultWriter {
  readonly db: Transaction<Database>;
  readonly statements: ResultStatements;
  readonly ids: ReadonlyMap<string, number>;
}

/** Writes the results that are not stored yet; resolves with those. */
export async function writeResults(
  { db, statements, ids }: ResultWriter,
  results: readonly CheckResult[],
): Promise<readonly CheckResult[]> {
  if (results.length === 0) return [];
  const state = await readSealing(db);
  const added: CheckResult[] = [];
  for (const result of results) {
    const id = ids.get(result.service);
    if (id === undefined || (await isSealed(db, state, { id, at: result.startedAt }))) continue;
    const { service: _, startedAt, ...facts } = toStoredResult(result);
    const parameters = [state.generation, startedAt, id, encodeFacts(facts)];
    const { numAffectedRows } = await db.executeQuery({ ...statements.recent, parameters });
    if (numAffectedRows === 1n) added.push(result);
  }
  return added;
}

/** Whether the result is in a block or on its way there; for most the instant alone tells that it is not. */
async function isSealed(
  db: Transaction<Database>,
  state: SealingState,
  { id, at }: { readonly id: number; readonly at: number },
): Promise<boolean> {
  if (at > state.sealed_until_at) return false;
  const { sealing_generation: generation } = state;
  if (generation !== null && id > state.sealed_through) {
    const row = await db
      .selectFrom('result_recent')
      .select('service_id')
      .where('generation', '=', generation)
      .where('started_at', '=', at)
      .where('service_id', '=', id)
      .executeTakeFirst();
    if (row !== undefined) return true;
  }
  return isInBlock(db, id, at);
}

/** Replaces the health of these services. */
export async function writeHealth(
  { db, statements, ids }: ResultWriter,
  all: readonly { readonly service: string; readonly health: Health }[],
): Promise<void> {
  for (const { service, health } of all) {
    const parameters = [ids.get(service), JSON.stringify(health)];
    await db.executeQuery({ ...statements.health, parameters });
  }
}
