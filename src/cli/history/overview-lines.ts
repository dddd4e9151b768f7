import { fitColumns } from '../../reporting/columns.ts';
import { type Column, renderGrid } from '../../reporting/grid.ts';
import type { Style } from '../../reporting/style.ts';
import { type Marks, painted, textOf } from './marks.ts';
import { type Cell, type Drawing, type OverviewRow, timeTitles } from './overview-row.ts';
import type { ServiceHistory } from './service-history.ts';
import { slotMs, slotName, spanName } from './slots.ts';

/** What is laid out: cells by columns, with the titles in the first lines of them. */
export interface OverviewLines {
  readonly titleLines: number;
  readonly linesPerRow: number;
  readonly columns: readonly {
    readonly cells: readonly Cell[];
    readonly align?: 'right';
    readonly shrinksTo?: number;
  }[];
  /** Below the lines of each row; empty for none. */
  readonly remarks: readonly string[];
}

function titlesOf({ spans, slots }: ServiceHistory) {
  const eachMs = slotMs(slots);
  return {
    strip: `LAST ${spanName(slots.length * eachMs).toUpperCase()}`,
    line: `TIMES BY ${slotName(eachMs).toUpperCase()}`,
    uptimes: spans.map(({ name }) => name.toUpperCase()),
  };
}

/** A line for each service. */
export function inOneLine(rows: readonly OverviewRow[], first: ServiceHistory, { quiet }: Style): OverviewLines {
  const titles = titlesOf(first);
  const column = (title: string, cellOf: (row: OverviewRow) => Cell | undefined) => ({
    cells: [{ text: title, paint: quiet }, ...rows.map((row) => cellOf(row) ?? { text: '' })],
  });
  const right = (title: string, cellOf: (row: OverviewRow) => Cell | undefined) => {
    return { ...column(title, cellOf), align: 'right' } as const;
  };
  return {
    titleLines: 1,
    linesPerRow: 1,
    columns: [
      { ...column('SERVICE', ({ name }) => ({ text: name })), shrinksTo: 10 },
      column(titles.strip, ({ strip }) => cellFrom(strip)),
      column(titles.line, ({ line }) => cellFrom(line)),
      ...titles.uptimes.map((title, index) => right(title, ({ uptimes }) => uptimes[index])),
      ...timeTitles.map((title, index) => right(title, ({ times }) => times[index])),
      { ...column('', ({ remark }) => ({ text: remark, paint: quiet })), shrinksTo: 12 },
    ],
    remarks: rows.map(() => ''),
  };
}

/** Two lines for each service: response times below uptimes, and what there is to remark below them. */
export function inTwoLines(rows: readonly OverviewRow[], first: ServiceHistory, { quiet }: Style): OverviewLines {
  const titles = titlesOf(first);
  const none: Cell = { text: '' };
  const column = (above: string, below: string, cellsOf: (row: OverviewRow) => readonly [Cell, Cell]) => ({
    cells: [...[above, below].map((text) => ({ text, paint: quiet })), ...rows.flatMap(cellsOf)],
  });
  const figures = Array.from({ length: Math.max(titles.uptimes.length, timeTitles.length) }, (_, index) => ({
    ...column(titles.uptimes[index] ?? '', timeTitles[index] ?? '', ({ uptimes, times }) => {
      return [uptimes[index] ?? none, times[index] ?? none];
    }),
    align: 'right' as const,
  }));
  return {
    titleLines: 2,
    linesPerRow: 2,
    columns: [
      { ...column('SERVICE', '', ({ name }) => [{ text: name }, none]), shrinksTo: 10 },
      column(titles.strip, titles.line, ({ strip, line }) => [cellFrom(strip), cellFrom(line)]),
      ...figures,
    ],
    remarks: rows.map(({ remark }) => remark),
  };
}

function cellFrom(marks: Marks): Cell {
  return { text: textOf(marks), paint: () => painted(marks) };
}

/** The lines, laid out and painted. */
export function renderLines({ columns, titleLines, linesPerRow, remarks }: OverviewLines, { options, style }: Drawing) {
  const { ellipsis } = style.glyphs;
  const grid = renderGrid(
    columns.map(({ cells, ...column }): Column => {
      return { ...column, cells: cells.map(({ text }) => text), paint: (text, at) => cells[at]?.paint?.(text) ?? text };
    }),
    { width: options.width, ellipsis },
  ).split('\n');
  const remarkAt = (at: number) => remarks[(at - titleLines + 1) / linesPerRow - 1] ?? '';
  return grid.flatMap((line, at) => {
    const remark = fitColumns(remarkAt(at), options.width - 2, ellipsis);
    return remark === '' ? [line] : [line, `  ${style.quiet(remark)}`];
  });
}
