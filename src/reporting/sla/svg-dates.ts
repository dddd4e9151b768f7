import type { TimeRange } from '../../domain/calendar.ts';
import type { DayFigures } from '../../domain/sla-report.ts';
import { type Markup, markup, noMarkup } from '../markup.ts';
import { shortDate } from './html-moment.ts';
import { percent } from './svg-scale.ts';

/** The dates below a chart, the same for every chart of a report: `<use href="#dates"/>` draws them on the baseline of text. */
export function chartDates(days: readonly Pick<DayFigures, 'date' | 'fromAt'>[], { fromAt, toAt }: TimeRange): Markup {
  const dates = labelledDays(days).flatMap(({ fromAt: at, label }) => {
    const share = (at - fromAt) / (toAt - fromAt);
    // It would be cut at the right edge.
    return share > 0.95 ? [] : [dateText(share, label)];
  });
  return markup`<g id="dates" class="dates">${dates}</g>`;
}

// On a narrow screen a date that begins there would not end on it.
const lateShare = 0.88;

/** A date that begins at a share of the width; `belowPx` where it does not stand on the baseline. */
export function dateText(share: number, text: string, belowPx?: number): Markup {
  const kind = share > lateShare ? markup` class="late"` : noMarkup;
  const y = belowPx === undefined ? noMarkup : markup` y="${belowPx}"`;
  return markup`<text${kind} x="${percent(share)}"${y}>${text}</text>`;
}

// More than two months are told apart by their names.
const mostDaysByDate = 62;
const mostDates = 5;
const mostMonths = 12;

type Label = { readonly fromAt: number; readonly label: string };

function labelledDays(days: readonly Pick<DayFigures, 'date' | 'fromAt'>[]): readonly Label[] {
  if (days.length <= mostDaysByDate) {
    const step = Math.ceil(days.length / mostDates / 7) * 7;
    return everyNth(days, step).map(({ date, fromAt }) => ({ fromAt, label: shortDate(date) }));
  }
  const firsts = days.filter(({ date }) => date.endsWith('-01'));
  const step = Math.ceil(firsts.length / mostMonths);
  return everyNth(firsts, step).map(({ date, fromAt }) => ({ fromAt, label: monthOf(date) }));
}

function everyNth<Item>(items: readonly Item[], step: number): readonly Item[] {
  return items.filter((_, index) => index % step === 0);
}

function monthOf(date: string): string {
  return shortDate(date).replace(/^\d+ /, '');
}
