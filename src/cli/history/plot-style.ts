import type { RenderOptions } from '../../reporting/format.ts';
import type { Style } from '../../reporting/style.ts';
import type { LineSigns } from './plot-lines.ts';

/** What is drawn, in the order in which it is: the last is on top. */
export const percentiles = ['p99', 'p95', 'p50'] as const;
export type Percentile = (typeof percentiles)[number];

/** How a plot is drawn. */
export interface PlotDrawing {
  readonly options: Pick<RenderOptions, 'color' | 'unicode'>;
  readonly style: Style;
}

/** The lines of a plot, told apart by their signs as well. */
export type LineStyles = Readonly<
  Record<Percentile, { readonly signs: LineSigns; readonly paint: (text: string) => string }>
>;

const unicodeLines: Readonly<Record<Percentile, LineSigns>> = {
  p50: { flat: '━', steep: '┃', rise: ['┛', '┏'], fall: ['┓', '┗'] },
  p95: { flat: '─', steep: '│', rise: ['╯', '╭'], fall: ['╮', '╰'] },
  p99: { flat: '┄', steep: '┆', rise: ['╯', '╭'], fall: ['╮', '╰'] },
};
const asciiLines: Readonly<Record<Percentile, LineSigns>> = {
  p50: { flat: '=', steep: '|', rise: ['=', '='], fall: ['=', '='] },
  p95: { flat: '-', steep: '|', rise: ['-', '-'], fall: ['-', '-'] },
  p99: { flat: '.', steep: ':', rise: ['.', '.'], fall: ['.', '.'] },
};

/** How each line is drawn. */
export function lineStylesOf({ options, style }: PlotDrawing): LineStyles {
  const signs = options.unicode ? unicodeLines : asciiLines;
  return {
    p50: { signs: signs.p50, paint: style.status.healthy },
    p95: { signs: signs.p95, paint: style.accent },
    p99: { signs: signs.p99, paint: style.quiet },
  };
}

/** Behind the lines while it was down. */
export function shadeOf({ unicode }: PlotDrawing['options']): string {
  return unicode ? '░' : '/';
}

/** The vertical axis, between its ticks and at them. */
export function axisSigns({ unicode }: PlotDrawing['options']) {
  return unicode ? { line: '│', tick: '┤' } : { line: '|', tick: '+' };
}
