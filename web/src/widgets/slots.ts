import type { State } from '../api/types.ts';
import { formatInstant, type Zone } from '../format.ts';

/** A stretch of a heartbeat bar; `state` is the worst of it, and `none` where nobody looked. */
export interface Slot {
  readonly fromAt: number;
  readonly toAt: number;
  readonly state: State | 'none';
}

/** What each state of a stretch is called. */
export const slotWords: Readonly<Record<Slot['state'], string>> = {
  up: 'up',
  degraded: 'degraded',
  down: 'down',
  unknown: 'unknown',
  maintenance: 'in maintenance',
  paused: 'paused',
  none: 'no data',
};

const worstFirst: readonly Slot['state'][] = ['down', 'degraded', 'unknown', 'maintenance', 'paused', 'up'];

/** Cuts a timeline into equal stretches: the worst of each. What the timeline does not cover has no data. */
export function slotsOf(
  segments: readonly { readonly state: State; readonly from: string; readonly to: string }[],
  { fromAt, toAt, count }: { readonly fromAt: number; readonly toAt: number; readonly count: number },
): readonly Slot[] {
  const spans = segments.map(({ state, from, to }) => ({ state, fromAt: Date.parse(from), toAt: Date.parse(to) }));
  const step = (toAt - fromAt) / count;
  return Array.from({ length: count }, (_, index) => {
    const slot = { fromAt: fromAt + index * step, toAt: fromAt + (index + 1) * step };
    const present = spans
      .filter((span) => span.fromAt < slot.toAt && span.toAt > slot.fromAt)
      .map(({ state }) => state);
    return { ...slot, state: worstFirst.find((state) => present.some((one) => one === state)) ?? 'none' };
  });
}

/** A bar in one sentence: `58 of 60 up, 2 down from 10:04 to 10:06`. */
export function sentenceOf(slots: readonly Slot[], zone: Zone): string {
  const counts = new Map<Slot['state'], Slot[]>();
  for (const slot of slots) counts.set(slot.state, [...(counts.get(slot.state) ?? []), slot]);
  const parts = [...counts].map(([state, of]) => {
    const where = state === 'down' || state === 'degraded' ? ` ${span(of, zone)}` : '';
    return `${of.length} ${slotWords[state]}${where}`;
  });
  return parts.join(', ') || 'nothing is known';
}

/** One stretch: `10:04 to 10:05: down`. */
export function slotText({ fromAt, toAt, state }: Slot, zone: Zone): string {
  const detail = toAt - fromAt >= 86_400_000 ? 'day' : toAt - fromAt >= 3_600_000 ? 'minute' : 'time';
  return `${formatInstant(fromAt, zone, detail)} to ${formatInstant(toAt, zone, detail)}: ${slotWords[state]}`;
}

function span(slots: readonly Slot[], zone: Zone): string {
  const first = slots[0];
  const last = slots.at(-1);
  if (first === undefined || last === undefined) return '';
  const detail = first.toAt - first.fromAt >= 3_600_000 ? 'minute' : 'time';
  return `between ${formatInstant(first.fromAt, zone, detail)} and ${formatInstant(last.toAt, zone, detail)}`;
}
