import { Cron } from 'croner';
import type { TimeRange } from './calendar.ts';

/** Calendar units that a period can be cut by; weeks begin on Monday. */
export const calendarUnits = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type CalendarUnit = (typeof calendarUnits)[number];

const beginnings: Readonly<Record<CalendarUnit, string>> = {
  day: '0 0 * * *',
  week: '0 0 * * 1',
  month: '0 0 1 * *',
  quarter: '0 0 1 1,4,7,10 *',
  year: '0 0 1 1 *',
};

function cronOf(unit: CalendarUnit, timezone: string): Cron {
  return new Cron(beginnings[unit], { mode: '5-part', paused: true, timezone });
}

/** The unit that an instant lies in, on the calendar of an IANA zone: a month of real time, 743 to 745 hours where clocks change. */
export function periodAround(at: number, unit: CalendarUnit, timezone: string): TimeRange {
  const cron = cronOf(unit, timezone);
  const toAt = nextOf(cron, at);
  // Longer than any unit, and never two of them.
  let fromAt = nextOf(cron, at - longestMs[unit]);
  for (let next = fromAt; next <= at; next = nextOf(cron, next)) fromAt = next;
  return { fromAt, toAt };
}

const dayMs = 86_400_000;
const longestMs: Readonly<Record<CalendarUnit, number>> = {
  day: 2 * dayMs,
  week: 8 * dayMs,
  month: 32 * dayMs,
  quarter: 93 * dayMs,
  year: 367 * dayMs,
};

/** A range cut where units of the calendar begin; what lies at its ends may be shorter than one. */
export function cutByCalendar(range: TimeRange, unit: CalendarUnit, timezone: string): readonly TimeRange[] {
  const cron = cronOf(unit, timezone);
  const parts: TimeRange[] = [];
  let fromAt = range.fromAt;
  while (fromAt < range.toAt) {
    const toAt = Math.min(range.toAt, nextOf(cron, fromAt));
    parts.push({ fromAt, toAt });
    fromAt = toAt;
  }
  return parts;
}

/** The first beginning after an instant. */
function nextOf(cron: Cron, at: number): number {
  // It works in whole seconds.
  const next = cron.nextRun(new Date(Math.floor(at / 1_000) * 1_000));
  if (next === null) throw new RangeError('the calendar ends here');
  return next.getTime();
}

/** The day, `2026-10-25`, month or year that an instant lies in, on the calendar of a zone. */
export function dateIn(timezone: string, at: number): string {
  // The Swedish way of writing dates is that of ISO 8601.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short' }).format(at);
}
