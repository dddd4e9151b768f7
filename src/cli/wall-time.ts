import { formatDuration } from '../domain/duration.ts';

/** Words for instants (epoch ms) as people at one place read them now. */
export interface WallTime {
  readonly nowAt: number;
  /** `20:14:03` for today, else `20 Nov 20:14:03`, and `20 Nov 2025 20:14:03` for another year. */
  at(at: number): string;
  /** The same with the zone: `20:14:03 CET`. */
  withZone(at: number): string;
  /** With everything: `21 Nov 2026 20:14:03 CET`. */
  full(at: number): string;
  /** `20 Nov`. */
  day(at: number): string;
  /** `20:14`. */
  clock(at: number): string;
  /** The clock alone where it is the day of another instant, else as `at`. */
  onDayOf(day: number, at: number): string;
  /** `12 min ago`, `in 2 h`, `now`. */
  fromNow(at: number): string;
  /** A text of ours with the instants in it, which are stored as RFC 3339 in UTC, as in `at`. */
  inText(text: string): string;
}

const storedInstant = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
// The last instant that a Date can hold (ECMA-262 §21.4.1.1).
const lastInstant = 8_640_000_000_000_000;

/** Builds the words of a zone, the machine's own unless one is named. */
export function createWallTime({ nowAt, timeZone }: { readonly nowAt: number; readonly timeZone?: string }): WallTime {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...(timeZone !== undefined && { timeZone }),
    ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZoneName: 'short' },
  });
  const partsOf = (at: number) => {
    const parts = new Map(format.formatToParts(clamp(at)).map(({ type, value }) => [type, value]));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
    return {
      year: part('year'),
      date: `${Number(part('day'))} ${months[Number(part('month')) - 1] ?? ''}`,
      time: `${part('hour')}:${part('minute')}:${part('second')}`,
      zone: part('timeZoneName'),
    };
  };
  const seenFrom = (day: number, at: number) => {
    const [there, here] = [partsOf(at), partsOf(day)];
    if (there.year !== here.year) return `${there.date} ${there.year} ${there.time}`;
    return there.date === here.date ? there.time : `${there.date} ${there.time}`;
  };
  return {
    nowAt,
    at: (at) => seenFrom(nowAt, at),
    withZone: (at) => `${seenFrom(nowAt, at)} ${partsOf(at).zone}`,
    full(at) {
      const { date, year, time, zone } = partsOf(at);
      return `${date} ${year} ${time} ${zone}`;
    },
    day: (at) => partsOf(at).date,
    clock: (at) => partsOf(at).time.slice(0, 5),
    onDayOf: seenFrom,
    fromNow(at) {
      const away = Math.round((at - nowAt) / 1_000) * 1_000;
      if (away === 0) return 'now';
      return away < 0 ? `${formatDuration(-away)} ago` : `in ${formatDuration(away)}`;
    },
    inText: (text) => text.replace(storedInstant, (instant) => seenFrom(nowAt, Date.parse(instant))),
  };
}

function clamp(at: number): number {
  return Math.max(-lastInstant, Math.min(at, lastInstant));
}
