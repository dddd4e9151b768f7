import { lineMarks } from './plot-lines.ts';
import type { PlotScale } from './plot-scale.ts';
import {
  type LineStyles,
  lineStylesOf,
  type Percentile,
  type PlotDrawing,
  percentiles,
  shadeOf,
} from './plot-style.ts';
import type { Slot } from './service-history.ts';
import { stateSigns } from './state-strip.ts';

/** How high a plot is. */
export const plotRows = 13;

/** The row of a value, from the top. */
export function rowOf(value: number, top: number): number {
  return Math.round((1 - value / top) * (plotRows - 1));
}

/** The rows of the canvas, and what stands to the right of some of them: which line ends there. */
export function plotCanvas(
  slots: readonly Slot[],
  { scale, options, style }: PlotDrawing & { readonly scale: PlotScale },
) {
  const { status } = style;
  const lineStyles = lineStylesOf({ options, style });
  const blank = (state: Slot['state']) => {
    return state === 'down'
      ? { sign: shadeOf(options), paint: status.unhealthy }
      : { sign: ' ', paint: status.healthy };
  };
  const rows = Array.from({ length: plotRows }, () => slots.map(({ state }) => blank(state)));
  const ends = new Map<Percentile, number>();
  for (const name of percentiles) {
    const { signs, paint } = lineStyles[name];
    const heights = slots.map(({ latency }) => latency[`${name}Ms`]).map((ms) => ms && rowOf(ms, scale.top));
    for (const { column, row, sign } of lineMarks(heights, signs)) put(rows, { column, row, mark: { sign, paint } });
    const end = heights.findLast((height) => height !== undefined);
    if (end !== undefined) ends.set(name, end);
  }
  const timeout = { sign: stateSigns(options).down, paint: status.unhealthy };
  for (const [column, { latency }] of slots.entries()) {
    if (latency.timeouts > 0) put(rows, { column, row: 0, mark: timeout });
  }
  return { rows, names: namesBeside(ends, lineStyles) };
}

interface Put {
  readonly column: number;
  readonly row: number;
  readonly mark: { readonly sign: string; readonly paint: (text: string) => string };
}

function put(rows: readonly Put['mark'][][], { column, row, mark }: Put): void {
  const cells = rows[row];
  if (cells !== undefined) cells[column] = mark;
}

/** Each as near to the end of its line as there is room; the lines are in this order, since a higher percentile is never smaller. */
function namesBeside(ends: ReadonlyMap<Percentile, number>, lineStyles: LineStyles): readonly string[] {
  const names = Array.from({ length: plotRows }, () => '');
  const shown = percentiles.filter((name) => ends.has(name));
  let free = 0;
  for (const [index, name] of shown.entries()) {
    const lowest = plotRows - (shown.length - index);
    const row = Math.min(lowest, Math.max(free, ends.get(name) ?? 0));
    names[row] = lineStyles[name].paint(name);
    free = row + 1;
  }
  return names;
}
