import type { TimeRange } from '../../domain/calendar.ts';
import { durationToConfig } from '../../domain/duration.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

// What people count time in: a look at the label says where a slot begins.
const lengthsMs = [
  ...[1, 2, 3, 5, 10, 15, 20, 30, 45].map((minutes) => minutes * minuteMs),
  ...[1, 1.5, 2, 3, 4, 6, 8, 12].map((hours) => hours * hourMs),
  ...[1, 2, 3, 7, 14, 28].map((days) => days * dayMs),
];

/**
 * A range cut into slots of the same length, at most so many and none shorter than `leastMs`: the shortest of the usual lengths that does it. They begin
 * at whole multiples of their length, UTC; the first lies wholly within the range, and the last ends with it.
 */
export function slotsOf({ fromAt, toAt }: TimeRange, most: number, leastMs = 0): readonly TimeRange[] {
  const isLongEnough = (each: number) => each >= leastMs && toAt - fromAt <= most * each;
  const lengthMs = lengthsMs.find(isLongEnough) ?? Math.ceil((toAt - fromAt) / most);
  const slots: TimeRange[] = [];
  for (let at = Math.ceil(fromAt / lengthMs) * lengthMs; at < toAt; at += lengthMs) {
    slots.push({ fromAt: at, toAt: Math.min(at + lengthMs, toAt) });
  }
  return slots;
}

/** How long slots are, ms; the first and the last may be shorter. 0 where there are none. */
export function slotMs(slots: readonly TimeRange[]): number {
  return slots.reduce((longest, { fromAt, toAt }) => Math.max(longest, toAt - fromAt), 0);
}

/** `24h`, `7d`, `90m`: how far back. */
export function spanName(ms: number): string {
  return ms === dayMs ? '24h' : durationToConfig(ms);
}

/** `hour`, `day`, `30m`: what a slot of such a length is called. */
export function slotName(ms: number): string {
  if (ms === hourMs) return 'hour';
  return ms === dayMs ? 'day' : durationToConfig(ms);
}
