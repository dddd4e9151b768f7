import { formatDuration } from '../../domain/duration.ts';
import type { RenderOptions } from '../../reporting/format.ts';
import { renderGrid } from '../../reporting/grid.ts';
import { type Style, styleOf } from '../../reporting/style.ts';
import type { Span } from './service-history.ts';
import { coverageText, isPartlyKnown, uptimeText } from './uptime.ts';

/** The figures of one service: a line for each, a column for each span; ends in a line feed. Lines without a figure are left out. */
export function spanTable(spans: readonly Span[], { width, ...look }: RenderOptions): string {
  const style = styleOf(look);
  const { glyphs, quiet, status } = style;
  const lines = figureLines(style).filter(({ cellOf }, index) => index === 0 || spans.some(cellOf));
  const grid = renderGrid(
    [
      { cells: lines.map(({ name }) => name), paint: quiet },
      ...spans.map((span) => ({
        title: span.name.toUpperCase(),
        cells: lines.map(({ cellOf }) => cellOf(span) ?? glyphs.none),
        align: 'right' as const,
        paint: (text: string, row: number) => paintFor(lines[row]?.tone?.(span), status)(text),
      })),
    ],
    { width, ellipsis: glyphs.ellipsis, paintTitle: quiet },
  );
  return `${grid}\n`;
}

interface FigureLine {
  readonly name: string;
  readonly cellOf: (span: Span) => string | undefined;
  readonly tone?: (span: Span) => 'unhealthy' | 'unknown' | undefined;
}

function paintFor(tone: ReturnType<NonNullable<FigureLine['tone']>>, status: Style['status']) {
  return tone === undefined ? (text: string) => text : status[tone];
}

function figureLines({ glyphs }: Style): readonly FigureLine[] {
  const failed = ({ durations }: Span) => (durations.down > 0 ? 'unhealthy' : undefined);
  return [
    { name: 'uptime', cellOf: ({ availability }) => uptimeText(availability), tone: failed },
    {
      name: 'known',
      cellOf: ({ availability }) => coverageText(availability),
      tone: ({ availability }) => (isPartlyKnown(availability) ? 'unknown' : undefined),
    },
    { name: 'downtime', cellOf: ({ durations }) => lasting(durations.down) ?? glyphs.none, tone: failed },
    { name: 'degraded', cellOf: ({ durations }) => lasting(durations.degraded) },
    { name: 'maintenance', cellOf: ({ durations }) => lasting(durations.maintenance) },
    { name: 'paused', cellOf: ({ durations }) => lasting(durations.paused) },
    { name: 'outages', cellOf: ({ reliability }) => String(reliability.failures) },
    { name: 'mean time to repair', cellOf: ({ reliability }) => lasting(reliability.mttrMs) },
    { name: 'p50', cellOf: ({ latency }) => lasting(latency.p50Ms) },
    { name: 'p95', cellOf: ({ latency }) => lasting(latency.p95Ms) },
    { name: 'p99', cellOf: ({ latency }) => lasting(latency.p99Ms) },
    { name: 'answers', cellOf: ({ latency }) => String(latency.count) },
    { name: 'timeouts', cellOf: ({ latency }) => (latency.timeouts > 0 ? String(latency.timeouts) : undefined) },
  ];
}

function lasting(ms: number | undefined): string | undefined {
  return ms === undefined || ms === 0 ? undefined : formatDuration(ms);
}
