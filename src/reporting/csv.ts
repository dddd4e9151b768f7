import type { CheckReport } from '../domain/check-report.ts';
import type { ServiceDocument } from './check-report-schema.ts';
import { type Cell, toCsvLine } from './csv-line.ts';
import { toDocument } from './document.ts';
import { defineFormat } from './format.ts';

const columns: Readonly<Record<string, (service: ServiceDocument) => Cell>> = {
  name: ({ name }) => name,
  status: ({ status }) => status,
  reason: ({ reason }) => reason,
  severity: ({ severity }) => severity,
  response_time_ms: (service) => service.response_time_ms,
  status_code: (service) => service.status_code,
  error_message: (service) => service.error_message,
  timestamp: ({ timestamp }) => timestamp,
  type: ({ type }) => type,
  target: ({ target }) => target,
  group: ({ group }) => group,
  tags: ({ tags }) =>
    Object.entries(tags)
      .map(([name, value]) => `${name}=${value}`)
      .join(' '),
  duration_ms: (service) => service.duration_ms,
  attempts: ({ attempts }) => attempts.length,
  max_attempts: (service) => service.max_attempts,
  dns_ms: ({ phases }) => phases?.dns_ms ?? null,
  connect_ms: ({ phases }) => phases?.connect_ms ?? null,
  tls_ms: ({ phases }) => phases?.tls_ms ?? null,
  send_ms: ({ phases }) => phases?.send_ms ?? null,
  wait_ms: ({ phases }) => phases?.wait_ms ?? null,
  receive_ms: ({ phases }) => phases?.receive_ms ?? null,
  address: ({ address }) => address,
  http_version: (service) => service.http_version,
  content_type: ({ content }) => content?.type ?? null,
  body_bytes: ({ content }) => content?.body_bytes ?? null,
  certificate_days_left: ({ tls }) => tls?.days_left ?? null,
};

/** One row per service below a header row (RFC 4180); what a spreadsheet would run as a formula starts with an apostrophe. */
export const csv = defineFormat({
  name: 'csv',
  summary: 'one row per service, for spreadsheets',
  extensions: ['csv'],
  render: (report) => [Object.keys(columns), ...rowsOf(report)].map(toCsvLine).join(''),
});

function rowsOf(report: CheckReport): readonly (readonly Cell[])[] {
  return toDocument(report).services.map((service) => Object.values(columns).map((cell) => cell(service)));
}
