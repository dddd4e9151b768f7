import type { DayFigures } from '../../domain/sla-report.ts';
import { type State, states } from '../../domain/timeline.ts';
import { type Markup, markup, noMarkup } from '../markup.ts';
import { dayState, dayWords } from './day-state.ts';
import { shortDate } from './html-moment.ts';
import { type PlacedDay, type StripLayout, stripLayout } from './strip-layout.ts';
import { percent } from './svg-scale.ts';

/** A calendar strip: a cell for each day with the worst that it was. Signs, hatching and outlines tell what colours tell. */
export function calendarStrip(days: readonly DayFigures[]): Markup {
  const layout = stripLayout(days);
  const { places, columns, rows, labels } = layout;
  const height = labels === 'below' ? cellPx + labelPx : rows * rowPx;
  return markup`<svg class="strip" role="img" aria-label="${summaryOf(days)}" height="${height}" style="--cell:${percent(cellShare / columns)}">${places.map(
    (place) => markup`${cellOf(place, layout)}${labelOf(place, layout)}`,
  )}</svg>`;
}

const cellPx = 28;
const labelPx = 18;
const rowPx = cellPx + 4;
// The rest of a column is the space between cells.
const cellShare = 0.88;

/** What is drawn on a cell, so that it tells without its colour. */
const signs: Readonly<Partial<Record<State, string>>> = { down: '✕', degraded: '▲', unknown: '?' };

function cellOf({ day, column, row }: PlacedDay, { columns }: StripLayout): Markup {
  const state = dayState(day);
  const y = row * rowPx;
  const outline = day.durations.maintenance > 0 && state !== 'maintenance' ? ' outlined' : '';
  const top = y === 0 ? noMarkup : markup` y="${y}"`;
  const cell = markup`<rect class="${state}${outline}" x="${percent(column / columns)}"${top}><title>${shortDate(day.date)}: ${dayWords(day)}</title></rect>`;
  const sign = signs[state];
  if (sign === undefined) return cell;
  return markup`${cell}<text class="on-${state}" x="${percent((column + cellShare / 2) / columns)}" y="${y + 19}">${sign}</text>`;
}

function labelOf({ column, row, label }: PlacedDay, { columns, labels }: StripLayout): Markup {
  if (label === undefined) return noMarkup;
  return labels === 'below'
    ? markup`<text x="${percent(column / columns)}" y="${cellPx + labelPx - 4}">${label}</text>`
    : markup`<text x="0" y="${row * rowPx + 19}">${label}</text>`;
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
