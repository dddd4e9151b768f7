import type { MaintenanceWindow } from '../api/types.ts';
import type { Zone } from '../format.ts';

/** One day of a calendar, in epoch ms. */
export interface Day {
  readonly fromAt: number;
  readonly toAt: number;
}

/** A window as far as it is open on a day. */
export interface Entry {
  readonly window: MaintenanceWindow;
  readonly fromAt: number;
  readonly toAt: number;
  /** Whether it goes on from the day before, or into the next. */
  readonly isBegun: boolean;
  readonly goesOn: boolean;
}

/** So many weeks from Monday to Sunday, the first with an instant in it. Days are as long as the zone makes them. */
export function weeksFrom(at: number, zone: Zone, count: number): readonly (readonly Day[])[] {
  const { year, month, day, weekday } = partsOf(at, zone);
  const monday = day - ((weekday + 6) % 7);
  return Array.from({ length: count }, (_, week) =>
    Array.from({ length: 7 }, (_, index) => {
      const date = monday + 7 * week + index;
      return { fromAt: startOf(year, month, date, zone), toAt: startOf(year, month, date + 1, zone) };
    }),
  );
}

/** What is open on a day, in the order in which it opens; what was cancelled is not. */
export function entriesOn({ fromAt, toAt }: Day, windows: readonly MaintenanceWindow[]): readonly Entry[] {
  return windows
    .filter(({ cancelled }) => cancelled === null)
    .map((window) => ({ window, startsAt: startsAt(window), endsAt: endsAt(window) }))
    .filter((one) => one.startsAt < toAt && one.endsAt > fromAt)
    .toSorted((a, b) => a.startsAt - b.startsAt || a.endsAt - b.endsAt)
    .map(({ window, startsAt, endsAt }) => ({
      window,
      fromAt: Math.max(startsAt, fromAt),
      toAt: Math.min(endsAt, toAt),
      isBegun: startsAt < fromAt,
      goesOn: endsAt > toAt,
    }));
}

function startsAt({ starts }: MaintenanceWindow): number {
  return starts === null ? Number.NEGATIVE_INFINITY : Date.parse(starts);
}

function endsAt({ ends }: MaintenanceWindow): number {
  return ends === null ? Number.POSITIVE_INFINITY : Date.parse(ends);
}

function partsOf(at: number, zone: Zone) {
  const date = new Date(at);
  return zone === 'utc'
    ? {
        year: date.getUTCFullYear(),
        month: date.getUTCMonth(),
        day: date.getUTCDate(),
        weekday: date.getUTCDay(),
      }
    : { year: date.getFullYear(), month: date.getMonth(), day: date.getDate(), weekday: date.getDay() };
}

function startOf(year: number, month: number, day: number, zone: Zone): number {
  return zone === 'utc' ? Date.UTC(year, month, day) : new Date(year, month, day).getTime();
}
