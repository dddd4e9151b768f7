import type { Figures, GroupFigures, ServiceFigures, SlaReport } from '../../domain/sla-report.ts';
import { toInstant } from '../machine-values.ts';
import { escapeMarkdown } from '../markdown-text.ts';
import { executiveLine } from './executive-line.ts';
import { defineSlaFormat, type SlaHeader } from './format.ts';
import { instantWording } from './instant-wording.ts';
import { markdownOfService } from './markdown-service.ts';
import { markdownTable } from './markdown-table.ts';
import { methodOf } from './method.ts';
import {
  durationText,
  latencyPromiseText,
  latencyVerdictText,
  minutesOf,
  mtbfText,
  nameText,
  percentText,
  promisedText,
  verdictText,
} from './wording.ts';

/** GitHub-flavoured Markdown, for wikis and pull requests. No text can add cells, HTML, images or links. */
export const slaMarkdown = defineSlaFormat({
  name: 'md',
  summary: 'Markdown, for wikis and pull requests',
  extension: 'md',
  mediaType: 'text/markdown',
  render(report, header) {
    const { services, groups, overall } = report;
    const instant = instantWording(report.period.timezone);
    return [
      ...head(report, header),
      ...(services.length === 0 ? [] : ['## Services', '', ...slaTable('Service', services.map(serviceRow)), '']),
      ...latencyTargets([...services, ...groups]),
      '## Groups',
      '',
      ...slaTable('Group', [...groups, overall].map(groupRow)),
      '',
      ...services.flatMap((service) => markdownOfService(service, instant)),
      '## How these figures come about',
      '',
      ...methodOf(report).map(({ title, text }) => `- **${title}.** ${escapeMarkdown(text)}`),
      '',
    ].join('\n');
  },
});

function head(report: SlaReport, { generatedAt, version, dataHash }: SlaHeader): readonly string[] {
  const { label, timezone, complete, fromAt, toAt } = report.period;
  const instant = instantWording(timezone);
  return [
    `# SLA report ${label}`,
    '',
    `**${escapeMarkdown(executiveLine(report))}.**`,
    '',
    `- Period: ${instant(fromAt)} to ${instant(toAt)}, ${escapeMarkdown(timezone)}${complete ? '' : ' (not over yet)'}`,
    `- Generated: ${toInstant(generatedAt)} by svcmon ${version}`,
    `- Data: sha256 ${dataHash}`,
    '',
  ];
}

const titles = ['Target', 'Availability', 'Between', 'Coverage', 'Downtime', 'Incidents', 'MTTR', 'MTBF', 'p95'];

function slaTable(subject: string, rows: readonly (readonly string[])[]): readonly string[] {
  return markdownTable([subject, ...titles, 'Budget left', 'Verdict'], rows);
}

function serviceRow(service: ServiceFigures): readonly string[] {
  const name = escapeMarkdown(nameText(service.service));
  return [service.removed === true ? `${name} (no longer configured)` : name, ...cellsOf(service)];
}

function groupRow(group: GroupFigures): readonly string[] {
  const { kind, name, aggregation } = group;
  const subject = kind === 'overall' ? 'overall' : `${kind} ${name}`;
  return [`${escapeMarkdown(nameText(subject))} (${aggregation.replaceAll('_', ' ')})`, ...cellsOf(group)];
}

function cellsOf(figures: Figures): readonly string[] {
  const { availability, objective, budget, reliability, latency } = figures;
  const { lower, upper, coverage } = availability;
  const bounds = [lower, upper].map((share) => percentText(share, objective));
  return [
    objective === undefined ? '–' : promisedText(objective.availability),
    percentText(availability.availability, objective),
    lower === undefined || lower === upper ? (bounds[0] ?? '') : bounds.join(' and '),
    percentText(coverage),
    `${minutesOf(availability.downMs)} min`,
    `${reliability.failures}${reliability.open > 0 ? ` (${reliability.open} open)` : ''}`,
    durationText(reliability.mttrMs),
    mtbfText(figures),
    durationText(latency.p95Ms),
    budget === undefined ? '–' : `${minutesOf(budget.leftMs)} min`,
    verdictText(figures),
  ];
}

function latencyTargets(all: readonly (ServiceFigures | GroupFigures)[]): readonly string[] {
  const rows = all.flatMap((figures) => {
    const promise = figures.objective?.latency;
    if (promise === undefined) return [];
    const name = 'service' in figures ? figures.service : `${figures.kind} ${figures.name}`;
    const { underShare, count } = figures.latency;
    const cells = [latencyPromiseText(promise), percentText(underShare), String(count), latencyVerdictText(figures)];
    return [[escapeMarkdown(nameText(name)), ...cells]];
  });
  if (rows.length === 0) return [];
  return ['## Latency targets', '', ...markdownTable(['', 'Target', 'Within', 'Answers', 'Verdict'], rows), ''];
}
