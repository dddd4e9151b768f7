import { columnsOf, wrapColumns } from '../reporting/columns.ts';
import type { Style } from '../reporting/style.ts';

/** What an explanation is drawn with. */
export interface Paper {
  readonly style: Style;
  /** Columns that text may take. */
  readonly width: number;
}

/** Lines that belong together; blocks are set apart by an empty line, and an empty block is left out. */
export type Block = readonly string[];

const labelColumns = 12;

/** A title and the indented lines below it; nothing when there are no lines. */
export function titled(title: string, lines: readonly string[], { style }: Paper): Block {
  return lines.length === 0 ? [] : [style.strong(title), ...lines.map((line) => (line === '' ? '' : `  ${line}`))];
}

/** `  Label       value`, the value wrapped below itself; nothing for an empty value. */
export function labelled(
  label: string,
  value: string | undefined,
  { style, width }: Paper,
  columns = labelColumns,
): Block {
  if (value === undefined || value === '') return [];
  const lines = wrapColumns(value, width - columns - 2);
  return lines.map((line, index) => `  ${style.quiet((index === 0 ? label : '').padEnd(columns))}${line}`);
}

/** How many columns labels take, so that all values begin at the same one. */
export function labelColumnsOf(labels: readonly string[]): number {
  return Math.max(labelColumns, ...labels.map((label) => columnsOf(label) + 2));
}

/** A text behind a mark, wrapped below itself. The mark is painted after it was measured. */
export function marked(
  mark: string,
  text: string,
  { width, paint }: { readonly width: number; readonly paint: (mark: string) => string },
): Block {
  const indent = columnsOf(mark) + 1;
  return wrapColumns(text, width - indent).map((line, index) => {
    return index === 0 ? `${paint(mark)} ${line}` : `${' '.repeat(indent)}${line}`;
  });
}
