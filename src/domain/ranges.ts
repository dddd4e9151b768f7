import type { TimeRange } from './calendar.ts';

/** The part that two ranges have in common; undefined where there is none. */
export function overlap(a: TimeRange, b: TimeRange): TimeRange | undefined {
  const fromAt = Math.max(a.fromAt, b.fromAt);
  const toAt = Math.min(a.toAt, b.toAt);
  return fromAt < toAt ? { fromAt, toAt } : undefined;
}

/** For each range the parts of the items that lie in it. Items and ranges are each in the order of time, and none of either overlap. */
export function cutBy<Item extends TimeRange>(
  items: readonly Item[],
  ranges: readonly TimeRange[],
): readonly (readonly Item[])[] {
  let place = 0;
  return ranges.map((range) => {
    while ((items[place]?.toAt ?? Number.POSITIVE_INFINITY) <= range.fromAt) place += 1;
    const parts: Item[] = [];
    for (let index = place; index < items.length; index += 1) {
      const item = items[index];
      const part = item && overlap(item, range);
      if (item === undefined || part === undefined) break;
      parts.push({ ...item, ...part });
    }
    return parts;
  });
}
