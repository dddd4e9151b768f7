import { isUtf8 } from 'node:buffer';
import type { FieldPacket } from 'mysql2';
import type { Detail } from '../../domain/observation.ts';
import { jsonOr, numberOr } from './query-rows.ts';

/** A value that the driver read, by its column: numbers and JSON as such, bytes that are no text as `\x` and hexadecimal digits. */
export function mysqlValue(value: unknown, { columnType, extendedFormat }: Column): Detail {
  if (value === null || value === undefined) return null;
  if (Buffer.isBuffer(value)) return columnType === bitType ? numberOr(`${numberIn(value)}`) : textOf(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'string') return columnType === jsonType || extendedFormat === 'json' ? jsonOr(value) : value;
  return typeof value === 'object' ? jsonOr(JSON.stringify(value)) : String(value);
}

type Column = Pick<FieldPacket, 'columnType' | 'extendedFormat'>;

// https://dev.mysql.com/doc/dev/mysql-server/latest/field__types_8h.html
const bitType = 16;
const jsonType = 245;

function numberIn(bits: Buffer): bigint {
  return bits.length === 0 ? 0n : BigInt(`0x${bits.toString('hex')}`);
}

function textOf(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString('utf8') : `\\x${bytes.toString('hex')}`;
}
