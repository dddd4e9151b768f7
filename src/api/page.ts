/** Which part of a list is asked for: as in `pageQuery` of resources/page.ts. */
export interface PageQuery {
  readonly limit: number;
  readonly offset?: number | undefined;
  readonly cursor?: string | undefined;
}

/** A part of a list, as every list is answered. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
  readonly next_cursor: string | null;
}

/**
 * The part of a whole list that is asked for. A cursor stands for the last item by its key, so that what is added or
 * removed before it neither repeats nor skips any; where that item is gone, its place counts.
 */
export function pageOf<Item>(all: readonly Item[], query: PageQuery, keyOf: (item: Item) => string): Page<Item> {
  const { limit } = query;
  const offset = Math.min(offsetIn(all, query, keyOf), all.length);
  const items = all.slice(offset, offset + limit);
  const last = items.at(-1);
  const end = offset + items.length;
  const next = last !== undefined && end < all.length ? encodeCursor([keyOf(last), end]) : null;
  return { items, total: all.length, limit, offset, next_cursor: next };
}

function offsetIn<Item>(
  all: readonly Item[],
  { offset = 0, cursor }: PageQuery,
  keyOf: (item: Item) => string,
): number {
  if (cursor === undefined) return offset;
  const [key, end] = decodeCursor(cursor);
  const at = all.findIndex((item) => keyOf(item) === key);
  if (at >= 0) return at + 1;
  return typeof end === 'number' ? end : 0;
}

/** A place in a list as text for URLs. */
export function encodeCursor(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** What `encodeCursor` was given; empty for what it has not made. */
export function decodeCursor(cursor: string): readonly unknown[] {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(place) ? place : [];
  } catch {
    return [];
  }
}
