import { createHash } from 'node:crypto';
import { toPlainLine } from '../../domain/plain-text.ts';
import type { GroupFigures, ServiceFigures, SlaReport } from '../../domain/sla-report.ts';
import { plainRecord, toInstant } from '../machine-values.ts';
import { canonicalWriter } from './canonical-json.ts';
import { executiveLine } from './executive-line.ts';
import {
  availabilityDocument,
  dayDocument,
  figuresDocument,
  latencyDocument,
  rangeDocument,
  secondsOf,
  verdictDocument,
} from './figures-document.ts';
import { incidentDocument } from './incident-document.ts';
import type { SlaDocument } from './schema.ts';

/**
 * The report as plain data, from which json and yaml are written (see schema.ts): always the same keys in the same order,
 * null for what is not known, every text plain. Nothing in it depends on when or where it is written.
 */
export function toSlaDocument(report: SlaReport, dataHash: string): SlaDocument {
  const { schema, period, executive_line, groups, overall } = togetherDocument(report);
  const services = report.services.map(serviceDocument);
  return { schema, data_hash: dataHash, period, executive_line, services, groups, overall };
}

/** SHA-256, in hexadecimal, of the document without its hash in canonical form (RFC 8785). */
export function dataHashOf(report: SlaReport): string {
  const writeJson = canonicalWriter();
  const hash = createHash('sha256');
  // The services come last in the canonical order of keys, and one after the other.
  hash.update(`${writeJson(togetherDocument(report)).slice(0, -1)},"services":[`);
  for (const [index, service] of report.services.entries()) {
    hash.update(`${index === 0 ? '' : ','}${writeJson(serviceDocument(service))}`);
  }
  return hash.update(']}').digest('hex');
}

/** Everything but the services and the hash. */
function togetherDocument(report: SlaReport): Omit<SlaDocument, 'data_hash' | 'services'> {
  const { label, timezone, complete } = report.period;
  const { from, to, seconds } = rangeDocument(report.period);
  return {
    schema: 'svcmon.sla-report/v1',
    period: { label, from, to, timezone, complete, seconds },
    executive_line: executiveLine(report),
    groups: report.groups.map(groupDocument),
    overall: groupDocument(report.overall),
  };
}

function serviceDocument(figures: ServiceFigures): SlaDocument['services'][number] {
  const { service, removed, group, tags, previousLatency, adjusted, timeline } = figures;
  return {
    name: toPlainLine(service),
    configured: removed === undefined,
    group: group === undefined ? null : toPlainLine(group),
    tags: sortedRecord(plainRecord(tags)),
    ...figuresDocument(figures),
    previous_latency: previousLatency === undefined ? null : latencyDocument(previousLatency),
    counts_error_seconds: secondsOf(figures.countsErrorMs ?? 0),
    incidents: figures.outages.map(incidentDocument),
    ...listsDocument(figures),
    adjusted: adjusted
      ? { ...availabilityDocument(adjusted.availability), ...verdictDocument(adjusted.verdict) }
      : null,
    days: figures.days.map((day) => dayDocument(day, figures.objective)),
    timeline: timeline.map(({ state, fromAt, toAt }) => ({ state, from: toInstant(fromAt), to: toInstant(toAt) })),
  };
}

function listsDocument({ softFailures, gaps, exclusions, adjustments }: ServiceFigures) {
  return {
    soft_failures: softFailures.map((failure) => ({ ...rangeDocument(failure), checks: failure.checks })),
    gaps: gaps.map((gap) => ({ ...rangeDocument(gap), reason: gap.reason })),
    exclusions: exclusions.map(({ kind, name, by, ...range }) => {
      return { kind, name: toPlainLine(name), by: toPlainLine(by), ...rangeDocument(range) };
    }),
    adjustments: adjustments.map(({ name, by, announcedAt, ...range }) => {
      const announced = toInstant(announcedAt);
      return { name: toPlainLine(name), by: toPlainLine(by), announced, ...rangeDocument(range) };
    }),
  };
}

function groupDocument(figures: GroupFigures): SlaDocument['overall'] {
  const { kind, name, services, aggregation } = figures;
  return {
    kind,
    name: toPlainLine(name),
    services: services.map(toPlainLine),
    aggregation,
    ...figuresDocument(figures),
  };
}

function sortedRecord(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
