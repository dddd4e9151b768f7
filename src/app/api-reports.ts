import type { AskedReport, ReportDesk } from '../api/desks/reports.ts';
import type { Config } from '../config/config.ts';
import type { Clock } from '../domain/clock.ts';
import { lastPeriod, type NamedPeriod, periodOfName } from '../domain/report-period.ts';
import { toInstant } from '../reporting/machine-values.ts';
import { dataHashOf } from '../reporting/sla/document.ts';
import { slaFormatByExtension } from '../reporting/sla/registry.ts';
import { systemTurn } from '../resilience/loop-pace.ts';
import type { Store } from '../storage/store.ts';
import { version } from '../version.ts';
import { buildSlaReport } from './build-sla-report.ts';
import { stemOf } from './sla/report-files.ts';

export interface ReportsParts {
  readonly store: Store;
  readonly clock: Clock;
  config(): Config;
}

// What the calendar of a store can hold at most, with room.
const mostMonths = 120;

/** Reports of what is stored, one at a time. */
export function createReportDesk(parts: ReportsParts): ReportDesk {
  let last: Promise<unknown> = Promise.resolve();
  return {
    months: () => readMonths(parts),
    sla(asked) {
      const next = last.then(() => makeReport(asked, parts));
      last = next.catch(() => undefined);
      return next;
    },
  };
}

async function readMonths({ store, clock, config }: ReportsParts) {
  const { timezone } = config().reports;
  const nowAt = clock.now();
  const days = await store.rollups({ period: 'day', fromAt: 0, toAt: nowAt });
  const hours = await store.rollups({ period: 'hour', fromAt: nowAt - 2 * dayMs, toAt: nowAt });
  const firstAt = [...days, ...hours].reduce((least, { startsAt }) => Math.min(least, startsAt), nowAt);
  const months: NamedPeriod[] = [];
  for (let at = nowAt; months.length < mostMonths; ) {
    const name = monthAt(at, timezone);
    const month = periodOfName(name, 'month', timezone);
    if (month === undefined || month.toAt <= firstAt) break;
    months.push(month);
    at = month.fromAt - 1;
  }
  return {
    timezone,
    months: months.map(({ label, fromAt, toAt }) => ({ month: label, from: toInstant(fromAt), to: toInstant(toAt) })),
  };
}

const dayMs = 86_400_000;

function monthAt(at: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit' }).formatToParts(at);
  const part = (wanted: string) => parts.find(({ type }) => type === wanted)?.value ?? '';
  return `${part('year')}-${part('month')}`;
}

async function makeReport({ period: asked, format }: AskedReport, { store, clock, config }: ReportsParts) {
  const { reports, services, groups } = config();
  const { timezone } = reports;
  const nowAt = clock.now();
  const period = periodOf(asked, timezone, nowAt);
  const chosen = slaFormatByExtension(`report.${format}`);
  if (period === undefined || chosen === undefined || period.fromAt >= nowAt) return undefined;
  const report = await buildSlaReport(
    { period, timezone, services: services.map(({ service }) => service), groups, nowAt },
    { source: store, nextTurn: systemTurn },
  );
  return {
    text: chosen.render(report, { generatedAt: nowAt, version, dataHash: dataHashOf(report) }),
    mediaType: chosen.mediaType,
    fileName: `${stemOf(period.label)}.${chosen.extension}`,
  };
}

function periodOf(asked: AskedReport['period'], timezone: string, nowAt: number): NamedPeriod | undefined {
  if ('fromAt' in asked) {
    const { fromAt, toAt } = asked;
    return { fromAt, toAt, label: `${toInstant(fromAt)} to ${toInstant(toAt)}` };
  }
  if (asked.month === undefined) return lastPeriod(nowAt, 'month', timezone);
  return periodOfName(asked.month, 'month', timezone);
}
