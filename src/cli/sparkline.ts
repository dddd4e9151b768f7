import type { RenderOptions } from '../reporting/format.ts';
import type { Style } from '../reporting/style.ts';
import type { Status } from '../domain/status.ts';

/** One result as a column of a sparkline. */
export interface Beat {
  readonly status: Status;
  /** Absent where there was no answer. */
  readonly responseTimeMs?: number;
}

/** How many results a sparkline shows. */
export const sparklineBeats = 20;

const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const usual = 1;
const stepsPerDoubling = 2;

/**
 * The last results, oldest first, one column each. A healthy one is a bar against the median of them all, two steps for
 * twice the time, so that ordinary scatter stays flat; any other is the sign of its status.
 */
export function sparkline(
  beats: readonly Beat[],
  { unicode, style }: Pick<RenderOptions, 'unicode'> & { readonly style: Style },
): string {
  const medianMs = medianOf(beats.flatMap(({ responseTimeMs }) => responseTimeMs ?? []));
  return beats
    .slice(-sparklineBeats)
    .map(({ status, responseTimeMs = medianMs }) => {
      if (status !== 'healthy') return style.glyphs.status[status];
      return unicode ? barOf(responseTimeMs, medianMs) : '.';
    })
    .join('');
}

/** Paints a sparkline, which may stand between blanks, by the statuses of its results. */
export function paintSparkline(text: string, beats: readonly Beat[], style: Style): string {
  const shown = beats.slice(-sparklineBeats);
  const start = text.length - text.trimStart().length;
  return [...text]
    .map((sign, column) => {
      const status = shown[column - start]?.status;
      return status === undefined ? sign : style.status[status](sign);
    })
    .join('');
}

function barOf(ms: number, medianMs: number): string {
  const steps = ms > 0 && medianMs > 0 ? Math.round(stepsPerDoubling * Math.log2(ms / medianMs)) : 0;
  return bars[Math.max(0, Math.min(usual + steps, bars.length - 1))] ?? bars[usual];
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
