import type { RenderOptions } from '../../reporting/format.ts';
import { styleOf } from '../../reporting/style.ts';
import { inOneLine, inTwoLines, renderLines } from './overview-lines.ts';
import { type Drawing, overviewRow } from './overview-row.ts';
import type { ServiceHistory } from './service-history.ts';
import { stripLegend } from './state-strip.ts';

// From here on everything that is to be said of a service fits on one line.
const oneLineColumns = 140;

/**
 * Every service with its uptime over several spans, and how it was slot by slot; ends in a line feed. On a wide terminal,
 * and off one, a line each; else two, response times below the uptimes.
 */
export function historyOverview(histories: readonly ServiceHistory[], options: RenderOptions): string {
  const style = styleOf(options);
  const rows = histories.map((history) => overviewRow(history, { options, style }));
  const [first] = histories;
  if (first === undefined) return '';
  const lines = options.width >= oneLineColumns ? inOneLine(rows, first, style) : inTwoLines(rows, first, style);
  const grid = renderLines(lines, { options, style });
  return [...grid, '', ...notesOn(histories, { options, style })].map((line) => `${line}\n`).join('');
}

/** What the signs mean, and of when the response times are. */
function notesOn(histories: readonly ServiceHistory[], { options, style }: Drawing): readonly string[] {
  const legend = stripLegend(
    histories.flatMap(({ slots }) => slots.map(({ state }) => state)),
    options,
  );
  const name = histories[0]?.spans[0]?.name ?? '';
  return [...(legend === '' ? [] : [legend]), style.quiet(`uptime by time, not checks; times of the last ${name}`)];
}

/** How many slots a row of a terminal of such a width has room for. */
export function overviewSlots(width: number): number {
  if (width >= 78) return 24;
  return width >= 66 ? 12 : 8;
}
