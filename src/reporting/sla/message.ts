import type { NotifiedService } from '../../domain/notification.ts';
import type { ReportFile } from '../../domain/report-file.ts';
import type { ReportMessage } from '../../domain/report-message.ts';
import type { ServiceFigures, SlaReport } from '../../domain/sla-report.ts';
import { executiveLine } from './executive-line.ts';
import { durationText, minutesText, nameText, percentText, promisedText, verdictText } from './wording.ts';

// Nobody reads more in a message: the file has them all.
const mostServices = 100;

/** A report as a message to people: its executive line, and a line per service, the missed ones first. */
export function reportMessage(report: SlaReport, files: readonly ReportFile[]): ReportMessage {
  const { period, services } = report;
  const ranked = services.toSorted((a, b) => rankOf(a) - rankOf(b));
  return {
    label: period.label,
    line: executiveLine(report),
    services: ranked.slice(0, mostServices).map((service) => serviceLine(service, period.toAt)),
    total: services.length,
    files,
  };
}

function rankOf({ verdict, latencyVerdict }: ServiceFigures): number {
  const both = [verdict?.verdict, latencyVerdict];
  if (both.includes('missed')) return 0;
  if (both.includes('insufficient_data')) return 1;
  return verdict === undefined ? 3 : 2;
}

function serviceLine(service: ServiceFigures, toAt: number): NotifiedService {
  const { availability, objective, budget, latency, latencyVerdict } = service;
  const promised = objective === undefined ? '' : ` (${promisedText(objective.availability)} promised)`;
  const parts = [
    `${percentText(availability.availability, objective)}${promised}`,
    ...(service.verdict === undefined ? [] : [verdictText(service)]),
    ...(latencyVerdict === 'missed' ? ['latency missed'] : []),
    `down ${minutesText(availability.downMs)}`,
    ...(budget === undefined ? [] : [`budget left ${minutesText(budget.leftMs)}`]),
    `p95 ${durationText(latency.p95Ms)}`,
  ];
  return {
    name: nameText(service.service),
    target: '',
    reason: 'ok',
    severity: 'info',
    message: parts.join(', '),
    attempts: 0,
    checkedAt: toAt,
  };
}
