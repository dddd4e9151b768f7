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

/** Where a part of a list begins that a store keeps newest first. */
export interface TimedStart {
  /** How many come before it, as far as anybody knows. */
  readonly offset: number;
  /** Behind which item; absent where the offset counts. */
  readonly behind?: TimedPlace;
}

/** The place of an item among those that are ordered by an instant and then by id. */
export interface TimedPlace {
  readonly at: number;
  readonly id: string;
}

/** Where the part begins that is asked for; a cursor that was not made here is the beginning of the list. */
export function timedStart({ offset = 0, cursor }: Omit<PageQuery, 'limit'>): TimedStart {
  if (cursor === undefined) return { offset };
  const [at, id, end] = decodeCursor(cursor);
  if (typeof at !== 'number' || typeof id !== 'string' || typeof end !== 'number') return { offset };
  return { offset: end, behind: { at, id } };
}

/** The part of a list of which one item more than the limit was read: it tells whether there are further ones. */
export function timedPage<Item>(
  { items, total }: Pick<Page<Item>, 'items' | 'total'>,
  { limit, offset }: { readonly limit: number } & TimedStart,
  placeOf: (item: Item) => TimedPlace,
): Page<Item> {
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  const place = items.length > limit && last !== undefined ? placeOf(last) : undefined;
  const next = place && encodeCursor([place.at, place.id, offset + limit]);
  return { items: shown, total, limit, offset, next_cursor: next ?? null };
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
