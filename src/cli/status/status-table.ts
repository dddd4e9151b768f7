import { toPlainLine, truncate } from '../../domain/plain-text.ts';
import { statuses } from '../../domain/status.ts';
import { fitColumns } from '../../reporting/columns.ts';
import type { RenderOptions } from '../../reporting/format.ts';
import { type Column, renderGrid } from '../../reporting/grid.ts';
import { type Style, styleOf } from '../../reporting/style.ts';
import type { WallTime } from '../wall-time.ts';
import { remarksOn } from './remarks.ts';
import type { StoredStanding } from './standing.ts';
import { factColumns } from './status-columns.ts';

// From here on there is room for remarks beside the figures, below it they get a line of their own.
const wideColumns = 150;
// From here on the last hour is cut into more slots.
const roomyColumns = 110;

/** The services as a table, worst first, with a sentence that sums it up as its last line; ends in a line feed. */
export function statusTable(
  standings: readonly StoredStanding[],
  time: WallTime,
  { width, ...look }: RenderOptions,
): string {
  const style = styleOf(look);
  const { ellipsis, separator } = style.glyphs;
  const remarks = standings.map((standing) => remarksOn(standing, time).join(separator));
  const isWide = width >= wideColumns;
  const columns = [...factColumns(standings, time, { style, look }), ...(isWide ? [remarkColumn(remarks)] : [])];
  const grid = renderGrid(columns, { width, ellipsis, paintTitle: style.quiet });
  const [titles, ...rows] = grid === '' ? [] : grid.split('\n');
  const lines = rows.flatMap((row, index) => {
    const remark = isWide ? '' : (remarks[index] ?? '');
    return remark === '' ? [row] : [row, `  ${style.quiet(fitColumns(remark, width - 2, ellipsis))}`];
  });
  const table = titles === undefined ? '' : `${[titles, ...lines].join('\n')}\n\n`;
  return `${table}${sentenceOf(standings, style)}\n`;
}

/** How many slots the last hour is shown in on a terminal of such a width. */
export function hourSlots(width: number): number {
  return width >= roomyColumns ? 20 : 12;
}

function remarkColumn(remarks: readonly string[]): Column {
  return { title: 'WHAT', cells: remarks, shrinksTo: 12 };
}

const mostNames = 3;

/** `4 services: 3 healthy, 1 unhealthy (api)`; counts of none are left out. */
function sentenceOf(standings: readonly StoredStanding[], { status }: Style): string {
  const parts = statuses.flatMap((wanted) => {
    const names = standings
      .filter((one) => one.status === wanted)
      .map(({ service }) => truncate(toPlainLine(service.name), 40));
    if (names.length === 0) return [];
    const text = `${names.length} ${wanted}${wanted === 'unhealthy' ? ` (${listed(names)})` : ''}`;
    return [wanted === 'healthy' ? text : status[wanted](text)];
  });
  const count = standings.length === 1 ? '1 service' : `${standings.length} services`;
  return parts.length === 0 ? count : `${count}: ${parts.join(', ')}`;
}

function listed(names: readonly string[]): string {
  const more = names.length - mostNames;
  return `${names.slice(0, mostNames).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
