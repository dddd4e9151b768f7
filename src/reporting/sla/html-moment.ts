import type { TimeRange } from '../../domain/calendar.ts';
import type { SlaReport } from '../../domain/sla-report.ts';
import { toInstant } from '../machine-values.ts';
import { type Markup, markup } from '../markup.ts';
import { instantWording } from './instant-wording.ts';

/** Writes an instant on the calendar of the report's zone, as an element that machines can read too. */
export type Moment = (at: number) => Markup;

/** How the instants of a report are written: `2026-10-25 02:30:00`, with the offset where it is not that of the whole period. */
export function momentsIn({ timezone, ...range }: SlaReport['period']): Moment {
  const wordsOf = instantWording(timezone);
  const offsetOf = (at: number) => wordsOf(at).slice(dateAndTimeLength);
  const offsets = new Set(samplesOf(range).map(offsetOf));
  const full = fullMomentsIn(timezone);
  return (at) => {
    const needsOffset = offsets.size > 1 || !offsets.has(offsetOf(at));
    if (needsOffset) return full(at);
    return markup`<time datetime="${machineInstant(at)}">${wordsOf(at).slice(0, dateAndTimeLength)}</time>`;
  };
}

/** The same with the offset always. */
export function fullMomentsIn(timezone: string): Moment {
  const wordsOf = instantWording(timezone);
  return (at) => {
    const words = wordsOf(at);
    const [dateAndTime, offset] = [words.slice(0, dateAndTimeLength), words.slice(dateAndTimeLength).trim()];
    return markup`<time datetime="${machineInstant(at)}">${dateAndTime} <small>${offset}</small></time>`;
  };
}

/** As short as it is exact. */
function machineInstant(at: number): string {
  return toInstant(at).replace('.000Z', 'Z');
}

const dateAndTimeLength = '2026-10-25 02:30:00'.length;
// Clocks that are set forward stay so for weeks.
const weekMs = 604_800_000;

function samplesOf({ fromAt, toAt }: TimeRange): readonly number[] {
  const samples = [toAt];
  for (let at = fromAt; at < toAt; at += weekMs) samples.push(at);
  return samples;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** `5 Oct` for `2026-10-05`; other text comes back as it is. */
export function shortDate(date: string): string {
  const [, , month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? [];
  return month === undefined ? date : `${Number(day)} ${months[Number(month) - 1] ?? month}`;
}

const monthNames = 'January February March April May June July August September October November December'.split(' ');

/** What a period is called in a heading: `October 2026` for `2026-10`; other labels come back as they are. */
export function periodName(label: string): string {
  const [, year, month] = /^(\d{4})-(\d{2})$/.exec(label) ?? [];
  const name = monthNames[Number(month) - 1];
  return name === undefined ? label : `${name} ${year}`;
}
