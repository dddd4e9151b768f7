import type { Series } from '../api/types.ts';

/** What a chart draws: instants in epoch seconds, times in ms; null where nothing is known, so that lines break there. */
export interface ChartData {
  readonly at: readonly number[];
  /** The fastest and the slowest answer of each point. */
  readonly min: readonly (number | null)[];
  readonly max: readonly (number | null)[];
  readonly p50: readonly (number | null)[];
  readonly p95: readonly (number | null)[];
  readonly p99: readonly (number | null)[];
  readonly timeouts: readonly number[];
}

const mostPoints = 2_000;

/** Lays points on a grid without holes. */
export function chartDataOf(
  { step_ms, points }: Pick<Series, 'step_ms' | 'points'>,
  { fromAt, toAt }: { readonly fromAt: number; readonly toAt: number },
): ChartData {
  const step = Math.max(step_ms, (toAt - fromAt) / mostPoints);
  const known = new Map(points.map((point) => [Math.floor((Date.parse(point.at) - fromAt) / step), point]));
  const places = Array.from({ length: Math.ceil((toAt - fromAt) / step) }, (_, index) => known.get(index));
  return {
    at: places.map((_, index) => (fromAt + index * step) / 1_000),
    min: places.map((point) => point?.min_ms ?? null),
    max: places.map((point) => point?.max_ms ?? null),
    p50: places.map((point) => point?.p50_ms ?? null),
    p95: places.map((point) => point?.p95_ms ?? null),
    p99: places.map((point) => point?.p99_ms ?? null),
    timeouts: places.map((point) => point?.timeouts ?? 0),
  };
}

/** The top of what is drawn: one slow answer far above all others does not press everything else to the ground. */
export function highestOf({ p50, p95, p99, max }: Pick<ChartData, 'p50' | 'p95' | 'p99' | 'max'>): number {
  const lines = highest([...p50, ...p95, ...p99]);
  return Math.max(lines, Math.min(highest(max), 3 * lines));
}

function highest(values: readonly (number | null)[]): number {
  return values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
}
