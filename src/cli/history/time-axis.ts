import type { TimeRange } from '../../domain/calendar.ts';
import type { WallTime } from '../wall-time.ts';
import { slotMs } from './slots.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
// A label and enough room around it.
const columnsPerLabel = 9;

const stepsMs = [5 * minuteMs, 15 * minuteMs, 30 * minuteMs, hourMs, 2 * hourMs, 3 * hourMs, 6 * hourMs, 12 * hourMs];

/** The times below a row of slots, one column each, by the clock on the wall; of more than two days their dates. Each stands where its slot begins. */
export function timeAxis(slots: readonly TimeRange[], time: WallTime): string {
  const eachMs = slotMs(slots);
  const byDay = slots.length * eachMs > 2 * dayMs;
  const stepMs = stepsMs.find((step) => step >= columnsPerLabel * eachMs) ?? dayMs;
  let line = '';
  for (const [column, { fromAt, toAt }] of slots.entries()) {
    const label = byDay ? newDay(fromAt, eachMs, time) : onTheStep(fromAt, { stepMs, eachMs: toAt - fromAt, time });
    const isFree = line === '' || line.length + 2 <= column;
    if (label !== undefined && isFree && column + label.length <= slots.length) line = line.padEnd(column) + label;
  }
  return line;
}

/** The date where a day begins on the wall. */
function newDay(at: number, eachMs: number, time: WallTime): string | undefined {
  const day = time.day(at);
  return day === time.day(at - eachMs) ? undefined : day;
}

interface Step {
  readonly stepMs: number;
  readonly eachMs: number;
  readonly time: WallTime;
}

/** The clock where it stands at a multiple of the step. */
function onTheStep(at: number, { stepMs, eachMs, time }: Step): string | undefined {
  const clock = time.clock(at);
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  const sinceMidnightMs = hours * hourMs + minutes * minuteMs;
  return sinceMidnightMs % stepMs < eachMs ? clock : undefined;
}
