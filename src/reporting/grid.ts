import Table from 'cli-table3';
import { columnsOf, fitColumns } from './columns.ts';

/** One column of a grid; all columns have equally many cells. Cells are plain single lines; they are painted after they were cut to fit. */
export interface Column {
  readonly title?: string;
  readonly cells: readonly string[];
  readonly align?: 'left' | 'right';
  /** With it the column gives way where the grid is too wide, but not below this many terminal columns. */
  readonly shrinksTo?: number;
  /** The least room it takes, so that grids printed one line at a time stay aligned. */
  readonly atLeast?: number;
  readonly paint?: (text: string, row: number) => string;
}

export interface GridOptions {
  /** Terminal columns; Infinity for no limit. */
  readonly width: number;
  readonly ellipsis: string;
  /** With it the first line shows the titles, painted by it. */
  readonly paintTitle?: (text: string) => string;
}

interface Placed {
  readonly column: Column;
  readonly room: number;
}

const gap = '  ';
const batchSize = 100;
// Beyond any text that the checker lets through; keeps one absurd name from making every line as long as itself.
const mostRoom = 1_000;

/**
 * Lays columns out without borders, two blanks apart. Where they do not fit the width, the widest of those that may shrink
 * are cut first, then columns are left out from the right. No trailing blanks; ends without a line feed.
 */
export function renderGrid(columns: readonly Column[], options: GridOptions): string {
  const placed = place(columns, options);
  const { paintTitle, ellipsis } = options;
  const lines = Array.from({ length: columns[0]?.cells.length ?? 0 }, (_, row) => {
    return placed.map((each) => cell(each, row, ellipsis));
  });
  if (lines.length === 0) return '';
  const titles = paintTitle ? [placed.map(({ column: { title = '' } }) => paintTitle(title))] : [];
  return inBatches([...titles, ...lines])
    .map((batch) => layOut(batch, placed))
    .join('\n');
}

/** cli-table3 takes time with the square of the rows: a few at a time, in columns of a given width, come out the same. */
function inBatches(lines: readonly (readonly string[])[]): readonly (readonly (readonly string[])[])[] {
  return Array.from({ length: Math.ceil(lines.length / batchSize) }, (_, batch) => {
    return lines.slice(batch * batchSize, (batch + 1) * batchSize);
  });
}

function layOut(lines: readonly (readonly string[])[], placed: readonly Placed[]): string {
  const table = new Table({
    chars: borderless,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colAligns: placed.map(({ column }) => column.align ?? 'left'),
    colWidths: placed.map(({ room }) => room),
  });
  for (const line of lines) table.push([...line]);
  return table.toString().replace(/ +$/gm, '');
}

const borderless = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: gap,
};

function cell({ column, room }: Placed, row: number, ellipsis: string): string {
  const fitting = fitColumns(column.cells[row] ?? '', room, ellipsis);
  const blanks = ' '.repeat(Math.max(0, Math.min(column.atLeast ?? 0, room) - columnsOf(fitting)));
  const text = column.align === 'right' ? blanks + fitting : fitting + blanks;
  return column.paint?.(text, row) ?? text;
}

/** The room of each column that is shown. */
function place(columns: readonly Column[], options: GridOptions): readonly Placed[] {
  const { width } = options;
  const rooms = columns.map((column) => Math.min(width, mostRoom, naturalRoom(column, options)));
  let excess = totalOf(rooms) - width;
  while (excess > 0) {
    const widest = widestShrinkable(columns, rooms);
    if (widest === undefined) return place(columns.slice(0, -1), options);
    rooms[widest] = (rooms[widest] ?? 0) - 1;
    excess -= 1;
  }
  return columns.map((column, index) => ({ column, room: rooms[index] ?? 0 }));
}

function naturalRoom({ title = '', cells, atLeast = 0 }: Column, { paintTitle }: GridOptions): number {
  const least = Math.max(atLeast, paintTitle ? columnsOf(title) : 0);
  return cells.reduce((most, text) => Math.max(most, columnsOf(text)), least);
}

function totalOf(rooms: readonly number[]): number {
  return rooms.reduce((sum, room) => sum + room, 0) + gap.length * Math.max(0, rooms.length - 1);
}

function widestShrinkable(columns: readonly Column[], rooms: readonly number[]): number | undefined {
  let widest: number | undefined;
  for (const [index, { shrinksTo = Infinity }] of columns.entries()) {
    const room = rooms[index] ?? 0;
    if (room > shrinksTo && (widest === undefined || room > (rooms[widest] ?? 0))) widest = index;
  }
  return widest;
}
