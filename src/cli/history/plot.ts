import { formatDuration } from '../../domain/duration.ts';
import type { RenderOptions } from '../../reporting/format.ts';
import { styleOf } from '../../reporting/style.ts';
import type { WallTime } from '../wall-time.ts';
import { painted } from './marks.ts';
import { plotCanvas, plotRows, rowOf } from './plot-canvas.ts';
import { type PlotScale, plotScale } from './plot-scale.ts';
import { axisSigns, lineStylesOf, type PlotDrawing, percentiles } from './plot-style.ts';
import type { Slot } from './service-history.ts';
import { statePaints, stateSigns, stripLegend, stripOf } from './state-strip.ts';
import { timeAxis } from './time-axis.ts';

/**
 * Draws response times over time, one column a slot: a line for each percentile, broken where there are too few answers for
 * it, stretches in which the service was down shaded, and below it how the service was; ends in a line feed.
 */
export function latencyPlot(slots: readonly Slot[], time: WallTime, options: RenderOptions): string {
  const style = styleOf(options);
  const known = slots.flatMap(({ latency }) => percentiles.map((name) => latency[`${name}Ms`] ?? 0));
  const scale = plotScale(Math.max(...known, 0));
  const labels = axisLabels(scale);
  const room = Math.max(...labels.map((label) => label.length));
  const { rows, names } = plotCanvas(slots, { scale, options, style });
  const signs = axisSigns(options);
  const states = slots.map(({ state }) => state);
  const margin = ' '.repeat(room + 2);
  const lines = [
    ...rows.map((row, index) => {
      const label = labels[index] ?? '';
      const axis = label === '' ? signs.line : signs.tick;
      return `${style.quiet(`${label.padStart(room)} ${axis}`)}${painted(row)} ${names[index] ?? ''}`;
    }),
    margin + painted(stripOf(states, options)),
    margin + style.quiet(timeAxis(slots, time)),
    '',
    margin + legendOf(slots, { options, style }),
  ];
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

/** How many columns beside the slots a plot takes at most. */
export const plotMargin = 14;

function axisLabels({ top, ticks }: PlotScale): readonly string[] {
  const labels = Array.from({ length: plotRows }, () => '');
  for (const tick of ticks) labels[rowOf(tick, top)] = tick === 0 ? '0' : formatDuration(tick);
  return labels;
}

function legendOf(slots: readonly Slot[], { options, style }: PlotDrawing): string {
  const lineStyles = lineStylesOf({ options, style });
  const lines = percentiles
    .toReversed()
    .filter((name) => slots.some(({ latency }) => latency[`${name}Ms`] !== undefined))
    .map((name) => lineStyles[name].paint(`${lineStyles[name].signs.flat.repeat(2)} ${name}`));
  const isTimedOut = slots.some(({ latency }) => latency.timeouts > 0);
  const timeouts = statePaints(options).down(`${stateSigns(options).down} at the top: timeouts`);
  const states = stripLegend(
    slots.map(({ state }) => state),
    options,
  );
  return [...lines, ...(isTimedOut ? [timeouts] : []), ...(states === '' ? [] : [states])].join('  ');
}
