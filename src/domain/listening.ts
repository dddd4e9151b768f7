import type { TimeRange } from './calendar.ts';

/** When svcmon listened to those that call it: spans in the order they came; the last one may still go on. */
export type Listening = readonly TimeRange[];

// Of each service only the gaps since its last ping matter.
const mostSpans = 100;

/** Begins to listen at that instant. */
export function beginListening(listening: Listening, at: number): Listening {
  return [...listening, { fromAt: at, toAt: at }].slice(-mostSpans);
}

/** It has gone on until then. */
export function goOnListening(listening: Listening, until: number): Listening {
  const last = listening.at(-1);
  if (last === undefined) return listening;
  return [...listening.slice(0, -1), { ...last, toAt: Math.max(last.toAt, until) }];
}

/**
 * The same, told by a wall clock that is set from `from` to `to`. The stretch that it leaves out or tells twice counts as one
 * in which nobody listened: what should have come in it, by a clock that was wrong before or is now, cannot be known.
 */
export function shiftListening(listening: Listening, { from, to }: { readonly from: number; readonly to: number }) {
  const beganAgainAt = Math.max(from, to);
  const shifted = listening.flatMap(({ fromAt, toAt }): Listening => {
    const span = { fromAt: fromAt + to - from, toAt: Math.min(toAt + to - from, from, to) };
    return span.toAt > span.fromAt ? [span] : [];
  });
  return beginListening(shifted, beganAgainAt);
}

/** When nobody listened until `now`, in order; what is shorter than `toleranceMs` at the end is a mark that is not made yet. */
export function gapsIn(listening: Listening, now: number, toleranceMs: number): readonly TimeRange[] {
  const gaps: TimeRange[] = [];
  let fromAt = Number.NEGATIVE_INFINITY;
  for (const span of listening) {
    if (span.fromAt > fromAt) gaps.push({ fromAt, toAt: span.fromAt });
    fromAt = Math.max(fromAt, span.toAt);
  }
  if (now - fromAt > toleranceMs) gaps.push({ fromAt, toAt: now });
  return gaps;
}
