import type { CompiledQuery, Kysely, Transaction } from 'kysely';
import type { CheckResult } from '../domain/check-result.ts';
import type { Health } from '../domain/health.ts';
import { isInBlock } from './blocks.ts';
import { withParameters } from './prepared.ts';
import { encodeFacts } from './result-codec.ts';
import type { Database } from './schema.ts';
import { readSealing, type SealingState } from './sealing-state.ts';
import { chunksOf } from './service-ids.ts';
import { toStoredResult } from './stored-result.ts';

/** A statement that writes one row, and one that writes `many`. */
interface RowStatements {
  readonly one: CompiledQuery;
  readonly many: CompiledQuery;
}

const many = 32;

/** The statements that write results and health; their parameters stand row by row in the order of the columns here. */
export interface ResultStatements {
  readonly recent: RowStatements;
  readonly health: RowStatements;
}

/** Compiles them. */
export function prepareResultStatements(db: Kysely<Database>): ResultStatements {
  const recent = (rows: number) =>
    db
      .insertInto('result_recent')
      .values(Array(rows).fill({ generation: 0, started_at: 0, service_id: 0, facts: new Uint8Array() }))
      .onConflict((conflict) => conflict.doNothing())
      .compile();
  const health = (rows: number) =>
    db
      .insertInto('health')
      .values(Array(rows).fill({ service_id: 0, document: '' }))
      .onConflict((conflict) => {
        return conflict.column('service_id').doUpdateSet((row) => ({ document: row.ref('excluded.document') }));
      })
      .compile();
  return {
    recent: { one: recent(1), many: recent(many) },
    health: { one: health(1), many: health(many) },
  };
}

export interface ResultWriter {
  readonly db: Transaction<Database>;
  readonly statements: ResultStatements;
  readonly ids: ReadonlyMap<string, number>;
}

/** Writes the results that are not stored yet. */
export async function writeResults(writer: ResultWriter, results: readonly CheckResult[]): Promise<void> {
  if (results.length === 0) return;
  const state = await readSealing(writer.db);
  for (const chunk of chunksOf(results, many)) {
    await writeRows(writer.db, writer.statements.recent, await rowsOf(writer, state, chunk));
  }
}

async function rowsOf(
  { db, ids }: ResultWriter,
  state: SealingState,
  results: readonly CheckResult[],
): Promise<readonly (readonly unknown[])[]> {
  const rows: (readonly unknown[])[] = [];
  for (const result of results) {
    const id = ids.get(result.service);
    if (id === undefined || (await isSealed(db, state, { id, at: result.startedAt }))) continue;
    const { service: _, startedAt, ...facts } = toStoredResult(result);
    rows.push([state.generation, startedAt, id, encodeFacts(facts)]);
  }
  return rows;
}

/** Replaces the health of these services. */
export async function writeHealth(
  { db, statements, ids }: ResultWriter,
  all: readonly { readonly service: string; readonly health: Health }[],
): Promise<void> {
  // PostgreSQL refuses to replace a row twice in one statement: of each service the last counts.
  const latest = new Map(all.map(({ service, health }) => [ids.get(service), JSON.stringify(health)]));
  await writeRows(db, statements.health, [...latest]);
}

async function writeRows(
  db: Transaction<Database>,
  statements: RowStatements,
  rows: readonly (readonly unknown[])[],
): Promise<void> {
  for (const chunk of chunksOf(rows, many)) {
    if (chunk.length === many) {
      await db.executeQuery(withParameters(statements.many, chunk.flat()));
      continue;
    }
    for (const row of chunk) await db.executeQuery(withParameters(statements.one, row));
  }
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
