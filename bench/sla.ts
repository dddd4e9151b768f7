import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { buildSlaReport } from '../src/app/build-sla-report.ts';
import type { SlaRequest } from '../src/app/sla/request.ts';
import type { TimeRange } from '../src/domain/calendar.ts';
import type { SlaReport } from '../src/domain/sla-report.ts';
import { dataHashOf } from '../src/reporting/sla/document.ts';
import { slaHtml } from '../src/reporting/sla/html.ts';
import { slaJson } from '../src/reporting/sla/json.ts';
import type { Store } from '../src/storage/store.ts';
import { commitOf, serviceName } from '../test/support/many-results.ts';
import { fillStore, keepEverything, maintainAll, openStoreAt } from '../test/support/synthetic-store.ts';
import { synthesizeYear, type YearSize } from '../test/support/synthetic-year.ts';
import { dayAt, dayMs, openBenchStore } from './bench-store.ts';
import { atMost, type Figure } from './figures.ts';
import { twoIncidents } from './incidents.ts';
import { makeLongHistory } from './long-history.ts';

/** How much is reported on. */
export interface SlaLoad {
  /** Of the history of a month, which is made where it is not there yet. */
  readonly services: number;
  readonly days: number;
  readonly makeHistory: (path: string) => Promise<void>;
  readonly year: YearSize;
}

const wholeLoad: SlaLoad = {
  services: 1_000,
  days: 30,
  makeHistory: makeLongHistory,
  year: { seed: 1, services: 100, scale: 24 },
};

/** What SLA reports cost: a month of a thousand services, and a year of a hundred in which much happened. */
export async function measureSla(folder: string, load = wholeLoad): Promise<readonly Figure[]> {
  return [
    ...(await measureMonth(join(folder, 'long.db'), load)),
    ...(await measureYear(join(folder, 'year.db'), load)),
  ];
}

async function measureMonth(path: string, { services, days, makeHistory }: SlaLoad): Promise<readonly Figure[]> {
  if (!existsSync(path)) await makeHistory(path);
  const store = await openBenchStore(path);
  const toAt = dayAt + dayMs;
  const period = { fromAt: toAt - days * dayMs, toAt };
  const names = Array.from({ length: services }, (_, number) => serviceName(number));
  await store.commit(commitOf({ incidents: names.flatMap((name, number) => twoIncidents(name, number, period)) }));
  const figures = await measureReport(store, {
    what: `SLA report, ${days} days of ${services.toLocaleString('en')} services`,
    request: requestOf(
      period,
      names.map((name, number) => ({ name, group: `group ${number % 50}`, tags: {} })),
    ),
  });
  await store.close();
  return figures;
}

async function measureYear(path: string, { year: size }: SlaLoad): Promise<readonly Figure[]> {
  const year = synthesizeYear(size);
  const store = await openStoreAt(path, year.toAt, keepEverything);
  await fillStore(store, year);
  await maintainAll(store, year.toAt);
  const period = { fromAt: Date.UTC(2025, 0, 1), toAt: Date.UTC(2026, 0, 1) };
  const services = year.services.map(({ slo: _slo, ...service }) => service);
  const what = `SLA report, a year of ${size.services} services`;
  const figures = await measureReport(store, { what, request: requestOf(period, services) });
  await store.close();
  return figures;
}

function requestOf({ fromAt, toAt }: TimeRange, services: SlaRequest['services']): SlaRequest {
  const objective = { availability: 0.999, latency: { underMs: 300, share: 0.95 }, minOutageMs: 0, degradedWeight: 0 };
  const period = { fromAt, toAt, label: 'a stretch' };
  return { period, timezone: 'Europe/Berlin', services, groups: [], objective, nowAt: toAt };
}

async function measureReport(
  store: Store,
  { what, request }: { readonly what: string; readonly request: SlaRequest },
): Promise<readonly Figure[]> {
  const [report, figuresMs] = await timed(() => buildSlaReport(request, { source: store, nextTurn }));
  const [json, jsonMs] = await timed(async () => slaJson.render(report, headerOf(report)));
  const [html, htmlMs] = await timed(async () => slaHtml.render(report, headerOf(report)));
  return [
    { what: `${what}: figures`, unit: 'ms', value: figuresMs, ...atMost(2_000) },
    { what: `${what}: written as JSON`, unit: 'ms', value: jsonMs },
    { what: `${what}: written as HTML`, unit: 'ms', value: htmlMs },
    { what: `${what}: size of the JSON`, unit: 'MB', value: Buffer.byteLength(json) / 1e6 },
    { what: `${what}: size of the HTML`, unit: 'MB', value: Buffer.byteLength(html) / 1e6 },
  ];
}

function headerOf(report: SlaReport) {
  return { generatedAt: report.period.toAt, version: 'bench', dataHash: dataHashOf(report) };
}

async function timed<T>(work: () => Promise<T>): Promise<readonly [result: T, ms: number]> {
  const startedAt = performance.now();
  const result = await work();
  return [result, performance.now() - startedAt];
}
