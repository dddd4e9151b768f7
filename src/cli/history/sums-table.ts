import { formatDuration } from '../../domain/duration.ts';
import { toPlainLine } from '../../domain/plain-text.ts';
import type { RenderOptions } from '../../reporting/format.ts';
import { type Column, renderGrid } from '../../reporting/grid.ts';
import { msOrNull } from '../../reporting/machine-values.ts';
import { type Style, styleOf } from '../../reporting/style.ts';
import type { Sums } from './sums.ts';

/** Sums with what they are of: a service, or an hour. */
export interface LabelledSums extends Sums {
  readonly label: string;
}

/** Sums as a table, one line each; ends in a line feed unless there is none. */
export function sumsTable(title: string, rows: readonly LabelledSums[], { width, ...look }: RenderOptions): string {
  const style = styleOf(look);
  const grid = renderGrid(columnsOf(title, rows, style), {
    width,
    ellipsis: style.glyphs.ellipsis,
    paintTitle: style.quiet,
  });
  return grid === '' ? '' : `${grid}\n`;
}

function columnsOf(title: string, rows: readonly LabelledSums[], { glyphs, status, quiet }: Style): readonly Column[] {
  const right = { align: 'right' } as const;
  const counts = (name: keyof Sums['counts']): Column => ({
    title: name.toUpperCase(),
    cells: rows.map((row) => String(row.counts[name])),
    ...right,
    paint: (text) => (text.trim() === '0' ? quiet(text) : status[name](text)),
  });
  const time = (name: string, ms: (row: Sums) => number | undefined): Column => ({
    title: name,
    cells: rows.map((row) => {
      const value = ms(row);
      return value === undefined ? glyphs.none : formatDuration(value);
    }),
    ...right,
  });
  return [
    { title, cells: rows.map(({ label }) => toPlainLine(label)), shrinksTo: 14 },
    { title: 'RESULTS', cells: rows.map(({ results }) => String(results)), ...right },
    { title: 'HEALTHY', cells: rows.map((row) => shareText(row, glyphs.none)), ...right },
    counts('degraded'),
    counts('unhealthy'),
    counts('unknown'),
    time('P50', ({ p50Ms }) => p50Ms),
    time('P95', ({ p95Ms }) => p95Ms),
    time('P99', ({ p99Ms }) => p99Ms),
  ];
}

/** Rounded down, so that 100 % means all of them. */
function shareText({ healthyShare }: Sums, none: string): string {
  if (healthyShare === undefined) return none;
  return healthyShare === 1 ? '100 %' : `${(Math.floor(healthyShare * 10_000) / 100).toFixed(2)} %`;
}

/** Sums as plain data. */
export function sumsDocument({ counts, results, healthyShare, p50Ms, p95Ms, p99Ms }: Sums) {
  return {
    results,
    ...counts,
    healthy_share: healthyShare ?? null,
    p50_response_time_ms: msOrNull(p50Ms),
    p95_response_time_ms: msOrNull(p95Ms),
    p99_response_time_ms: msOrNull(p99Ms),
  };
}
