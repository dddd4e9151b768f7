import { byWorstFirst, type Status } from '../../domain/status.ts';
import type { RenderOptions } from '../../reporting/format.ts';
import { styleOf } from '../../reporting/style.ts';
import { footerOf } from './footer.ts';
import { headlineOf } from './headline.ts';
import { rowsOf } from './rows.ts';
import type { Paper, Row, ViewSource } from './source.ts';
import { standingOf } from './standing.ts';
import { transitionLine } from './transition-line.ts';

const mostTransitions = 5;
// Below it every row is worth more than what happened before.
const leastRowsForTransitions = 20;

/** The whole view as lines that fit the terminal: a headline, the services worst first, the latest transitions, a footer. */
export function viewLines(source: ViewSource, look: RenderOptions & { readonly rows: number }): readonly string[] {
  const style = styleOf(look);
  const rows = standings(source);
  const head = [headlineOf(source, countsOf(rows), { style, width: look.width }), ''];
  const foot = ['', footerOf(source, { style, width: look.width })];
  const recent = look.rows < leastRowsForTransitions ? [] : recentLines(source, { style, width: look.width });
  const room = look.rows - 1 - head.length - foot.length - recent.length;
  return [...head, ...rowsOf(rows, source, { style, width: look.width, room }), ...recent, ...foot];
}

/** Worst first; among equals in the order of the configuration. */
function standings({ services, healthOf, nowAt }: ViewSource): readonly Row[] {
  const rows = services.map((configured) => {
    const health = healthOf(configured.service.name);
    return { configured, health, ...standingOf(health, configured.service, nowAt) };
  });
  return rows.toSorted((a, b) => byWorstFirst(a.status, b.status));
}

function countsOf(rows: readonly Row[]): Readonly<Record<Status, readonly Row[]>> {
  const by = (wanted: Status) => rows.filter(({ status }) => status === wanted);
  return { unhealthy: by('unhealthy'), degraded: by('degraded'), unknown: by('unknown'), healthy: by('healthy') };
}

function recentLines({ board }: ViewSource, paper: Paper): readonly string[] {
  const lines = board.transitions.slice(0, mostTransitions).map((transition) => transitionLine(transition, paper));
  return lines.length === 0 ? [] : ['', paper.style.quiet('Recent changes'), ...lines];
}
