import { formatAge } from '../../reporting/age.ts';
import { fitColumns } from '../../reporting/columns.ts';
import type { Paper, ViewSource } from './source.ts';

/** What goes on, quietly: how many services, when the next look is due, what waits, since when it runs, and how to stop. */
export function footerOf(source: ViewSource, { style, width }: Paper): string {
  const { services, schedule, outbox, monotonic, startedAt } = source;
  const { running, waiting, nextInMs } = schedule;
  const parts = [
    `${services.length} ${services.length === 1 ? 'service' : 'services'}`,
    running > 0 ? 'checking' : nextText(nextInMs),
    ...(waiting > 0 ? [`${waiting} waiting for a worker`] : []),
    ...(outbox > 0 ? [`${outbox} ${outbox === 1 ? 'message' : 'messages'} to be sent`] : []),
    `up ${formatAge(monotonic - startedAt)}`,
    'Ctrl-C stops',
  ];
  return style.quiet(fitColumns(parts.join(style.glyphs.separator), width, style.glyphs.ellipsis));
}

function nextText(nextInMs: number | undefined): string {
  if (nextInMs === undefined) return 'nothing to check';
  return nextInMs < 1_000 ? 'checking' : `next check in ${formatAge(nextInMs)}`;
}
