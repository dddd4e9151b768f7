import { toPlainLine } from '../../domain/plain-text.ts';
import type { RenderOptions } from '../../reporting/format.ts';
import { renderGrid } from '../../reporting/grid.ts';
import type { HeartbeatsDocument } from '../../reporting/heartbeat-schema.ts';
import { instantOrNull, toInstant } from '../../reporting/machine-values.ts';
import { styleOf } from '../../reporting/style.ts';
import type { WallTime } from '../wall-time.ts';
import type { HeartbeatStanding } from './heartbeat-standing.ts';

/** The services that call us, each with its URL below it, which is never cut; ends in a line feed unless there is none. */
export function heartbeatList(
  standings: readonly HeartbeatStanding[],
  time: WallTime,
  { width, ...look }: RenderOptions,
): string {
  const { glyphs, quiet } = styleOf(look);
  const fromNow = (at: number | undefined) => (at === undefined ? glyphs.none : time.fromNow(at));
  const grid = renderGrid(
    [
      { title: 'SERVICE', cells: standings.map(({ service }) => toPlainLine(service)), shrinksTo: 14 },
      { title: 'STATE', cells: standings.map(({ verdict }) => verdict.state.replace('_', ' ')) },
      { title: 'LAST PING', cells: standings.map(({ lastPingAt }) => fromNow(lastPingAt)) },
      { title: 'NEXT DUE', cells: standings.map(({ verdict }) => fromNow(verdict.dueAt)) },
      { title: 'PINGS', cells: standings.map(({ pings }) => String(pings)), align: 'right' },
    ],
    { width, ellipsis: glyphs.ellipsis, paintTitle: quiet },
  );
  if (grid === '') return '';
  const [titles, ...rows] = grid.split('\n');
  return `${[titles, ...rows.flatMap((row, at) => [row, `  ${standings[at]?.url ?? ''}`])].join('\n')}\n`;
}

/** The same as plain data. */
export function heartbeatDocument(standings: readonly HeartbeatStanding[], nowAt: number): HeartbeatsDocument {
  return {
    schema: 'svcmon.heartbeats/v1',
    timestamp: toInstant(nowAt),
    heartbeats: standings.map(({ service, url, verdict, lastPingAt, pings }) => ({
      service: toPlainLine(service),
      url,
      state: verdict.state,
      last_ping: lastPingAt === undefined ? null : instantOrNull(lastPingAt),
      next_due: verdict.dueAt === undefined ? null : instantOrNull(verdict.dueAt),
      pings,
    })),
  };
}
