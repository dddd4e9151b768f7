import { formatDuration } from '../../domain/duration.ts';
import type { RenderOptions } from '../../reporting/format.ts';
import { type Column, renderGrid } from '../../reporting/grid.ts';
import { styleOf } from '../../reporting/style.ts';
import type { Slot } from './service-history.ts';
import { statePaints, stateSigns } from './state-strip.ts';
import { uptimeText, uptimeTone } from './uptime.ts';

/** Hours or days, a line each in the order given, each with its label; ends in a line feed unless there is none. */
export function slotTable(
  slots: readonly (Slot & { readonly label: string })[],
  title: string,
  { width, ...look }: RenderOptions,
): string {
  const style = styleOf(look);
  const { glyphs, quiet, status } = style;
  const signs = stateSigns(look);
  const paints = statePaints(look);
  const cellsOf = (cellOf: (slot: Slot) => string | undefined) => slots.map((slot) => cellOf(slot) ?? glyphs.none);
  const right = (name: string, cellOf: (slot: Slot) => string | undefined): Column => ({
    title: name,
    cells: cellsOf(cellOf),
    align: 'right',
  });
  const columns: readonly Column[] = [
    { title, cells: slots.map(({ label }) => label), align: 'right', paint: quiet },
    {
      title: '  STATE',
      cells: slots.map(({ state }) => `${state === 'up' ? glyphs.passed : signs[state]} ${state}`),
      paint: (text, row) => paints[slots[row]?.state ?? 'unknown'](text),
    },
    {
      ...right('UPTIME', ({ availability }) => uptimeText(availability)),
      paint: (text, row) => {
        const slot = slots[row];
        const tone = slot && uptimeTone(slot);
        return tone === undefined ? text : status[tone](text);
      },
    },
    right('DOWN', ({ durations }) => lasting(durations.down)),
    right('UNKNOWN', ({ durations }) => lasting(durations.unknown)),
    right('P50', ({ latency }) => lasting(latency.p50Ms)),
    right('P95', ({ latency }) => lasting(latency.p95Ms)),
    right('P99', ({ latency }) => lasting(latency.p99Ms)),
    right('ANSWERS', ({ latency }) => String(latency.count)),
    right('TIMEOUTS', ({ latency }) => String(latency.timeouts)),
  ];
  const grid = renderGrid(columns, { width, ellipsis: glyphs.ellipsis, paintTitle: quiet });
  return grid === '' ? '' : `${grid}\n`;
}

function lasting(ms: number | undefined): string | undefined {
  return ms === undefined || ms === 0 ? undefined : formatDuration(ms);
}
