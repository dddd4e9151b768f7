import type { RenderOptions } from '../../reporting/format.ts';
import { styleOf } from '../../reporting/style.ts';
import type { Marks } from '../history/marks.ts';
import type { Slot } from '../history/service-history.ts';
import { stripOf } from '../history/state-strip.ts';

/**
 * The last hour, one column a slot: while the service was up the height of its median response time against the warning
 * threshold, so that a service that is well stays low; else the sign of what it was.
 */
export function lastHour(
  slots: readonly Slot[],
  warningMs: number,
  look: Pick<RenderOptions, 'color' | 'unicode'>,
): Marks {
  const { levels } = styleOf(look).glyphs;
  const signs = stripOf(
    slots.map(({ state }) => state),
    look,
  );
  return signs.map((mark, index) => {
    const { state, latency } = slots[index] ?? {};
    if (state !== 'up') return mark;
    const level = Math.floor(((latency?.p50Ms ?? 0) / warningMs) * levels.length);
    return { ...mark, sign: levels[Math.min(levels.length - 1, level)] ?? mark.sign };
  });
}
