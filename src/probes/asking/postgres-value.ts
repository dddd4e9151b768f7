import type { Detail } from '../../domain/observation.ts';
import { jsonOr, numberOr } from './query-rows.ts';

/** A value that PostgreSQL wrote as text, by the OID of its type (pg_type.dat): numbers, truth values and JSON as such. */
export function postgresValue(text: string | null, type: number): Detail {
  if (text === null) return null;
  if (type === boolType) return text === 't';
  if (numberTypes.has(type)) return numberOr(text);
  return jsonTypes.has(type) ? jsonOr(text) : text;
}

const boolType = 16;
/** int8, int2, int4, oid, float4, float8, numeric. */
const numberTypes: ReadonlySet<number> = new Set([20, 21, 23, 26, 700, 701, 1700]);
/** json, jsonb. */
const jsonTypes: ReadonlySet<number> = new Set([114, 3802]);
