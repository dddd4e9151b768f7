import { formatDuration } from '../../domain/duration.ts';
import { toPlainLine, truncate } from '../../domain/plain-text.ts';
import { type Status, statuses } from '../../domain/status.ts';
import { fitColumns } from '../../reporting/columns.ts';
import type { RenderOptions } from '../../reporting/format.ts';
import { type Column, renderGrid } from '../../reporting/grid.ts';
import { type Style, styleOf } from '../../reporting/style.ts';
import { formatAge } from '../live/age.ts';
import { sparklineOf } from '../live/sparkline.ts';
import type { WallTime } from '../wall-time.ts';
import { remarksOn } from './remarks.ts';
import type { StoredStanding } from './standing.ts';

// As in the live view: from here on there is room for remarks beside the figures, below it they get a line of their own.
const wideColumns = 110;
const looksShown = 20;

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
  const columns = [...factColumns(standings, time, style), ...(isWide ? [remarkColumn(remarks)] : [])];
  const grid = renderGrid(columns, { width, ellipsis, paintTitle: style.quiet });
  const [titles, ...rows] = grid === '' ? [] : grid.split('\n');
  const lines = rows.flatMap((row, index) => {
    const remark = isWide ? '' : (remarks[index] ?? '');
    return remark === '' ? [row] : [row, `  ${style.quiet(fitColumns(remark, width - 2, ellipsis))}`];
  });
  const table = titles === undefined ? '' : `${[titles, ...lines].join('\n')}\n\n`;
  return `${table}${sentenceOf(standings, style)}\n`;
}

function factColumns(standings: readonly StoredStanding[], time: WallTime, style: Style): readonly Column[] {
  const { glyphs, status, strong, quiet } = style;
  const sparklines = standings.map(({ service, health, results }) => {
    const warningMs = service.expectations.responseTimeWarningMs;
    return sparklineOf({ looks: results, health, warningMs, columns: looksShown }, style);
  });
  const statusAt = (row: number): Status => standings[row]?.status ?? 'unknown';
  return [
    {
      title: '  SERVICE',
      cells: standings.map((standing) => `${glyphs.status[standing.status]} ${toPlainLine(standing.service.name)}`),
      shrinksTo: 14,
      paint: (text, row) => {
        const found = statusAt(row);
        return status[found](text.slice(0, 1)) + (found === 'healthy' ? text.slice(1) : strong(text.slice(1)));
      },
    },
    {
      title: 'STATE',
      cells: standings.map(({ label }) => label),
      paint: (text, row) => (statusAt(row) === 'healthy' ? quiet(text) : status[statusAt(row)](text)),
    },
    {
      title: `LAST ${looksShown}`,
      cells: sparklines.map(({ text }) => text),
      paint: (_text, row) => sparklines[row]?.paint() ?? '',
    },
    {
      title: 'TIME',
      cells: standings.map(({ results }) => timeOf(results.at(-1)?.responseTimeMs) ?? glyphs.none),
      align: 'right',
    },
    {
      title: 'AGE',
      cells: standings.map(({ health }) => (health ? formatAge(time.nowAt - health.lastResultAt) : glyphs.none)),
      align: 'right',
      paint: (text, row) => (standings[row]?.stale ? status.unknown(text) : quiet(text)),
    },
  ];
}

function remarkColumn(remarks: readonly string[]): Column {
  return { title: 'WHAT', cells: remarks, shrinksTo: 12 };
}

function timeOf(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : formatDuration(ms);
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
