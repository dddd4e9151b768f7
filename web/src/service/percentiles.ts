import type { SeriesPoint } from '../api/types.ts';
import { formatCount } from '../format.ts';

/** The figures of a point, from the fastest answer to the slowest. */
export const figures = [
  { key: 'min_ms', title: 'fastest' },
  { key: 'p50_ms', title: 'p50' },
  { key: 'p95_ms', title: 'p95' },
  { key: 'p99_ms', title: 'p99' },
  { key: 'max_ms', title: 'slowest' },
] as const satisfies readonly { readonly key: keyof SeriesPoint; readonly title: string }[];

// With fewer answers a percentile says no more than the slowest of them.
const leastForP95 = 20;
const leastForP99 = 100;

/** Whether some point has the figure. */
export function hasFigure(points: readonly SeriesPoint[], key: (typeof figures)[number]['key']): boolean {
  return points.some((point) => point[key] !== null);
}

/** Why percentiles are missing, in words; empty where none is. */
export function missingText(points: readonly SeriesPoint[]): string {
  const answered = points.filter(({ count }) => count > 0);
  if (answered.every(({ p99_ms }) => p99_ms !== null)) return '';
  const most = formatCount(Math.max(...answered.map(({ count }) => count)));
  const hasEveryP95 = answered.every(({ p95_ms }) => p95_ms !== null);
  if (!hasFigure(points, 'p95_ms')) {
    return `No p95 and p99: they need ${leastForP95} and ${leastForP99} answers, and a point has ${most} at most.`;
  }
  if (!hasFigure(points, 'p99_ms')) {
    const p95 = hasEveryP95 ? '' : ` p95 is there where a point has ${leastForP95} answers.`;
    return `No p99: it needs ${leastForP99} answers, and a point has ${most} at most.${p95}`;
  }
  if (hasEveryP95) return `p99 is there where a point has ${leastForP99} answers.`;
  return `p95 is there where a point has ${leastForP95} answers, p99 where it has ${leastForP99}.`;
}
