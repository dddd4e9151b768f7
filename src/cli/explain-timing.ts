import type { CheckResult } from '../domain/check-result.ts';
import { formatDuration } from '../domain/duration.ts';
import { columnsOf, fitColumns } from '../reporting/columns.ts';
import type { Glyphs } from '../reporting/style.ts';
import { type Block, type Paper, titled } from './explain-block.ts';
import { stepsOf } from './explain-steps.ts';

interface Span {
  readonly name: string;
  readonly startMs: number;
  readonly durationMs: number;
}

interface Timing {
  readonly spans: readonly Span[];
  readonly totalMs: number;
  /** What no span accounts for, worth mentioning. */
  readonly between?: { readonly durationMs: number; readonly what: string };
}

const nameColumns = { least: 9, most: 24 };
const timeColumns = 7;
const barColumns = { least: 10, most: 60, unlimited: 40 };

/**
 * The phases of the last attempt, or the steps of a flow, in the order they happened: each with a bar from where it began to
 * where it ended, what was between them, and the total.
 */
export function explainTiming(result: CheckResult, paper: Paper): Block {
  const timing = isFlowTiming(result) ? stepTiming(result) : phaseTiming(result);
  if (timing.spans.length === 0 && result.observation?.responseTimeMs === undefined) return [];
  const { style, width } = paper;
  const { spans, totalMs, between } = timing;
  const longestName = Math.max(nameColumns.least, ...spans.map(({ name }) => columnsOf(name) + 2));
  const names = Math.min(nameColumns.most, longestName);
  const label = (name: string, durationMs: number) =>
    padded(fitColumns(name, names - 2, style.glyphs.ellipsis), names) +
    formatDuration(durationMs).padStart(timeColumns);
  const room = Number.isFinite(width) ? width - 2 - names - timeColumns - 2 : barColumns.unlimited;
  const columns = Math.max(barColumns.least, Math.min(barColumns.most, room));
  const longestMs = Math.max(...spans.map(({ durationMs }) => durationMs));
  const lines = spans.map((span) => {
    const text = label(span.name, span.durationMs);
    const bar = barOf(span, { totalMs, columns, glyphs: style.glyphs });
    return `${span.durationMs === longestMs ? style.strong(text) : text}  ${style.accent(bar)}`;
  });
  const other =
    between &&
    `${label('between', between.durationMs)}  ${style.quiet(fitColumns(between.what, room, style.glyphs.ellipsis))}`;
  return titled(
    'Timing',
    [...lines, ...(other === undefined ? [] : [other]), style.strong(label('total', totalMs))],
    paper,
  );
}

function isFlowTiming(result: CheckResult): boolean {
  return stepsOf(result).some(({ durationMs }) => durationMs !== undefined);
}

function stepTiming(result: CheckResult): Timing {
  const steps = stepsOf(result);
  const proves = steps.some(({ proof }) => proof !== undefined);
  const parts = steps.flatMap(({ name, durationMs }) =>
    durationMs === undefined ? [] : [[name, durationMs] as const],
  );
  return timingOf(parts, {
    result,
    what: `steps${usually(result, proves ? 'proving who asks, and judging' : 'judging the answers')}`,
  });
}

/** A phase that is entered again adds to its time, and stands where it began first. */
function phaseTiming(result: CheckResult): Timing {
  const parts = Object.entries(result.observation?.phases ?? {});
  return timingOf(parts, { result, what: `phases${usually(result, 'svcmon itself, as a rule')}` });
}

/** What goes on between them, which is only known of an attempt that was answered. */
function usually({ attempts }: CheckResult, what: string): string {
  return attempts.at(-1)?.reason === 'ok' ? `: ${what}` : ', and after them';
}

/** One after the other. */
function timingOf(
  parts: readonly (readonly [name: string, durationMs: number])[],
  { result: { observation, attempts }, what }: { readonly result: CheckResult; readonly what: string },
): Timing {
  let endMs = 0;
  const spans = parts.map(([name, durationMs]): Span => {
    const startMs = endMs;
    endMs += durationMs;
    return { name, startMs, durationMs };
  });
  const totalMs = Math.max(endMs, observation?.responseTimeMs ?? attempts.at(-1)?.durationMs ?? 0);
  const restMs = totalMs - endMs;
  const isWorthIt = spans.length > 0 && restMs > Math.max(1, totalMs / 100);
  return { spans, totalMs, ...(isWorthIt && { between: { durationMs: restMs, what } }) };
}

function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
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
