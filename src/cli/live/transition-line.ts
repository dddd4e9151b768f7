import { toPlainLine } from '../../domain/plain-text.ts';
import { columnsOf, fitColumns } from '../../reporting/columns.ts';
import type { Transition } from './board.ts';
import type { Paper } from './source.ts';

/** One transition on one line: `19:36:05  ✕ api  healthy → unhealthy  expected status 200, got 503`. */
export function transitionLine({ service, change, message }: Transition, { style, width }: Paper): string {
  const { glyphs } = style;
  const time = new Date(change.confirmedAt).toTimeString().slice(0, 8);
  const mark = glyphs.status[change.to];
  const what = `${change.from} ${glyphs.arrow} ${change.to}`;
  const name = fitColumns(toPlainLine(service), Math.max(12, width - time.length - what.length - 8), glyphs.ellipsis);
  const room = width - time.length - columnsOf(name) - what.length - 8;
  const said =
    room < 10 || change.to === 'healthy' ? '' : `  ${fitColumns(toPlainLine(message), room, glyphs.ellipsis)}`;
  return `${style.quiet(time)}  ${style.status[change.to](mark)} ${name}  ${style.status[change.to](what)}${style.quiet(said)}`;
}
