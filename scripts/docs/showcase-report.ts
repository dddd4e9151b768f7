import { slaHtml } from '../../src/reporting/sla/html.ts';
import { exampleStories, slaReportOf } from '../../test/support/sla-report-example.ts';
import * as documents from '../../test/support/web/documents.ts';

const monthS = 31 * 86_400;

type Row = readonly [
  name: string,
  target: number | null,
  downS: number,
  incidents: number,
  p95Ms: number | null,
  coverage?: number,
];

const rows: readonly Row[] = [
  ['checkout', 0.9995, 107, 1, 231],
  ['gateway', 0.999, 122, 1, 0.8],
  ['images', null, 0, 0, 88],
  ['login', 0.999, 984, 2, 640],
  ['mail', 0.999, 841, 1, 410],
  ['nightly-backup', 0.99, 0, 0, null],
  ['old-api', 0.999, 0, 0, 172, 0.613],
  ['orders-db', 0.9995, 0, 0, 6],
  ['payment-api', 0.999, 3_764, 2, 244],
  ['profile', 0.999, 694, 1, 120],
  ['search', 0.999, 588, 3, 610],
  ['storefront', 0.9995, 362, 1, 312],
  ['zone', 0.9999, 0, 0, 18],
];

/** The SLA report of the month that the pictures show. */
export function october(): unknown {
  return {
    ...documents.slaReport(),
    executive_line: '10 of 12 targets met; payment-api missed 99.9 % by 18 min',
    services: rows.map(figuresOf),
  };
}

/** The HTML report of a month of twelve services. */
export function htmlReport(): string {
  const report = slaReportOf(exampleStories);
  const dataHash = documents.slaReport().data_hash ?? '';
  return slaHtml.render(report, { version: '0.1.0', dataHash, generatedAt: Date.UTC(2026, 10, 1, 5) });
}

function figuresOf([name, target, downS, incidents, p95_ms, coverage = 0.9997]: Row) {
  const isEnough = coverage > 0.9;
  const availability = 1 - downS / monthS;
  const seconds = target === null ? 0 : (1 - target) * monthS;
  return {
    name,
    objective: target === null ? null : { availability: target },
    verdict: target === null ? null : !isEnough ? 'insufficient_data' : downS <= seconds ? 'met' : 'missed',
    availability: isEnough ? availability : null,
    availability_lower: coverage * availability,
    availability_upper: availability,
    coverage,
    durations: { down_seconds: downS },
    budget: target === null ? null : { left_seconds: seconds - downS, seconds },
    incidents_began: incidents,
    mttr_seconds: incidents === 0 ? null : downS / incidents,
    mtbf_seconds: incidents === 0 ? null : monthS / incidents,
    latency: { p95_ms },
  };
}
