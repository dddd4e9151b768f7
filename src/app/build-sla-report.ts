import { sumTallies } from '../domain/check-tally.ts';
import { outageOf } from '../domain/outage.ts';
import { cutByCalendar, dateIn } from '../domain/period.ts';
import { periodBefore } from '../domain/report-period.ts';
import { matchesService } from '../domain/silence.ts';
import { type Day, serviceFigures } from '../domain/sla.ts';
import type { SlaReport } from '../domain/sla-report.ts';
import { groupsOf } from './sla/groups-of.ts';
import { readRecords, type ServiceRecords } from './sla/records.ts';
import { reportedServices } from './sla/reported-services.ts';
import type { Made, Reported, SlaReportParts, SlaRequest } from './sla/request.ts';

/**
 * The figures of a period from what is stored, read once for all services. A period that is not over ends
 * with the present. The same records and request give an equal report. Rejects as the source does.
 */
export async function buildSlaReport(request: SlaRequest, parts: SlaReportParts): Promise<SlaReport> {
  const { period: asked, timezone, nowAt } = request;
  const toAt = Math.min(asked.toAt, nowAt);
  const period = { fromAt: asked.fromAt, toAt, label: asked.label, timezone, complete: toAt === asked.toAt };
  const days = daysOf(period, timezone);
  const previous = periodBefore(asked, timezone);
  const records = await readRecords({ period, previous, days }, parts);
  const all = reportedServices(request.services, records.names());
  const reported = all.filter(({ identity }) => request.isSelected?.(identity) ?? true);
  const made: Made[] = [];
  for (const [index, service] of reported.entries()) {
    parts.onProgress?.(0.8 + (0.2 * index) / reported.length, service.identity.name);
    made.push(figuresOf(service, { request, period, days, records: records.of(service.identity.name) }));
    await parts.nextTurn();
  }
  const { groups, overall } = groupsOf(made, { period, all, groups: request.groups });
  return { period, services: made.map(({ figures }) => figures), groups, overall };
}

interface Making {
  readonly request: SlaRequest;
  readonly period: SlaReport['period'];
  readonly days: readonly Day[];
  readonly records: ServiceRecords;
}

function figuresOf(reported: Reported, { request, period, days, records }: Making): Made {
  const { identity, isConfigured, promised } = reported;
  const objective = promised ?? request.objective;
  const tally = sumTallies(records.dayTallies);
  const figures = serviceFigures(
    { period, days },
    {
      service: identity.name,
      ...(identity.group !== undefined && { group: identity.group }),
      tags: identity.tags,
      ...(objective && { objective }),
      track: records.track,
      outages: records.incidents.map(({ incident, story }) => outageOf(incident, story, period.toAt)),
      windows: records.windows.filter(({ match }) => matchesService(match, identity)),
      pauses: records.pauses,
      tally,
      dayTallies: records.dayTallies,
      previousTally: records.previousTally,
    },
  );
  const { errorMs: countsErrorMs } = records;
  const remarks = { ...(!isConfigured && { removed: true as const }), ...(countsErrorMs > 0 && { countsErrorMs }) };
  return { ...reported, tally, figures: { ...figures, ...remarks } };
}

function daysOf(period: SlaReport['period'], timezone: string): readonly Day[] {
  return cutByCalendar(period, 'day', timezone).map((range) => ({ ...range, date: dateIn(timezone, range.fromAt) }));
}
