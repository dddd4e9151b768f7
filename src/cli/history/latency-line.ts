import type { LatencyFigures } from '../../domain/sla-report.ts';
import type { RenderOptions } from '../../reporting/format.ts';
import { styleOf } from '../../reporting/style.ts';
import type { Marks } from './marks.ts';

/**
 * Response times as heights, one column each: half the height is the median of the row, and what takes twice as long, or
 * longer, fills it. Where there is none, there is a blank.
 */
export function latencyLine(
  times: readonly (number | undefined)[],
  look: Pick<RenderOptions, 'color' | 'unicode'>,
): Marks {
  const { glyphs, accent } = styleOf(look);
  const known = times.filter((time) => time !== undefined).sort((a, b) => a - b);
  const usual = known[Math.floor(known.length / 2)] ?? 0;
  return times.map((time) => ({ sign: time === undefined ? ' ' : levelOf(time, usual, glyphs.levels), paint: accent }));
}

function levelOf(time: number, usual: number, levels: readonly string[]): string {
  const share = usual > 0 ? time / (2 * usual) : 0;
  return levels[Math.min(levels.length - 1, Math.floor(share * levels.length))] ?? '';
}

/** Of each slot the 95th percentile, or the median where one of them has too few answers for more. */
export function usualTimes(slots: readonly { readonly latency: LatencyFigures }[]): readonly (number | undefined)[] {
  const isDense = slots.every(({ latency: { p50Ms, p95Ms } }) => p50Ms === undefined || p95Ms !== undefined);
  return slots.map(({ latency: { p50Ms, p95Ms } }) => (isDense ? p95Ms : p50Ms));
}
