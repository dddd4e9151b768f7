import type { TimeRange } from '../../domain/calendar.ts';
import { lengthText } from './length-text.ts';

/** What is shown of a long list, and what stands for the rest. */
interface Shown<Item> {
  readonly shown: readonly Item[];
  /** `… and 312 more, 1 h 4 min in all`; absent where nothing is left out. */
  readonly rest?: string;
}

/** The longest of a list, in the order they had. */
export function longestOf<Item extends TimeRange>(items: readonly Item[], most: number): Shown<Item> {
  if (items.length <= most) return { shown: items };
  const longest = new Set([...items].sort((a, b) => lengthOf(b) - lengthOf(a)).slice(0, most));
  const left = items.filter((item) => !longest.has(item));
  return {
    shown: items.filter((item) => longest.has(item)),
    rest: `… and ${left.length} more, ${lengthText(totalMs(left))} in all`,
  };
}

/** How long they last together, ms. */
export function totalMs(ranges: readonly TimeRange[]): number {
  return ranges.reduce((sum, range) => sum + lengthOf(range), 0);
}

function lengthOf({ fromAt, toAt }: TimeRange): number {
  return toAt - fromAt;
}
