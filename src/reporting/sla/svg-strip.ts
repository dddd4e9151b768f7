import type { DayFigures } from '../../domain/sla-report.ts';
import { type State, states } from '../../domain/timeline.ts';
import { type Markup, markup, noMarkup } from '../markup.ts';
import { dayState, dayWords } from './day-state.ts';
import { shortDate } from './html-moment.ts';
import { cellPx, cellShare, type PlacedDay, type StripLayout, type StripRow, stripLayout } from './strip-layout.ts';
import { dateText } from './svg-dates.ts';
import { percent } from './svg-scale.ts';

/**
 * A calendar strip: a cell for each day with the worst that it was. Signs, hatching and outlines tell what colours tell. Where
 * the cells of a row stand is said by the style sheet (see strip-layout.ts), and the labels stand once in the document.
 */
export function calendarStrip(days: readonly DayFigures[]): Markup {
  const layout = stripLayout(days);
  const rows = layout.rows.map((row) => rowMarkup(row, layout));
  return markup`<svg class="strip ${layout.kind}" role="img" aria-label="${summaryOf(days)}" height="${layout.heightPx}">${rows}<use href="#labels"/></svg>`;
}

/** The labels of every strip of a report: `<use href="#labels"/>` draws them. */
export function stripLabels(days: readonly DayFigures[]): Markup {
  const { labels } = stripLayout(days);
  const texts = labels.map(({ x, yPx, text }) => dateText(x, text, yPx));
  return markup`<g id="labels" class="dates">${texts}</g>`;
}

function rowMarkup({ x, yPx, places }: StripRow, { columnShare }: StripLayout): Markup {
  const cells = places.map((place) => cellOf(place, columnShare));
  if (x === 0 && yPx === 0) return markup`${cells}`;
  return markup`<svg x="${percent(x)}" y="${yPx}">${cells}</svg>`;
}

/** What is drawn on a cell, so that it tells without its colour. */
const signs: Readonly<Partial<Record<State, string>>> = { down: '✕', degraded: '▲', unknown: '?' };

function cellOf({ day, column }: PlacedDay, columnShare: number): Markup {
  const state = dayState(day);
  const title = `${shortDate(day.date)}: ${dayWords(day)}`;
  const outline = day.durations.maintenance > 0 && state !== 'maintenance' ? ' outlined' : '';
  // Nearly all are up.
  const looks = state === 'up' ? outline.trim() : `${state}${outline}`;
  const cell = markup`<rect${looks === '' ? noMarkup : markup` class="${looks}"`}><title>${title}</title></rect>`;
  const sign = signs[state];
  if (sign === undefined) return cell;
  return markup`${cell}<text class="on-${state}" x="${percent((column + cellShare / 2) * columnShare)}" y="${cellPx - 9}">${sign}</text>`;
}

/** `31 days: 1 down, 30 up`. */
function summaryOf(days: readonly DayFigures[]): string {
  const worst = days.map(dayState);
  const parts = [...states].reverse().flatMap((state) => {
    const count = worst.filter((other) => other === state).length;
    return count === 0 ? [] : [`${count} ${state}`];
  });
  return `${days.length} ${days.length === 1 ? 'day' : 'days'}: ${parts.join(', ')}`;
}
