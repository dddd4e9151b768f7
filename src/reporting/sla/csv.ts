import { type Cell, toCsvLine } from '../csv-line.ts';
import { toSlaDocument } from './document.ts';
import { defineSlaFormat } from './format.ts';
import type { SlaDocument } from './schema.ts';

type Service = SlaDocument['services'][number];
type Period = SlaDocument['period'];

const columns: Readonly<Record<string, (service: Service, period: Period) => Cell>> = {
  service: ({ name }) => name,
  configured: ({ configured }) => String(configured),
  group: ({ group }) => group,
  tags: ({ tags }) =>
    Object.entries(tags)
      .map(([name, value]) => `${name}=${value}`)
      .join(' '),
  period: (_service, { label }) => label,
  from: (_service, { from }) => from,
  to: (_service, { to }) => to,
  timezone: (_service, { timezone }) => timezone,
  complete: (_service, { complete }) => String(complete),
  objective: ({ objective }) => objective?.availability ?? null,
  verdict: ({ verdict }) => verdict,
  estimated: ({ estimated }) => (estimated === null ? null : String(estimated)),
  availability: ({ availability }) => availability,
  availability_lower: (service) => service.availability_lower,
  availability_upper: (service) => service.availability_upper,
  coverage: ({ coverage }) => coverage,
  service_seconds: ({ durations }) => durations.service_seconds,
  measured_seconds: ({ durations }) => durations.measured_seconds,
  counted_down_seconds: ({ durations }) => durations.counted_down_seconds,
  down_seconds: ({ durations }) => durations.down_seconds,
  degraded_seconds: ({ durations }) => durations.degraded_seconds,
  unknown_seconds: ({ durations }) => durations.unknown_seconds,
  maintenance_seconds: ({ durations }) => durations.maintenance_seconds,
  paused_seconds: ({ durations }) => durations.paused_seconds,
  budget_seconds: ({ budget }) => budget?.seconds ?? null,
  budget_left_seconds: ({ budget }) => budget?.left_seconds ?? null,
  budget_used: ({ budget }) => budget?.used ?? null,
  incidents_began: (service) => service.incidents_began,
  incidents_open: (service) => service.incidents_open,
  mttr_seconds: (service) => service.mttr_seconds,
  mtbf_seconds: (service) => service.mtbf_seconds,
  mttd_seconds: (service) => service.mttd_seconds,
  mtta_seconds: (service) => service.mtta_seconds,
  soft_failures: (service) => service.soft_failures.length,
  answers: ({ latency }) => latency.answers,
  timeouts: ({ latency }) => latency.timeouts,
  p50_ms: ({ latency }) => latency.p50_ms,
  p95_ms: ({ latency }) => latency.p95_ms,
  p99_ms: ({ latency }) => latency.p99_ms,
  latency_objective_ms: ({ objective }) => objective?.latency?.under_ms ?? null,
  latency_objective_share: ({ objective }) => objective?.latency?.share ?? null,
  latency_under_share: ({ latency }) => latency.under_share,
  latency_verdict: (service) => service.latency_verdict,
  adjusted_availability: ({ adjusted }) => adjusted?.availability ?? null,
  adjusted_verdict: ({ adjusted }) => adjusted?.verdict ?? null,
};

/** One row per service below a header row (RFC 4180), with the numbers of json; what a spreadsheet would run as a formula starts with an apostrophe. */
export const slaCsv = defineSlaFormat({
  name: 'csv',
  summary: 'one row per service, for spreadsheets',
  extension: 'csv',
  mediaType: 'text/csv',
  render(report, { dataHash }) {
    const { services, period } = toSlaDocument(report, dataHash);
    const rows = services.map((service) => Object.values(columns).map((cell) => cell(service, period)));
    return [Object.keys(columns), ...rows].map(toCsvLine).join('');
  },
});
