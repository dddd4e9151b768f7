import { UsageError } from '../exit-code.ts';
import type { Columns, ImportField, RawRecord } from './raw-record.ts';
import { EndlessRecord, longestRecord, type TextLine, textLines } from './text-lines.ts';

/**
 * The records of a CSV file (RFC 4180, with a header), as many at once as a piece completes. Rejects with a UsageError where
 * the header has not the columns, and with EndlessRecord.
 */
export async function* csvRecords(
  pieces: AsyncIterable<string>,
  columns: Columns,
): AsyncGenerator<readonly RawRecord[]> {
  const joiner = new LineJoiner();
  let places: Places | undefined;
  for await (const lines of textLines(pieces)) {
    const whole = lines.flatMap((line) => joiner.join(line));
    const [header] = whole;
    const isFirst = places === undefined && header !== undefined;
    if (isFirst) places = placesIn(header.text, columns);
    if (places === undefined) continue;
    const known = places;
    yield whole.slice(isFirst ? 1 : 0).map((line) => recordOf(line, known));
  }
  if (places === undefined) throw new UsageError('the file has no header: its first line has to name the columns');
  if (joiner.open !== undefined) yield [{ line: joiner.open.line, problem: 'a quote is never closed' }];
}

/** Puts lines together that a line feed within quotes parts, and leaves out empty ones. */
class LineJoiner {
  #line = 0;
  #parts: string[] = [];
  #length = 0;

  /** Where a record begins that is not complete. */
  get open(): { readonly line: number } | undefined {
    return this.#parts.length === 0 ? undefined : { line: this.#line };
  }

  /** What a further line completes. */
  join({ line, text }: TextLine): readonly TextLine[] {
    const isFirst = this.#parts.length === 0;
    if (isFirst && !hasOddQuotes(text)) return text === '' ? [] : [{ line, text }];
    if (isFirst) this.#line = line;
    this.#parts.push(text);
    this.#length += text.length + 1;
    if (this.#length > longestRecord) throw new EndlessRecord(this.#line);
    if (isFirst || !hasOddQuotes(text)) return [];
    const record = { line: this.#line, text: this.#parts.join('\n') };
    this.#parts = [];
    this.#length = 0;
    return [record];
  }
}

/** Whether quotes begin or end in it. */
function hasOddQuotes(text: string): boolean {
  let quotes = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) quotes += 1;
  return quotes % 2 === 1;
}

interface Places {
  readonly count: number;
  readonly of: readonly (readonly [field: ImportField, place: number])[];
}

function placesIn(header: string, columns: Columns): Places {
  const names = (fieldsOf(header) ?? []).map((name) => name.trim());
  const missing = [...columns].filter(([field, column]) => column !== field && !names.includes(column));
  if (missing.length > 0) {
    const wanted = missing.map(([, column]) => JSON.stringify(column)).join(', ');
    throw new UsageError(`the file has no column ${wanted}; it has ${names.join(', ')}`);
  }
  const of = [...columns].flatMap(([field, column]) => {
    const place = names.indexOf(column);
    return place === -1 ? [] : [[field, place] as const];
  });
  return { count: names.length, of };
}

function recordOf({ line, text }: TextLine, { count, of }: Places): RawRecord {
  const fields = fieldsOf(text);
  if (fields === undefined) return { line, problem: 'a quote stands within a field that is not quoted' };
  if (fields.length !== count)
    return { line, problem: `expected ${count} fields as in the header, got ${fields.length}` };
  const values: Partial<Record<ImportField, string>> = {};
  for (const [field, place] of of) {
    const value = fields[place]?.trim() ?? '';
    if (value !== '') values[field] = value;
  }
  return { line, values };
}

/** Undefined where quotes stand where they must not. */
function fieldsOf(text: string): readonly string[] | undefined {
  if (!text.includes('"')) return text.split(',');
  const fields: string[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
  for (;;) {
    const [, quoted, plain = '', end] = pattern.exec(text) ?? [];
    if (end === undefined) return undefined;
    fields.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '') return fields;
  }
}
