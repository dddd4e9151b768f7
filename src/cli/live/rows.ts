import { formatDuration } from '../../domain/duration.ts';
import { toPlainLine } from '../../domain/plain-text.ts';
import { formatAge } from '../../reporting/age.ts';
import { fitColumns } from '../../reporting/columns.ts';
import { type Column, renderGrid } from '../../reporting/grid.ts';
import type { Style } from '../../reporting/style.ts';
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
  const shown = fitting(rows, { room: room - 1, linesOf: (row) => (isWide || isWell(row, source) ? 1 : 2) });
  const columns = [...factColumns(shown, source, paper), ...(isWide ? [whatColumn(shown, source, paper)] : [])];
  const lines = renderGrid(columns, { width, ellipsis: style.glyphs.ellipsis, paintTitle: style.quiet }).split('\n');
  const [titles = '', ...table] = lines;
  const body = table.flatMap((line, index) => {
    const row = shown[index];
    if (isWide || row === undefined || isWell(row, source)) return [line];
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
  const unwell = rows.filter((row) => !isQuiet(row)).length;
  return unwell === 0
    ? `  and ${rows.length} more, all healthy`
    : `  and ${rows.length} more, ${unwell} of them not healthy`;
}

function factColumns(rows: readonly Row[], { board, monotonic }: ViewSource, { style }: Paper): readonly Column[] {
  const { glyphs, quiet } = style;
  const sparklines = rows.map(({ configured: { service }, health }) => {
    const looks = board.of(service.name)?.looks ?? [];
    const warningMs = service.expectations.responseTimeWarningMs;
    return sparklineOf({ looks, health, warningMs, columns: looksShown }, style);
  });
  const right = { align: 'right', atLeast: 6 } as const;
  return [
    {
      title: '  SERVICE',
      cells: rows.map((row) => `${markOf(row, glyphs)} ${toPlainLine(row.configured.service.name)}`),
      shrinksTo: 14,
      paint: (text, row) => paintName(text, rows[row], style),
    },
    {
      title: 'STATE',
      cells: rows.map(({ label }) => label),
      atLeast: 'unhealthy 10 min'.length,
      paint: (text, row) => paintState(text, rows[row], style),
    },
    {
      title: `LAST ${looksShown}`,
      cells: sparklines.map(({ text }) => text),
      paint: (_text, row) => sparklines[row]?.paint() ?? '',
    },
    { title: 'TIME', cells: rows.map((row) => timeOf(row, board) ?? glyphs.none), ...right },
    { title: 'AGE', cells: rows.map((row) => ageOf(row, board, monotonic) ?? glyphs.none), ...right, paint: quiet },
  ];
}

function markOf({ isWaiting, status }: Row, glyphs: Style['glyphs']): string {
  return isWaiting ? glyphs.missed : glyphs.status[status];
}

/** The mark in its colour, and the name strong where something is wrong. */
function paintName(text: string, row: Row | undefined, { status, strong, quiet }: Style): string {
  if (row === undefined || row.isWaiting) return quiet(text);
  const name = text.slice(1);
  return status[row.status](text.slice(0, 1)) + (row.status === 'healthy' ? name : strong(name));
}

function paintState(text: string, row: Row | undefined, { status, quiet }: Style): string {
  return row === undefined || isQuiet(row) ? quiet(text) : status[row.status](text);
}

function isQuiet({ isWaiting, status }: Row): boolean {
  return isWaiting || status === 'healthy';
}

/** Whether there is nothing to say of it beyond its figures. */
function isWell({ configured }: Row, { board }: ViewSource): boolean {
  const last = board.of(configured.service.name)?.last;
  return last === undefined || last.status === 'healthy';
}

function whatColumn(rows: readonly Row[], source: ViewSource, { style }: Paper): Column {
  return {
    title: 'WHAT',
    cells: rows.map((row) => whatOf(row, source)),
    shrinksTo: 12,
    paint: (text, row) => (rows[row] === undefined || isQuiet(rows[row]) ? style.quiet(text) : text),
  };
}

/** What was found; where all is well and was so at once, what is asked. */
function whatOf({ configured: { service, probe } }: Row, { board }: ViewSource): string {
  const last = board.of(service.name)?.last;
  const isPlain = last === undefined || (last.status === 'healthy' && last.attempts <= 1);
  return toPlainLine(isPlain ? probe.target : last.message);
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
