import type { CheckReport } from '../domain/check-report.ts';
import { type Column, type GridOptions, renderGrid } from './grid.ts';
import type { Style } from './style.ts';
import { summarySentence } from './wording.ts';

/** A table of services with the sentence that sums the report up as its last line; ends in a line feed. */
export function renderServiceTable(
  report: CheckReport,
  {
    columns,
    style,
    ...grid
  }: { readonly columns: readonly Column[]; readonly style: Style } & Omit<GridOptions, 'ellipsis'>,
): string {
  const lines = renderGrid(columns, { ...grid, ellipsis: style.glyphs.ellipsis });
  const sentence = summarySentence(report, (text, status) =>
    status === 'healthy' ? text : style.status[status](text),
  );
  return `${lines === '' ? '' : `${lines}\n\n`}${sentence}\n`;
}
