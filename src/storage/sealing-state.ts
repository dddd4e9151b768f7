import type { Kysely, Selectable } from 'kysely';
import type { Database } from './schema.ts';

/** How far sealing has come; see schema.ts. */
export type SealingState = Omit<Selectable<Database['sealing']>, 'id'>;

const only = 1;

/** Reads it. To be called within the transaction that uses it. */
export async function readSealing(db: Kysely<Database>): Promise<SealingState> {
  return db
    .selectFrom('sealing')
    .select(['generation', 'sealing_generation', 'sealed_through', 'sealed_until_at'])
    .select(['days_until_at', 'results_from_at', 'hours_from_at'])
    .where('id', '=', only)
    .executeTakeFirstOrThrow();
}

/** Changes what is given. */
export async function updateSealing(db: Kysely<Database>, changes: Partial<SealingState>): Promise<void> {
  await db.updateTable('sealing').set(changes).where('id', '=', only).execute();
}

/** Writes the beginning: nothing sealed yet. */
export async function beginSealing(db: Kysely<Database>): Promise<void> {
  // As in the first version, which had no other columns.
  const state: Omit<SealingState, 'results_from_at' | 'hours_from_at'> = {
    generation: 1,
    sealing_generation: null,
    sealed_through: 0,
    // Before every instant, also those of a clock that stood at 1970.
    sealed_until_at: -1,
    days_until_at: 0,
  };
  await db
    .insertInto('sealing')
    .values({ id: only, ...state })
    .execute();
}

/** Days that begin before this are in the roll-ups of days. */
export function madeUntilAt({ days_until_at, hours_from_at }: SealingState): number {
  return Math.max(days_until_at, hours_from_at);
}

/** A generation whose rows are results that no block holds yet; of services with a number above `above`. */
export interface VisibleGeneration {
  readonly generation: number;
  readonly above: number;
}

/** Where results are that are in no block, oldest first. */
export function visibleGenerations(state: SealingState): readonly VisibleGeneration[] {
  const current = { generation: state.generation, above: 0 };
  if (state.sealing_generation === null) return [current];
  return [{ generation: state.sealing_generation, above: state.sealed_through }, current];
}
