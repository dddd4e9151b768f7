import { Cron } from 'croner';
import type { TimeRange } from './calendar.ts';
import { type CalendarUnit, dateIn, periodAround } from './period.ts';

/** A period that a report can be made of, under the name that people call it by. */
export interface NamedPeriod extends TimeRange {
  /** `2026-10`, `2026-W47`, `2026-Q4`, `2026`, `last 30d`, or its two ends. */
  readonly label: string;
  /** Present where it is a unit of the calendar. */
  readonly unit?: CalendarUnit;
}

/** The units that reports are made of. */
export const reportUnits = ['day', 'week', 'month', 'quarter', 'year'] as const satisfies readonly CalendarUnit[];

/** The unit of the calendar that an instant lies in. */
function periodNamedAt(at: number, unit: CalendarUnit, timezone: string): NamedPeriod {
  const range = periodAround(at, unit, timezone);
  return { ...range, unit, label: labels[unit](dateIn(timezone, range.fromAt)) };
}

/** The last unit of the calendar that is over. */
export function lastPeriod(nowAt: number, unit: CalendarUnit, timezone: string): NamedPeriod {
  return periodNamedAt(periodAround(nowAt, unit, timezone).fromAt - 1, unit, timezone);
}

/** The period before, of the same unit of the calendar, or else as long. */
export function periodBefore({ fromAt, toAt, unit }: NamedPeriod, timezone: string): TimeRange {
  return unit === undefined
    ? { fromAt: fromAt - (toAt - fromAt), toAt: fromAt }
    : periodAround(fromAt - 1, unit, timezone);
}

const labels: Readonly<Record<CalendarUnit, (firstDay: string) => string>> = {
  day: (date) => date,
  week: weekOf,
  month: (date) => date.slice(0, 7),
  quarter: (date) => `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`,
  year: (date) => date.slice(0, 4),
};

const dayMs = 86_400_000;

/** ISO 8601: the week belongs to the year that its Thursday lies in. */
function weekOf(monday: string): string {
  const thursday = new Date(Date.parse(`${monday}T00:00:00Z`) + 3 * dayMs);
  const year = thursday.getUTCFullYear();
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * dayMs));
  return `${year}-W${String(week).padStart(2, '0')}`;
}

const forms = {
  month: /^(\d{4})-(\d\d)$/,
  week: /^(\d{4})-?W(\d\d)$/i,
  quarter: /^(\d{4})-?Q([1-4])$/i,
  year: /^(\d{4})$/,
  day: /^(\d{4})-(\d\d)-(\d\d)$/,
} as const;

/** What a name of a period looks like. */
export const periodExamples: Readonly<Record<CalendarUnit, string>> = {
  month: '2026-10',
  week: '2026-W47',
  quarter: '2026-Q4',
  year: '2026',
  day: '2026-10-25',
};

// Calendars end somewhere, and nobody plans further.
const lastYear = 2_999;

/** The period of this name on the calendar of a zone; undefined where it is none: `2026-13`, the 53rd week of a short year. */
export function periodOfName(text: string, unit: CalendarUnit, timezone: string): NamedPeriod | undefined {
  const [, year = '', ...parts] = forms[unit].exec(text.trim()) ?? [];
  if (year === '' || Number(year) < 1970 || Number(year) > lastYear) return undefined;
  const insideAt = insideOf(unit, Number(year), parts.map(Number));
  const period = periodNamedAt(insideAt, unit, timezone);
  const name =
    unit === 'week' || unit === 'quarter'
      ? text
          .trim()
          .toUpperCase()
          .replace(/(\d{4})-?([WQ])/, '$1-$2')
      : text.trim();
  return period.label === name ? period : undefined;
}

/** An instant well within the unit, in whatever zone; somewhere else where there is no such unit. */
function insideOf(unit: CalendarUnit, year: number, [part = 1, day = 1]: readonly number[]): number {
  switch (unit) {
    case 'year':
      return Date.UTC(year, 6, 1);
    case 'quarter':
      return Date.UTC(year, 3 * part - 2, 15);
    case 'month':
      return Date.UTC(year, part - 1, 15);
    case 'week':
      // The 4th of January is always in the first week.
      return Date.UTC(year, 0, 4 - ((new Date(Date.UTC(year, 0, 4)).getUTCDay() + 6) % 7) + 3 + 7 * (part - 1));
    case 'day':
      return Date.UTC(year, part - 1, day, 10);
  }
}

const dateAndTime = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?)?$/;
const withZone = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/i;

/** An instant as people write it on the calendar of a zone, `2026-10-25` or `2026-10-25 14:00`, or with its own offset; epoch ms. */
export function instantOn(timezone: string, text: string): number | undefined {
  const trimmed = text.trim();
  if (withZone.test(trimmed)) {
    const at = Date.parse(trimmed.replace(' ', 'T').toUpperCase());
    return Number.isNaN(at) ? undefined : at;
  }
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = dateAndTime.exec(trimmed) ?? [];
  const isDay = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
  if (!isDay || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  // A time that the clocks leave out is as much later as they are put forward.
  const cron = new Cron(`${year}-${month}-${day}T${hour}:${minute}:${second}`, { paused: true, timezone });
  return cron.nextRun(new Date(0))?.getTime();
}
