import type { CheckResult } from '../domain/check-result.ts';
import { formatDuration } from '../domain/duration.ts';
import { phaseNames } from '../domain/observation.ts';
import type { Glyphs } from '../reporting/style.ts';
import { type Block, type Paper, titled } from './explain-block.ts';

interface Span {
  readonly name: string;
  readonly startMs: number;
  readonly durationMs: number;
}

const nameColumns = 9;
const timeColumns = 7;
const barColumns = { least: 10, most: 60, unlimited: 40 };

/** The phases of the last attempt, each with a bar from where it began to where it ended, and the total. */
export function explainTiming(result: CheckResult, paper: Paper): Block {
  const { spans, totalMs } = spansOf(result);
  if (spans.length === 0) return [];
  const { style, width } = paper;
  const room = Number.isFinite(width) ? width - 2 - nameColumns - timeColumns - 2 : barColumns.unlimited;
  const columns = Math.max(barColumns.least, Math.min(barColumns.most, room));
  const longestMs = Math.max(...spans.map(({ durationMs }) => durationMs));
  const lines = spans.map((span) => {
    const label = labelOf(span.name, span.durationMs);
    const bar = barOf(span, { totalMs, columns, glyphs: style.glyphs });
    return `${span.durationMs === longestMs ? style.strong(label) : label}  ${style.accent(bar)}`;
  });
  return titled('Timing', [...lines, style.strong(labelOf('total', totalMs))], paper);
}

/** One after the other; what no phase accounts for, such as the time in which nothing came, is the rest. */
function spansOf({ observation, attempts }: CheckResult): {
  readonly spans: readonly Span[];
  readonly totalMs: number;
} {
  const spans: Span[] = [];
  let endMs = 0;
  const add = (name: string, durationMs: number) => {
    spans.push({ name, startMs: endMs, durationMs });
    endMs += durationMs;
  };
  for (const name of phaseNames) {
    const durationMs = observation?.phases?.[name];
    if (durationMs !== undefined) add(name, durationMs);
  }
  const totalMs = Math.max(endMs, observation?.responseTimeMs ?? attempts.at(-1)?.durationMs ?? 0);
  const restMs = totalMs - endMs;
  if (spans.length > 0 && restMs > Math.max(1, totalMs / 100)) add('rest', restMs);
  return { spans, totalMs };
}

function labelOf(name: string, durationMs: number): string {
  return name.padEnd(nameColumns) + formatDuration(durationMs).padStart(timeColumns);
}

function barOf(
  { startMs, durationMs }: Span,
  { totalMs, columns, glyphs }: { readonly totalMs: number; readonly columns: number; readonly glyphs: Glyphs },
): string {
  const columnAt = (ms: number) => (totalMs > 0 ? Math.round((ms / totalMs) * columns) : 0);
  const start = Math.min(columnAt(startMs), columns - 1);
  const length = columnAt(startMs + durationMs) - columnAt(startMs);
  return ' '.repeat(start) + (length > 0 ? glyphs.bar.repeat(length) : glyphs.sliver);
}
