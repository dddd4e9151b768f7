import { parseDuration } from '../domain/duration.ts';
import { UsageError } from './exit-code.ts';

const clockTime = /^([01]?\d|2[0-3]):([0-5]\d)$/;
const dateAndTime = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?)?(Z|[+-]\d\d:?\d\d)?$/i;

/**
 * Reads an instant as people write it, by the zone of this machine unless it names another: `22:00` (the next time it is
 * that), `2026-12-24`, `2026-12-24 22:00`, `2026-12-24T22:00:00+01:00`, `now`, or `2h`, which is so long from now. Epoch
 * ms; undefined for anything else, and for days and hours that there are not.
 */
export function parseInstant(text: string, nowAt: number): number | undefined {
  const trimmed = text.trim();
  if (trimmed === 'now') return nowAt;
  const [, hour, minute] = clockTime.exec(trimmed) ?? [];
  if (hour !== undefined) return nextClockTime(Number(hour), Number(minute), nowAt);
  if (dateAndTime.test(trimmed)) return parseDate(trimmed);
  const durationMs = /[a-z]$/.test(trimmed) ? parseDuration(trimmed.replace(/^\+/, '')) : undefined;
  return durationMs === undefined ? undefined : nowAt + durationMs;
}

function nextClockTime(hour: number, minute: number, nowAt: number): number {
  const date = new Date(nowAt);
  date.setHours(hour, minute, 0, 0);
  // By the calendar and not by 24 hours: the day on which the clocks change is not that long.
  if (date.getTime() <= nowAt) date.setDate(date.getDate() + 1);
  return date.getTime();
}

function parseDate(text: string): number | undefined {
  const [, year, month, day, hour = '00', minute = '00', second = '00', zone = ''] = dateAndTime.exec(text) ?? [];
  // A date alone would be taken as UTC, and the 30th of February as the 2nd of March.
  const isDay = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone.toUpperCase()}`);
  return isDay && !Number.isNaN(at) ? at : undefined;
}

/** Reads the duration of an option, ms; throws a UsageError for what is none. */
export function durationIn(option: string, text: string): number {
  const ms = parseDuration(text);
  if (ms !== undefined && ms > 0) return ms;
  throw new UsageError(`${option} ${JSON.stringify(text)}: expected a duration such as 30m, 2h or 1d`);
}
