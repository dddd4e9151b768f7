import { formatDuration } from '../../domain/duration.ts';
import type { Incident } from '../../domain/incident.ts';
import { toPlainLine } from '../../domain/plain-text.ts';
import type { RenderOptions } from '../../reporting/format.ts';
import { renderGrid } from '../../reporting/grid.ts';
import { styleOf } from '../../reporting/style.ts';
import type { WallTime } from '../wall-time.ts';

/** How an incident is shown in a list: with an id as short as can be. */
export interface ListedIncident {
  readonly incident: Incident;
  readonly shortId: string;
}

/** Incidents, one line each, in the order given; ends in a line feed unless there is none. */
export function incidentList(
  listed: readonly ListedIncident[],
  time: WallTime,
  { width, ...look }: RenderOptions,
): string {
  const { glyphs, status, strong, quiet } = styleOf(look);
  const incidents = listed.map(({ incident }) => incident);
  const isOpen = (row: number) => incidents[row]?.closedAt === undefined;
  const signOf = ({ status: worst, closedAt }: Incident) =>
    closedAt === undefined ? glyphs.status[worst] : glyphs.status.healthy;
  const grid = renderGrid(
    [
      {
        title: '  INCIDENT',
        cells: listed.map(({ incident, shortId }) => `${signOf(incident)} ${shortId}`),
        paint: (text, row) =>
          isOpen(row) ? status[incidents[row]?.status ?? 'unknown'](text.slice(0, 1)) + text.slice(1) : quiet(text),
      },
      {
        title: 'SERVICE',
        cells: incidents.map(({ service }) => toPlainLine(service)),
        shrinksTo: 10,
        paint: (text, row) => (isOpen(row) ? strong(text) : text),
      },
      { title: 'BEGAN', cells: incidents.map(({ startedAt }) => time.at(startedAt)), align: 'right' },
      { title: 'LASTED', cells: incidents.map((incident) => lastedText(incident, time.nowAt)), align: 'right' },
      { title: 'STATE', cells: incidents.map((incident) => stateText(incident)), shrinksTo: 12 },
      { title: 'WHAT', cells: incidents.map(({ message }) => toPlainLine(message)), shrinksTo: 12, paint: quiet },
    ],
    { width, ellipsis: glyphs.ellipsis, paintTitle: quiet },
  );
  return grid === '' ? '' : `${grid}\n`;
}

/** From the first failure to the first success, or until now. */
export function lastedText({ startedAt, recoveredAt, closedAt }: Incident, nowAt: number): string {
  return formatDuration(Math.max(0, (recoveredAt ?? closedAt ?? nowAt) - startedAt));
}

function stateText({ closedAt, closedAs, acknowledged }: Incident): string {
  if (closedAt !== undefined) return closedAs ?? 'closed';
  return acknowledged === undefined ? 'open' : 'acknowledged';
}
