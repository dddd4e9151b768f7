import { formatDuration } from '../../domain/duration.ts';
import { toPlainLine } from '../../domain/plain-text.ts';
import type { LatencyFigures } from '../../domain/sla-report.ts';
import type { RenderOptions } from '../../reporting/format.ts';
import type { Style } from '../../reporting/style.ts';
import { latencyLine, usualTimes } from './latency-line.ts';
import type { Marks } from './marks.ts';
import type { ServiceHistory, Span } from './service-history.ts';
import { stripOf } from './state-strip.ts';
import { coverageRemark, uptimeText, uptimeTone } from './uptime.ts';

/** How rows are drawn. */
export interface Drawing {
  readonly options: RenderOptions;
  readonly style: Style;
}

/** What is shown of one service. */
export interface OverviewRow {
  readonly name: string;
  readonly uptimes: readonly Cell[];
  readonly times: readonly Cell[];
  readonly strip: Marks;
  readonly line: Marks;
  readonly remark: string;
}

/** A text of one line and how it is painted. */
export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

/** The cells of a service. */
export function overviewRow({ service, spans, slots }: ServiceHistory, { options, style }: Drawing): OverviewRow {
  const { latency } = spans[0] ?? {};
  return {
    name: toPlainLine(service.name),
    uptimes: spans.map((span) => uptimeCell(span, style)),
    times: timesOf(latency).map((text) => ({ text: text ?? style.glyphs.none, paint: style.quiet })),
    strip: stripOf(
      slots.map(({ state }) => state),
      options,
    ),
    line: latencyLine(usualTimes(slots), options),
    remark: coverageRemark(spans),
  };
}

function uptimeCell(span: Span, { glyphs, status, quiet }: Style): Cell {
  const text = uptimeText(span.availability);
  if (text === undefined) return { text: glyphs.none, paint: quiet };
  const tone = uptimeTone(span);
  return tone === undefined ? { text } : { text, paint: status[tone] };
}

/** What stands above the times of a row. */
export const timeTitles = ['P50', 'P95', 'P99', 'ANSWERS'] as const;

function timesOf({ p50Ms, p95Ms, p99Ms, count = 0 }: Partial<LatencyFigures> = {}): readonly (string | undefined)[] {
  const times = [p50Ms, p95Ms, p99Ms].map((ms) => (ms === undefined ? undefined : formatDuration(ms)));
  return [...times, String(count)];
}
