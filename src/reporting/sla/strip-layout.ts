import { groupBy } from '../../domain/group-by.ts';
import type { DayFigures } from '../../domain/sla-report.ts';
import { shortDate } from './html-moment.ts';

/** Where a day stands in its row of a calendar strip. */
export interface PlacedDay {
  readonly day: DayFigures;
  /** From the left of its row. */
  readonly column: number;
}

/** A row of days that follow one another. */
export interface StripRow {
  /** Where it begins, as a share of the width. */
  readonly x: number;
  readonly yPx: number;
  readonly places: readonly PlacedDay[];
}

/** How the days of a period are laid out. */
export interface StripLayout {
  /** `month`: one row. `months`: one for each month, below one another. */
  readonly kind: 'month' | 'months';
  readonly rows: readonly StripRow[];
  /** Of the width. */
  readonly columnShare: number;
  readonly heightPx: number;
  /** What is written below days, or before rows. */
  readonly labels: readonly { readonly x: number; readonly yPx: number; readonly text: string }[];
}

/** The height of a cell. */
export const cellPx = 28;
/** How much of its column a cell takes up; the rest is the space between cells. */
export const cellShare = 0.88;
const labelPx = 18;
const rowPx = cellPx + 4;
const daysInRow = 31;
const labelEvery = 7;
// As wide as the name of a month.
const labelColumns = 2.5;
const columnShares = { month: 1 / daysInRow, months: 1 / (labelColumns + daysInRow) } as const;

/** One row while the days are no more than a month has; else a row for each month. */
export function stripLayout(days: readonly DayFigures[]): StripLayout {
  return days.length > daysInRow ? byMonth(days) : inOneRow(days);
}

/** Where the cells of every row stand, for the style sheet: said once, and not by each cell. */
export const stripStyle: string = [
  ...Object.entries(columnShares).map(([kind, share]) => {
    return `.strip.${kind} { --column: ${(share * 100).toFixed(4)}%; }`;
  }),
  `.strip rect { width: calc(${cellShare} * var(--column)); height: ${cellPx}px; }`,
  ...Array.from({ length: daysInRow - 1 }, (_, index) => {
    return `.strip rect:nth-of-type(${index + 2}) { x: calc(${index + 1} * var(--column)); }`;
  }),
].join('\n');

function inOneRow(days: readonly DayFigures[]): StripLayout {
  const columnShare = columnShares.month;
  return {
    kind: 'month',
    rows: [{ x: 0, yPx: 0, places: days.map((day, column) => ({ day, column })) }],
    columnShare,
    heightPx: cellPx + labelPx,
    labels: days.flatMap(({ date }, column) => {
      if (column % labelEvery !== 0) return [];
      return [{ x: column * columnShare, yPx: cellPx + labelPx - 4, text: shortDate(date) }];
    }),
  };
}

function byMonth(days: readonly DayFigures[]): StripLayout {
  const columnShare = columnShares.months;
  const months = [...groupBy(days, monthOf).values()];
  return {
    kind: 'months',
    rows: months.map((ofMonth, row) => ({
      x: (labelColumns + Number(ofMonth[0]?.date.slice(8) ?? 1) - 1) * columnShare,
      yPx: row * rowPx,
      places: ofMonth.map((day, column) => ({ day, column })),
    })),
    columnShare,
    heightPx: months.length * rowPx,
    labels: months.map(([first], row) => {
      return {
        x: 0,
        yPx: row * rowPx + cellPx - 9,
        text:
          shortDate(first?.date ?? '')
            .split(' ')
            .at(-1) ?? '',
      };
    }),
  };
}

function monthOf({ date }: DayFigures): string {
  return date.slice(0, 7);
}
