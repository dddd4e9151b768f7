import type { CompiledQuery } from 'kysely';

/** The same statement with other parameters: what runs for every result is written down by Kysely once. */
export function withParameters<Row>(query: CompiledQuery<Row>, parameters: readonly unknown[]): CompiledQuery<Row> {
  return { ...query, parameters };
}
