import type { Detail, PartialObservation } from '../../domain/observation.ts';
import { toPlainLine, truncate } from '../../domain/plain-text.ts';

/** What a server may send in all, and how many rows of it are kept. */
export const maxAnswerBytes = 1_048_576;
export const maxRows = 1_000;

/** What a server is asked to spend on a query at most, for one that runs on after we have gone. */
export const maxQueryMs = 300_000;

const maxShownLength = 1_000;

/** The rows that a query is answered with, up to the limits. */
export class QueryRows {
  readonly #rows: (readonly Detail[])[] = [];
  #columns: readonly string[] = [];
  #cut: string | undefined;

  name(columns: readonly string[]): void {
    this.#columns = columns;
  }

  /** Takes one more, or notes that there are too many. */
  take(row: readonly Detail[]): void {
    if (this.#rows.length < maxRows) this.#rows.push(row);
    else this.cut(`there are more than ${maxRows} rows`);
  }

  /** Says why there is more than what was taken. */
  cut(why: string): void {
    this.#cut ??= why;
  }

  get isEmpty(): boolean {
    return this.#rows.length === 0;
  }

  /** `1 row`, `no rows`, `more than 3 rows`. */
  get summary(): string {
    const count = this.#rows.length;
    if (this.#cut !== undefined && count === 0) return 'a row that is too long';
    const rows = `${count === 0 ? 'no' : count} ${count === 1 ? 'row' : 'rows'}`;
    return this.#cut === undefined ? rows : `more than ${rows}`;
  }

  /** The facts of the answer; a value that is shown is a short one. */
  facts(): Pick<PartialObservation, 'details' | 'unshown'> {
    const first = this.#rows[0];
    const value = first?.[0];
    const rows = this.#rows.map((row) => Object.fromEntries(this.#columns.map((name, at) => [name, row[at] ?? null])));
    return {
      details: {
        ...(this.#cut === undefined && { row_count: this.#rows.length }),
        ...(isShown(value) && { value: typeof value === 'string' ? value.slice(0, maxShownLength) : value }),
      },
      unshown: { rows, value, ...(this.#cut !== undefined && { cut: this.#cut }) },
    };
  }
}

function isShown(value: Detail | undefined): value is string | number | boolean | null {
  return value !== undefined && (typeof value !== 'object' || value === null);
}

/** A text of JSON as what it says; itself where it is none, or so long that reading it would hold up everything else. */
export function jsonOr(text: string): Detail {
  if (text.length > maxJsonLength) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const maxJsonLength = 65_536;

/** A number as such where that changes nothing that matters: to 15 digits, and 2^53 for whole ones. Anything else stays text. */
export function numberOr(text: string): number | string {
  const number = Number(text);
  const isExact = !/^-?\d+$/.test(text) || Number.isSafeInteger(number);
  return text.trim() !== '' && Number.isFinite(number) && isExact ? number : text;
}

/** What a server says of a failure, for people. */
export function saidBy(text: string): string {
  return truncate(toPlainLine(text), 300) || 'it does not say why';
}
