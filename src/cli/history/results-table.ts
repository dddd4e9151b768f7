import { formatDuration } from '../../domain/duration.ts';
import { toPlainLine } from '../../domain/plain-text.ts';
import type { RenderOptions } from '../../reporting/format.ts';
import { renderGrid } from '../../reporting/grid.ts';
import { styleOf } from '../../reporting/style.ts';
import type { StoredResult } from '../../storage/store.ts';
import type { WallTime } from '../wall-time.ts';

/** Single results, one line each, in the order given; ends in a line feed unless there is none. */
export function resultsTable(
  results: readonly StoredResult[],
  time: WallTime,
  { width, ...look }: RenderOptions,
): string {
  const { glyphs, status, quiet } = styleOf(look);
  const paintStatus = (text: string, row: number) => status[results[row]?.status ?? 'unknown'](text);
  const grid = renderGrid(
    [
      { title: 'WHEN', cells: results.map(({ startedAt }) => time.at(startedAt)), align: 'right', paint: quiet },
      {
        title: '  STATUS',
        cells: results.map((result) => `${glyphs.status[result.status]} ${result.status}`),
        paint: paintStatus,
      },
      { title: 'CODE', cells: results.map(({ statusCode }) => String(statusCode ?? glyphs.none)), align: 'right' },
      {
        title: 'TIME',
        cells: results.map(({ responseTimeMs: ms }) => (ms === undefined ? glyphs.none : formatDuration(ms))),
        align: 'right',
      },
      {
        title: 'WHAT',
        cells: results.map((result) => whatOf(result)),
        shrinksTo: 12,
      },
    ],
    { width, ellipsis: glyphs.ellipsis, paintTitle: quiet },
  );
  return grid === '' ? '' : `${grid}\n`;
}

function whatOf({ message = '', attempts }: StoredResult): string {
  const tries = attempts > 1 ? `(${attempts} attempts)` : '';
  return [toPlainLine(message), tries].filter((part) => part !== '').join(' ');
}
