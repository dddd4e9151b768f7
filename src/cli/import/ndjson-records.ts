import type { Columns, ImportField, RawRecord } from './raw-record.ts';
import { type TextLine, textLines } from './text-lines.ts';

/** The records of a file with a JSON object on each line, as many at once as a piece completes. Rejects with EndlessRecord. */
export async function* ndjsonRecords(
  pieces: AsyncIterable<string>,
  columns: Columns,
): AsyncGenerator<readonly RawRecord[]> {
  for await (const lines of textLines(pieces)) {
    yield lines.flatMap((line) => (line.text.trim() === '' ? [] : [recordOf(line, columns)]));
  }
}

function recordOf({ line, text }: TextLine, columns: Columns): RawRecord {
  const document = parsed(text);
  if (document === undefined) return { line, problem: 'not a JSON object' };
  const values: Partial<Record<ImportField, string>> = {};
  for (const [field, column] of columns) {
    const value = Object.hasOwn(document, column) ? document[column] : undefined;
    if (value === undefined || value === null) continue;
    if (typeof value === 'object') return { line, problem: `${JSON.stringify(column)} is not a single value` };
    values[field] = String(value);
  }
  return { line, values };
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
