import { formatDuration } from '../../domain/duration.ts';
import { toPlainLine } from '../../domain/plain-text.ts';
import type { Status } from '../../domain/status.ts';
import { formatAge } from '../../reporting/age.ts';
import type { RenderOptions } from '../../reporting/format.ts';
import type { Column } from '../../reporting/grid.ts';
import type { Style } from '../../reporting/style.ts';
import { painted, textOf } from '../history/marks.ts';
import { uptimeText, uptimeTone } from '../history/uptime.ts';
import type { WallTime } from '../wall-time.ts';
import { lastHour } from './last-hour.ts';
import { budgetText } from './slo-remark.ts';
import type { StoredStanding } from './standing.ts';

/** How the columns are drawn. */
export interface Drawing {
  readonly style: Style;
  readonly look: Pick<RenderOptions, 'color' | 'unicode'>;
}

/** What is to be shown of every service, the most telling first. */
export function factColumns(standings: readonly StoredStanding[], time: WallTime, drawing: Drawing): readonly Column[] {
  const { status, quiet } = drawing.style;
  const statusAt = (row: number): Status => standings[row]?.status ?? 'unknown';
  return [
    nameColumn(standings, drawing.style),
    {
      title: 'STATE',
      cells: standings.map(({ label }) => label),
      paint: (text, row) => (statusAt(row) === 'healthy' ? quiet(text) : status[statusAt(row)](text)),
    },
    hourColumn(standings, drawing.look),
    ...uptimeColumns(standings, drawing.style),
    ...budgetColumns(standings, drawing.style),
    {
      title: 'AGE',
      cells: standings.map(({ health }) => {
        return health ? formatAge(time.nowAt - health.lastResultAt) : drawing.style.glyphs.none;
      }),
      align: 'right',
      paint: (text, row) => (standings[row]?.stale ? status.unknown(text) : quiet(text)),
    },
  ];
}

function nameColumn(standings: readonly StoredStanding[], { glyphs, status, strong }: Style): Column {
  return {
    title: '  SERVICE',
    cells: standings.map((standing) => `${glyphs.status[standing.status]} ${toPlainLine(standing.service.name)}`),
    shrinksTo: 14,
    paint: (text, row) => {
      const found = standings[row]?.status ?? 'unknown';
      return status[found](text.slice(0, 1)) + (found === 'healthy' ? text.slice(1) : strong(text.slice(1)));
    },
  };
}

function hourColumn(standings: readonly StoredStanding[], look: Drawing['look']): Column {
  const hours = standings.map(({ service, past }) => {
    return lastHour(past?.slots ?? [], service.expectations.responseTimeWarningMs, look);
  });
  return { title: 'LAST HOUR', cells: hours.map(textOf), paint: (_text, row) => painted(hours[row] ?? []) };
}

function uptimeColumns(standings: readonly StoredStanding[], { glyphs, status }: Style): readonly Column[] {
  const names = standings.find(({ past }) => past)?.past?.spans.map(({ name }) => name) ?? [];
  const spanAt = (row: number, index: number) => standings[row]?.past?.spans[index];
  const day = (row: number) => spanAt(row, 0)?.latency.p95Ms;
  return [
    ...names.map(
      (name, index): Column => ({
        title: name.toUpperCase(),
        cells: standings.map((_, row) => {
          const span = spanAt(row, index);
          return (span && uptimeText(span.availability)) ?? glyphs.none;
        }),
        align: 'right',
        paint: (text, row) => {
          const span = spanAt(row, index);
          const tone = span && uptimeTone(span);
          return tone === undefined ? text : status[tone](text);
        },
      }),
    ),
    { title: 'P95', cells: standings.map((_, row) => timeOf(day(row)) ?? glyphs.none), align: 'right' },
  ];
}

/** Only where something is promised of any of them. */
function budgetColumns(standings: readonly StoredStanding[], { glyphs, status }: Style): readonly Column[] {
  if (standings.every(({ slo }) => slo === undefined)) return [];
  const toneOf = (share = 1) => {
    if (share <= 0) return status.unhealthy;
    return share < little ? status.degraded : (text: string) => text;
  };
  return [
    {
      title: 'BUDGET',
      cells: standings.map(({ slo }) => (slo && budgetText(slo)) ?? glyphs.none),
      align: 'right',
      paint: (text, row) => toneOf(standings[row]?.slo?.leftShare)(text),
    },
  ];
}

// Of an error budget.
const little = 0.25;

function timeOf(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : formatDuration(ms);
}
