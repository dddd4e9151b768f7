import type { TimeRange } from '../../domain/calendar.ts';
import type { Timeline } from '../../domain/timeline.ts';
import { type Markup, markup, noMarkup } from '../markup.ts';
import { acrossChart, chartHeight, chartWidth, percent } from './svg-scale.ts';

/** A horizontal line of a chart with what is written on it. */
export interface ChartLine {
  /** In units of the chart. */
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
  /** Hatches what it does not know. */
  readonly timeline: Timeline;
  readonly lines: readonly ChartLine[];
  /** Drawn in a field of `chartWidth` × `chartHeight`. */
  readonly curves: readonly Markup[];
  /** Whether the words of the grid stand beside the curves, or on its lines. */
  readonly words: 'beside' | 'above';
}

/** The height of the field that curves are drawn in. */
const plotPx = 112;
// Room for the words on the highest line, and for the dates.
const topPx = 16;
const datesPx = 20;

/**
 * A chart as wide as there is room: only what is drawn is stretched, never a word or the thickness of a line. Its dates are
 * those that stand once in the document (see svg-dates.ts).
 */
export function chart({ label, period, timeline, lines, curves, words }: ChartParts): Markup {
  const kind = words === 'beside' ? markup`plot beside` : markup`plot`;
  return markup`<svg class="${kind}" role="img" aria-label="${label}" height="${topPx + plotPx + datesPx}"><svg y="${topPx}" height="${plotPx}" viewBox="0 0 ${chartWidth} ${chartHeight}" preserveAspectRatio="none">${lines.map(lineMarkup)}${curves}</svg>${unknownBands(timeline, period)}${lines.map(textMarkup)}<use href="#dates" y="${topPx + plotPx + datesPx - 4}"/></svg>`;
}

function lineMarkup({ y, kind }: ChartLine): Markup {
  return markup`<path${kind === 'grid' ? noMarkup : markup` class="objective"`} d="M0 ${y}h${chartWidth}"/>`;
}

function textMarkup({ y, text, kind }: ChartLine): Markup {
  const linePx = Math.round((y / chartHeight) * plotPx);
  return kind === 'grid'
    ? markup`<text y="${topPx + linePx - 4}">${text}</text>`
    : markup`<text class="promise" x="100%" y="${topPx + linePx - 4}">${text}</text>`;
}

// Narrower than a pixel or two.
const leastUnits = 3;

function unknownBands(timeline: Timeline, period: TimeRange): readonly Markup[] {
  return timeline.flatMap(({ state, fromAt, toAt }) => {
    if (state !== 'unknown') return [];
    const x = acrossChart(period, fromAt);
    const width = acrossChart(period, toAt) - x;
    if (width < leastUnits) return [];
    return [
      markup`<rect class="unknown" x="${percent(x / chartWidth)}" y="${topPx}" width="${percent(width / chartWidth)}" height="${plotPx}"/>`,
    ];
  });
}
