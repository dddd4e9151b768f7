import { toPlainLine } from '../../domain/plain-text.ts';
import { renderGrid } from '../../reporting/grid.ts';
import type { Transition } from './board.ts';
import type { Paper } from './source.ts';

/** Transitions one a line, aligned: `19:36:05  ✕ api  healthy → unhealthy  expected status 200, got 503`. */
export function transitionLines(transitions: readonly Transition[], { style, width }: Paper): readonly string[] {
  const { glyphs, status, quiet } = style;
  const columns = [
    { cells: transitions.map(({ change }) => timeOfDay(change.confirmedAt)), paint: quiet },
    {
      cells: transitions.map(({ service, change }) => `${glyphs.status[change.to]} ${toPlainLine(service)}`),
      shrinksTo: 14,
      paint: (text: string, row: number) =>
        status[transitions[row]?.change.to ?? 'unknown'](text.slice(0, 1)) + text.slice(1),
    },
    { cells: transitions.map(({ change }) => `${change.from} ${glyphs.arrow} ${change.to}`) },
    {
      cells: transitions.map(({ change, message }) => (change.to === 'healthy' ? '' : toPlainLine(message))),
      shrinksTo: 12,
      paint: quiet,
    },
  ];
  return renderGrid(columns, { width, ellipsis: glyphs.ellipsis }).split('\n');
}

function timeOfDay(at: number): string {
  return new Date(at).toTimeString().slice(0, 8);
}
