import type { TimeRange } from '../../domain/calendar.ts';
import { downMsOf, type Outage } from '../../domain/outage.ts';
import { toPlainLine, truncate } from '../../domain/plain-text.ts';
import type { Objective, ServiceFigures } from '../../domain/sla-report.ts';
import { escapeMarkdown } from '../markdown-text.ts';
import { lengthText } from './length-text.ts';
import { markdownTable } from './markdown-table.ts';
import { tooShortText } from './too-short.ts';
import { durationText, latencyText, nameText, percentText, verdictText } from './wording.ts';

type Instant = (at: number) => string;

/** What there is to tell of one service beside its row in the table: latency, incidents, and all that needs a reason. */
export function markdownOfService(service: ServiceFigures, instant: Instant): readonly string[] {
  const { latency, previousLatency, softFailures, exclusions, gaps } = service;
  const span = ({ fromAt, toAt }: TimeRange) => [instant(fromAt), instant(toAt), lengthText(toAt - fromAt)];
  const parts = [
    ...incidents(service, instant),
    ...section(
      'Soft failures (never confirmed: they count as up)',
      ['From', 'To', 'Lasted', 'Checks'],
      softFailures.map((failure) => [...span(failure), String(failure.checks)]),
    ),
    ...section(
      'Left out of the service time',
      ['From', 'To', 'Lasted', 'Why', 'By'],
      exclusions.map((exclusion) => {
        const why = exclusion.kind === 'pause' ? 'paused' : `maintenance: ${exclusion.name}`;
        return [...span(exclusion), plain(why), plain(exclusion.by)];
      }),
    ),
    ...adjustments(service, instant),
    ...section(
      'Unknown',
      ['From', 'To', 'Lasted', 'Why'],
      gaps.map((gap) => [...span(gap), plain(gap.reason.replaceAll('_', ' '))]),
    ),
  ];
  if (parts.length === 0 && latency.count === 0) return [];
  const before = previousLatency === undefined || previousLatency.count === 0 ? [] : [latencyText(previousLatency)];
  const off =
    service.countsErrorMs === undefined
      ? ''
      : `; days counted to within ${lengthText(service.countsErrorMs)}, since single results are gone`;
  const latencyLines = [
    `- Latency: ${latencyText(latency)}${off}`,
    ...before.map((text) => `- Period before: ${text}`),
  ];
  return [`## ${plain(nameText(service.service))}`, '', ...latencyLines, '', ...parts];
}

function incidents({ outages, objective }: ServiceFigures, instant: Instant): readonly string[] {
  const titles = ['Began', 'Ended', 'Down', 'Confirmed after', 'Alerted', 'Acknowledged', 'Cause', 'Messages'];
  const ended = ({ endedAt }: Outage) => (endedAt === undefined ? 'open' : instant(endedAt));
  return section(
    'Incidents',
    titles,
    outages.map((outage) => [
      instant(outage.incident.startedAt),
      ended(outage),
      downText(outage, objective),
      lengthText(outage.incident.confirmedAt - outage.incident.startedAt),
      outage.toldAt === undefined ? '–' : `after ${durationText(outage.toldAt - outage.incident.startedAt)}`,
      outage.acknowledgedAt === undefined ? '–' : instant(outage.acknowledgedAt),
      plain(outage.incident.message),
      outage.deliveries.length === 0 ? '–' : outage.deliveries.map(({ text }) => plain(text)).join('; '),
    ]),
  );
}

function downText(outage: Outage, objective: Objective | undefined): string {
  if (outage.down === undefined) return 'degraded only';
  return `${lengthText(downMsOf(outage))}${tooShortText(outage, objective)}`;
}

function adjustments(service: ServiceFigures, instant: Instant): readonly string[] {
  const { adjustments: all, adjusted, objective } = service;
  const lines = section(
    'Adjustments (maintenance entered after it began: it leaves nothing out)',
    ['From', 'To', 'Entered', 'What', 'By'],
    all.map(({ fromAt, toAt, announcedAt, name, by }) => {
      return [instant(fromAt), instant(toAt), instant(announcedAt), plain(name), plain(by)];
    }),
  );
  if (adjusted === undefined) return lines;
  const { availability } = adjusted.availability;
  const verdict = adjusted.verdict === undefined ? '' : `, ${verdictText(adjusted)}`;
  return [...lines, `With them, availability would be ${percentText(availability, objective)}${verdict}.`, ''];
}

// A year of a service that fails every hour is still a document that can be opened.
const mostRows = 1_000;

function section(title: string, titles: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const more = rows.length - mostRows;
  const rest = more > 0 ? ['', `And ${more} more.`] : [];
  return [`### ${title}`, '', ...markdownTable(titles, rows.slice(0, mostRows)), ...rest, ''];
}

const maxTextPoints = 300;

function plain(text: string): string {
  return escapeMarkdown(truncate(toPlainLine(text), maxTextPoints));
}
