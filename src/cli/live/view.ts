import { byWorstFirst, type Status } from '../../domain/status.ts';
import type { RenderOptions } from '../../reporting/format.ts';
import { standingOf } from '../../reporting/standing.ts';
import { styleOf } from '../../reporting/style.ts';
import type { Seen } from './board.ts';
import { footerOf } from './footer.ts';
import { headlineOf } from './headline.ts';
import { rowsOf } from './rows.ts';
import type { Paper, Row, ViewSource } from './source.ts';
import { transitionLines } from './transition-lines.ts';

const mostTransitions = 5;
// Below it every row is worth more than what happened before.
const leastRowsForTransitions = 20;

/** The whole view as lines that fit the terminal: a headline, the services worst first, the latest transitions, a footer. */
export function viewLines(source: ViewSource, look: RenderOptions & { readonly rows: number }): readonly string[] {
  const style = styleOf(look);
  const rows = standings(source);
  const head = [headlineOf(source, rows, { style, width: look.width }), ''];
  const foot = ['', footerOf(source, { style, width: look.width })];
  const recent = look.rows < leastRowsForTransitions ? [] : recentLines(source, { style, width: look.width });
  const room = look.rows - 1 - head.length - foot.length - recent.length;
  return [...head, ...rowsOf(rows, source, { style, width: look.width, room }), ...recent, ...foot];
}

/** Worst first; among equals in the order of the configuration. */
function standings({ services, healthOf, board, nowAt }: ViewSource): readonly Row[] {
  const rows = services.map((configured) => {
    const health = healthOf(configured.service.name);
    const standing = standingOf(health, configured.service, nowAt);
    return { configured, health, ...(cannotSee(board.of(configured.service.name)) ? unseen : standing) };
  });
  return rows.toSorted((a, b) => byWorstFirst(rankOf(a), rankOf(b)));
}

const unseen = { status: 'unknown', isWaiting: false, isFailing: false, label: 'cannot be seen' } as const;

/** Nothing is shown as healthy on the word of an old look. One missed look says nothing. */
function cannotSee(seen: Seen | undefined): boolean {
  const last = seen?.looks.slice(-2) ?? [];
  return last.length === 2 && last.every(({ isBlind }) => isBlind);
}

/** What was not looked at yet is no trouble. */
function rankOf({ status, isWaiting }: Row): Status {
  return isWaiting ? 'healthy' : status;
}

function recentLines({ board }: ViewSource, paper: Paper): readonly string[] {
  const transitions = board.transitions.slice(0, mostTransitions);
  if (transitions.length === 0) return [];
  return ['', paper.style.quiet('Recent changes'), ...transitionLines(transitions, paper)];
}
