import { formatDuration } from '../../domain/duration.ts';
import { toPlainLine } from '../../domain/plain-text.ts';
import type { MaintenanceWindow } from '../../domain/silence.ts';
import type { RenderOptions } from '../../reporting/format.ts';
import { renderGrid } from '../../reporting/grid.ts';
import { styleOf } from '../../reporting/style.ts';
import { shortIds } from '../short-ids.ts';
import type { WallTime } from '../wall-time.ts';
import { matchText } from './service-match.ts';

/** Maintenance windows, one line each; ends in a line feed unless there is none. Those of the configuration have no id. */
export function maintenanceList(
  windows: readonly MaintenanceWindow[],
  time: WallTime,
  { width, ...look }: RenderOptions,
): string {
  const { glyphs, quiet, strong } = styleOf(look);
  const ids = shortIds(windows.filter(isOfPerson).map(({ id }) => id));
  const isOpen = (row: number) => (windows[row]?.startsAt ?? time.nowAt + 1) <= time.nowAt;
  const grid = renderGrid(
    [
      { title: 'WINDOW', cells: windows.map(({ id }) => ids.get(id) ?? glyphs.none) },
      {
        title: 'NAME',
        cells: windows.map(({ name }) => toPlainLine(name)),
        shrinksTo: 12,
        paint: (text, row) => (isOpen(row) ? strong(text) : text),
      },
      { title: 'BEGINS', cells: windows.map(({ startsAt }) => time.at(startsAt)), align: 'right' },
      {
        title: 'LASTS',
        cells: windows.map(({ startsAt, endsAt }) => formatDuration(endsAt - startsAt)),
        align: 'right',
      },
      { title: 'STATE', cells: windows.map((window) => stateText(window, time)), paint: quiet },
      { title: 'FOR', cells: windows.map(({ match }) => toPlainLine(matchText(match))), shrinksTo: 14 },
      { title: 'BY', cells: windows.map(({ by }) => toPlainLine(by)), shrinksTo: 8, paint: quiet },
    ],
    { width, ellipsis: glyphs.ellipsis, paintTitle: quiet },
  );
  return grid === '' ? '' : `${grid}\n`;
}

function isOfPerson({ origin }: MaintenanceWindow): boolean {
  return origin === 'person';
}

function stateText({ startsAt, endsAt }: MaintenanceWindow, time: WallTime): string {
  if (startsAt > time.nowAt) return time.fromNow(startsAt);
  return `open, ends ${time.fromNow(endsAt)}`;
}
