import type { TimeRange } from '../../domain/calendar.ts';
import type { DayFigures } from '../../domain/sla-report.ts';
import type { Timeline } from '../../domain/timeline.ts';
import { type Markup, markup } from '../markup.ts';
import { shortDate } from './html-moment.ts';
import { acrossChart, chartWidth, percent } from './svg-scale.ts';

/** A horizontal line of a chart with what is written on it. */
export interface ChartLine {
  readonly y: number;
  readonly text: string;
  /** What was promised. */
  readonly kind: 'grid' | 'objective';
}

/** What a chart over a period is made of. */
interface ChartParts {
  /** The whole chart in one sentence, for those who do not see it. */
  readonly label: string;
  readonly period: TimeRange;
  readonly days: readonly DayFigures[];
  /** Hatches what it does not know. */
  readonly timeline: Timeline;
  readonly lines: readonly ChartLine[];
  /** Drawn in a field of 1,000 × `plotPx`. */
  readonly curves: readonly Markup[];
}

/** The height of the field that curves are drawn in. */
export const plotPx = 112;
// Room for the words on the highest line, and for the dates.
const topPx = 16;
const datesPx = 20;

/** A chart as wide as there is room: only what is drawn is stretched, never a word or the thickness of a line. */
export function chart({ label, period, days, timeline, lines, curves }: ChartParts): Markup {
  return markup`<svg class="plot" role="img" aria-label="${label}" height="${topPx + plotPx + datesPx}">
<svg y="${topPx}" height="${plotPx}" viewBox="0 0 ${chartWidth} ${plotPx}" preserveAspectRatio="none">${lines.map(lineMarkup)}${curves}</svg>
${unknownBands(timeline, period)}${lines.map(textMarkup)}${datesBelow(days, period)}
</svg>`;
}

function lineMarkup({ y, kind }: ChartLine): Markup {
  return markup`<path class="${kind}" d="M0 ${y}H${chartWidth}"/>`;
}

function textMarkup({ y, text, kind }: ChartLine): Markup {
  return kind === 'grid'
    ? markup`<text y="${topPx + y - 4}">${text}</text>`
    : markup`<text class="promise" x="100%" y="${topPx + y - 4}">${text}</text>`;
}

// Narrower than a pixel or two.
const leastUnits = 3;

function unknownBands(timeline: Timeline, period: TimeRange): readonly Markup[] {
  return timeline.flatMap(({ state, fromAt, toAt }) => {
    const x = acrossChart(period, fromAt);
    const width = acrossChart(period, toAt) - x;
    if (state !== 'unknown' || width < leastUnits) return [];
    return [
      markup`<rect class="unknown" x="${percent(x / chartWidth)}" y="${topPx}" width="${percent(width / chartWidth)}" height="${plotPx}"/>`,
    ];
  });
}

// More than two months are told apart by their names.
const mostDaysByDate = 62;
const mostDates = 5;
const mostMonths = 12;

function datesBelow(days: readonly DayFigures[], period: TimeRange): readonly Markup[] {
  return labelledDays(days).flatMap(({ fromAt, label }) => {
    const share = acrossChart(period, fromAt) / chartWidth;
    // It would be cut at the right edge.
    if (share > 0.95) return [];
    return [markup`<text x="${percent(share)}" y="${topPx + plotPx + datesPx - 4}">${label}</text>`];
  });
}

function labelledDays(days: readonly DayFigures[]): readonly { readonly fromAt: number; readonly label: string }[] {
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
