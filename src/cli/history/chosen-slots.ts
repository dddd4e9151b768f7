import type { TimeRange } from '../../domain/calendar.ts';
import { cutByCalendar, periodAround } from '../../domain/period.ts';
import type { Service } from '../../domain/service.ts';
import { overviewSlots } from './overview.ts';
import { plotMargin } from './plot.ts';
import { slotsWithin } from './service-view.ts';
import { slotsOf } from './slots.ts';

/** What decides into which slots the past is cut. */
export interface SlotsQuery {
  readonly by: 'hour' | 'day' | undefined;
  readonly plot: true | undefined;
  readonly sinceMs: number | undefined;
  readonly nowAt: number;
  /** An IANA zone: days are those of its calendar. */
  readonly timezone: string;
  /** Of the terminal; undefined for what is written for programs. */
  readonly width: number | undefined;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const monthMs = 30 * dayMs;
// A terminal that nobody looks at has no width.
const assumedColumns = 80;

/** Those of every service. */
export function allSlots(query: SlotsQuery): readonly TimeRange[] {
  return slotsOf(lastOf(query.sinceMs ?? dayMs, query.nowAt), overviewSlots(columnsOf(query)));
}

// Some more than a 95th percentile needs.
const answersPerSlot = 25;
// Fewer make no line.
const fewestColumns = 24;

/** Those of one service: hours or days where they are asked for, else as many as there is room for. */
export function serviceSlots(
  { intervalMs = 0 }: Partial<Pick<Service, 'intervalMs'>>,
  query: SlotsQuery,
): readonly TimeRange[] {
  const { by, plot, sinceMs, nowAt, timezone } = query;
  if (by === 'day') {
    const { fromAt } = periodAround(nowAt - (sinceMs ?? monthMs), 'day', timezone);
    return cutByCalendar({ fromAt, toAt: nowAt }, 'day', timezone);
  }
  const range = lastOf(sinceMs ?? dayMs, nowAt);
  if (by === 'hour') return cutByHour(range);
  const columns = columnsOf(query);
  if (!plot) return slotsOf(range, slotsWithin(columns));
  const leastMs = Math.min(answersPerSlot * intervalMs, (range.toAt - range.fromAt) / fewestColumns);
  return slotsOf(range, columns - plotMargin, leastMs);
}

/** How much room there is for slots; a program gets the same whatever terminal it is called from. */
function columnsOf({ width = assumedColumns }: SlotsQuery): number {
  return Number.isFinite(width) ? width : assumedColumns;
}

function cutByHour({ fromAt, toAt }: TimeRange): readonly TimeRange[] {
  const firstAt = Math.floor(fromAt / hourMs) * hourMs;
  return Array.from({ length: Math.ceil((toAt - firstAt) / hourMs) }, (_, index) => {
    const at = firstAt + index * hourMs;
    return { fromAt: at, toAt: Math.min(at + hourMs, toAt) };
  });
}

function lastOf(ms: number, nowAt: number): TimeRange {
  return { fromAt: nowAt - ms, toAt: nowAt };
}
