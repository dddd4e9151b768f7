import { toPlainLine } from '../../domain/plain-text.ts';
import type { Silence } from '../../domain/silence.ts';
import type { RenderOptions } from '../../reporting/format.ts';
import { renderGrid } from '../../reporting/grid.ts';
import { styleOf } from '../../reporting/style.ts';
import { shortIds } from '../short-ids.ts';
import type { WallTime } from '../wall-time.ts';
import { matchText } from './service-match.ts';

/** Silences, one line each; ends in a line feed unless there is none. */
export function silenceList(silences: readonly Silence[], time: WallTime, { width, ...look }: RenderOptions): string {
  const { glyphs, quiet } = styleOf(look);
  const ids = shortIds(silences.map(({ id }) => id));
  const grid = renderGrid(
    [
      { title: 'SILENCE', cells: silences.map(({ id }) => ids.get(id) ?? id) },
      { title: 'FOR', cells: silences.map(({ match }) => toPlainLine(matchText(match))), shrinksTo: 14 },
      { title: 'UNTIL', cells: silences.map(({ endsAt }) => time.at(endsAt)), align: 'right' },
      { title: 'ENDS', cells: silences.map(({ endsAt }) => time.fromNow(endsAt)), paint: quiet },
      { title: 'BY', cells: silences.map(({ by }) => toPlainLine(by)), shrinksTo: 8 },
      { title: 'COMMENT', cells: silences.map(({ comment }) => toPlainLine(comment)), shrinksTo: 10, paint: quiet },
    ],
    { width, ellipsis: glyphs.ellipsis, paintTitle: quiet },
  );
  return grid === '' ? '' : `${grid}\n`;
}
