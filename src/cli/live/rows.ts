import { formatDuration } from '../../domain/duration.ts';
import { toPlainLine } from '../../domain/plain-text.ts';
import { fitColumns } from '../../reporting/columns.ts';
import { type Column, renderGrid } from '../../reporting/grid.ts';
import { formatAge } from './age.ts';
import type { Paper, Row, ViewSource } from './source.ts';
import { sparklineOf } from './sparkline.ts';

interface RowsPaper extends Paper {
  /** Lines that the table may take. */
  readonly room: number;
}

// From here on there is room beside the figures for what was found; below it, what is not well gets a second line.
const wideColumns = 110;
const looksShown = 20;

/** The services as a table with its titles, as many as there is room for, and how many were left out. */
export function rowsOf(rows: readonly Row[], source: ViewSource, paper: RowsPaper): readonly string[] {
  const { style, width, room } = paper;
  if (rows.length === 0 || room < 2) return [];
  const isWide = width >= wideColumns;
  const shown = fitting(rows, { room: room - 1, linesOf: (row) => (isWide || row.status === 'healthy' ? 1 : 2) });
  const columns = [...factColumns(shown, source, paper), ...(isWide ? [whatColumn(shown, source, paper)] : [])];
  const lines = renderGrid(columns, { width, ellipsis: style.glyphs.ellipsis, paintTitle: style.quiet }).split('\n');
  const [titles = '', ...table] = lines;
  const body = table.flatMap((line, index) => {
    const row = shown[index];
    if (isWide || row === undefined || row.status === 'healthy') return [line];
    return [line, `  ${style.quiet(fitColumns(whatOf(row, source), width - 2, style.glyphs.ellipsis))}`];
  });
  const left = rows.slice(shown.length);
  return left.length === 0 ? [titles, ...body] : [titles, ...body, style.quiet(leftOut(left))];
}

/** As many of the first rows as fit; one line is kept for what is left out. */
function fitting(
  rows: readonly Row[],
  { room, linesOf }: { readonly room: number; readonly linesOf: (row: Row) => number },
): readonly Row[] {
  let used = 0;
  const shown = rows.findIndex((row, index) => {
    used += linesOf(row);
    return used > (index === rows.length - 1 ? room : room - 1);
  });
  return shown === -1 ? rows : rows.slice(0, shown);
}

function leftOut(rows: readonly Row[]): string {
  const unwell = rows.filter(({ status }) => status !== 'healthy').length;
  return unwell === 0
    ? `  and ${rows.length} more, all healthy`
    : `  and ${rows.length} more, ${unwell} of them not healthy`;
}

function factColumns(rows: readonly Row[], { board, monotonic }: ViewSource, { style }: Paper): readonly Column[] {
  const { glyphs, status, strong, quiet } = style;
  const sparklines = rows.map(({ configured: { service }, health }) => {
    const looks = board.of(service.name)?.looks ?? [];
    const warningMs = service.expectations.responseTimeWarningMs;
    return sparklineOf({ looks, health, warningMs, columns: looksShown }, style);
  });
  const paintBy = (text: string, row: number) => {
    const found = rows[row]?.status ?? 'unknown';
    return found === 'healthy' ? quiet(text) : status[found](text);
  };
  return [
    {
      title: '  SERVICE',
      cells: rows.map((row) => `${glyphs.status[row.status]} ${toPlainLine(row.configured.service.name)}`),
      shrinksTo: 14,
      paint: (text, row) => {
        const found = rows[row]?.status ?? 'unknown';
        return status[found](text.slice(0, 1)) + (found === 'healthy' ? text.slice(1) : strong(text.slice(1)));
      },
    },
    { title: 'STATE', cells: rows.map(({ label }) => label), atLeast: 'unhealthy 10 min'.length, paint: paintBy },
    {
      title: `LAST ${looksShown}`,
      cells: sparklines.map(({ text }) => text),
      paint: (_text, row) => sparklines[row]?.paint() ?? '',
    },
    { title: 'TIME', cells: rows.map((row) => timeOf(row, board) ?? glyphs.none), align: 'right', atLeast: 6 },
    {
      title: 'AGE',
      cells: rows.map((row) => ageOf(row, board, monotonic) ?? glyphs.none),
      align: 'right',
      atLeast: 6,
      paint: quiet,
    },
  ];
}

function whatColumn(rows: readonly Row[], source: ViewSource, { style }: Paper): Column {
  return {
    title: 'WHAT',
    cells: rows.map((row) => whatOf(row, source)),
    shrinksTo: 12,
    paint: (text, row) => (rows[row]?.status === 'healthy' ? style.quiet(text) : text),
  };
}

function whatOf({ configured: { service, probe } }: Row, { board }: ViewSource): string {
  return toPlainLine(board.of(service.name)?.last.message ?? probe.target);
}

function timeOf({ configured: { service } }: Row, board: ViewSource['board']): string | undefined {
  const ms = board.of(service.name)?.looks.at(-1)?.responseTimeMs;
  return ms === undefined ? undefined : formatDuration(ms);
}

/** Since the last result came in. */
function ageOf({ configured: { service } }: Row, board: ViewSource['board'], monotonic: number): string | undefined {
  const seen = board.of(service.name);
  return seen && formatAge(monotonic - seen.lastAt);
}
