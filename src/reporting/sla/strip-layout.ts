import type { DayFigures } from '../../domain/sla-report.ts';
import { shortDate } from './html-moment.ts';

/** Where a day stands in a calendar strip. */
export interface PlacedDay {
  readonly day: DayFigures;
  /** From the left, in columns. */
  readonly column: number;
  readonly row: number;
  /** What is written beside it. */
  readonly label?: string;
}

/** How the days of a period are laid out. */
export interface StripLayout {
  readonly places: readonly PlacedDay[];
  readonly columns: number;
  readonly rows: number;
  /** Labels stand below their days, or in columns before the first of them. */
  readonly labels: 'below' | 'before';
}

const daysInRow = 31;
const labelEvery = 7;
// As wide as the name of a month.
const labelColumns = 2.5;

/** One row while the days are no more than a month has; else a row for each month. */
export function stripLayout(days: readonly DayFigures[]): StripLayout {
  if (days.length > daysInRow) return byMonth(days);
  const places = days.map((day, column) => {
    return column % labelEvery === 0 ? { day, column, row: 0, label: shortDate(day.date) } : { day, column, row: 0 };
  });
  return { places, columns: daysInRow, rows: 1, labels: 'below' };
}

function byMonth(days: readonly DayFigures[]): StripLayout {
  const months = [...new Set(days.map(monthOf))];
  const rowOf = new Map(months.map((month, row) => [month, row]));
  const labelled = new Set<string>();
  const places = days.map((day) => {
    const month = monthOf(day);
    const place = { day, column: labelColumns + Number(day.date.slice(8)) - 1, row: rowOf.get(month) ?? 0 };
    if (labelled.has(month)) return place;
    labelled.add(month);
    return { ...place, label: shortDate(day.date).split(' ').at(-1) ?? month };
  });
  return { places, columns: labelColumns + daysInRow, rows: months.length, labels: 'before' };
}

function monthOf({ date }: DayFigures): string {
  return date.slice(0, 7);
}
