import type { CheckResult } from '../domain/check-result.ts';
import type { RenderOptions } from '../reporting/format.ts';
import { renderGrid } from '../reporting/grid.ts';
import { verdictColumns, whatColumn } from '../reporting/service-columns.ts';
import { styleOf } from '../reporting/style.ts';

/** A status line is drawn like a row of the table. */
interface StatusLineOptions extends RenderOptions {
  /** Columns of the longest name to come, so that lines printed one by one stay aligned; none by default. */
  readonly nameColumns?: number;
}

/** One result on one line, as it comes in; without a line feed, never wider than the terminal. */
export function statusLine(result: CheckResult, { width, nameColumns = 0, ...look }: StatusLineOptions): string {
  const style = styleOf(look);
  const [name, ...others] = verdictColumns([result], style);
  const columns = [{ ...name, atLeast: '✓ '.length + nameColumns }, ...others, whatColumn([result], style)];
  return renderGrid(columns, { width, ellipsis: style.glyphs.ellipsis });
}
