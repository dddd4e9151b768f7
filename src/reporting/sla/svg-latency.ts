import type { TimeRange } from '../../domain/calendar.ts';
import { formatDuration } from '../../domain/duration.ts';
import type { DayFigures, LatencyFigures, ServiceFigures } from '../../domain/sla-report.ts';
import { type Markup, markup, noMarkup } from '../markup.ts';
import { type ChartLine, chart } from './svg-chart.ts';
import { type Point, pathOf } from './svg-path.ts';
import { acrossChart, roundStep, verticalScale } from './svg-scale.ts';
import { latencyText } from './wording.ts';

/** The percentiles that are drawn, each with its own kind of line. */
export const percentiles = {
  p50: ({ p50Ms }: LatencyFigures) => p50Ms,
  p95: ({ p95Ms }: LatencyFigures) => p95Ms,
  p99: ({ p99Ms }: LatencyFigures) => p99Ms,
} as const;

/** The percentiles that any day has. */
export function drawnPercentiles({ days }: Pick<ServiceFigures, 'days'>): readonly (keyof typeof percentiles)[] {
  return percentileNames.filter((name) => days.some(({ latency }) => percentiles[name](latency) !== undefined));
}

const percentileNames = ['p50', 'p95', 'p99'] as const satisfies readonly (keyof typeof percentiles)[];

/** Latency percentiles day by day. The lines break where nothing is known; nothing where fewer than two days have any. */
export function latencyChart(service: ServiceFigures, period: TimeRange): Markup {
  const { days, latency, timeline } = service;
  if (days.filter((day) => day.latency.count > 0).length < 2) return noMarkup;
  const drawn = drawnPercentiles(service).map((name) => ({ name, read: percentiles[name] }));
  const highest = Math.max(...days.flatMap((day) => drawn.flatMap(({ read }) => read(day.latency) ?? [])));
  const step = roundStep(highest, mostSteps);
  const topMs = Math.max(highest, step);
  const scale = verticalScale({ top: topMs, bottom: 0 });
  const curves = drawn.map(({ name, read }) => {
    const yOf = (day: DayFigures) => {
      const ms = read(day.latency);
      return ms === undefined ? undefined : scale(ms);
    };
    return markup`<path class="${name}" d="${pathOf(strokesOf(days, period, yOf))}"/>`;
  });
  const label = `Latency by day; over the whole period ${latencyText(latency)}`;
  const promisedMs = service.objective?.latency?.underMs;
  const promise: readonly ChartLine[] =
    promisedMs === undefined || promisedMs > topMs
      ? []
      : [{ y: scale(promisedMs), text: `objective ${formatDuration(promisedMs)}`, kind: 'objective' }];
  const grid = multiplesOf(step, topMs).map((ms) => {
    return { y: scale(ms), text: formatDuration(ms), kind: 'grid' as const };
  });
  return chart({ label, period, timeline, lines: [...grid, ...promise], curves, words: 'beside' });
}

const mostSteps = 3;

function multiplesOf(step: number, top: number): readonly number[] {
  return Array.from({ length: Math.floor(top / step + 1e-9) }, (_, index) => (index + 1) * step);
}

/** A new stroke begins after each day without a figure. */
function strokesOf(
  days: readonly DayFigures[],
  period: TimeRange,
  yOf: (day: DayFigures) => number | undefined,
): readonly (readonly Point[])[] {
  const strokes: Point[][] = [];
  let stroke: Point[] | undefined;
  for (const day of days) {
    const y = yOf(day);
    if (y === undefined) {
      stroke = undefined;
      continue;
    }
    if (stroke === undefined) {
      stroke = [];
      strokes.push(stroke);
    }
    stroke.push([acrossChart(period, (day.fromAt + day.toAt) / 2), y]);
  }
  return strokes;
}
