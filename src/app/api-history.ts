import type { AskedWindow, HistoryDesk, ResultsPart, ResultsQuery, SeriesQuery } from '../api/desks/history.ts';
import type { SeriesResource, UptimeResource } from '../api/resources/history.ts';
import type { ResultResource } from '../api/resources/result.ts';
import type { TimeRange } from '../domain/calendar.ts';
import { latencyOf, sumTallies } from '../domain/check-tally.ts';
import type { Clock } from '../domain/clock.ts';
import { releaseName } from '../domain/deployment.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import type { Service } from '../domain/service.ts';
import type { Status } from '../domain/status.ts';
import { msOrNull, toInstant } from '../reporting/machine-values.ts';
import type { Store, StoredResult } from '../storage/store.ts';
import { fullResultResource, resultResource } from './api-result.ts';
import { figuresIn, type Past, readPasts } from './history/past.ts';

export interface HistoryParts {
  readonly store: Store;
  readonly clock: Clock;
  serviceOf(name: string): Service | undefined;
  /** For how long single results are kept, and anything at all, ms. */
  retention(): { readonly resultsMs: number; readonly dailyMs: number };
}

/** What is stored of services that are configured. */
export function createHistoryDesk(parts: HistoryParts): HistoryDesk {
  const { serviceOf } = parts;
  return {
    async results(name, query) {
      return serviceOf(name) && readResultsPart(name, query, parts);
    },
    async series(name, query) {
      const service = serviceOf(name);
      return service && readSeries(service, query, parts);
    },
    async uptime(name, windows) {
      const service = serviceOf(name);
      return service && readUptime(service, windows, parts);
    },
  };
}

const perPage = 1_000;
// Of one request: a service that never fails would else be read whole for its failures.
const mostLookedAt = 50_000;
// As many as a store keeps of either kind.
const mostInFull = 100;

async function readResultsPart(service: string, query: ResultsQuery, parts: HistoryParts): Promise<ResultsPart> {
  const { store, clock, retention } = parts;
  const { fromAt = 0, toAt = Number.MAX_SAFE_INTEGER, beforeAt = toAt, status, limit, offset } = query;
  const nowAt = clock.now();
  const counted = {
    fromAt: Math.max(fromAt, nowAt - retention().resultsMs),
    toAt: Math.min(toAt, Math.ceil(nowAt / hourMs) * hourMs),
  };
  const [found, tallies, failures, samples] = await Promise.all([
    newest(store, { service, fromAt, toAt: Math.min(toAt, beforeAt), status, limit: offset + limit }),
    counted.fromAt < counted.toAt ? store.tallies({ service, ...counted }) : [],
    store.failures(service, mostInFull),
    store.samples(service, mostInFull),
  ]);
  const inFull = new Map([...samples, ...failures].map((full) => [full.startedAt, full]));
  const results = found.results.slice(offset, offset + limit);
  const counts = tallies[0]?.counts;
  const all = counts === undefined ? 0 : Object.values(counts).reduce((sum, count) => sum + count, 0);
  return {
    items: results.map((result): ResultResource => {
      const full = inFull.get(result.startedAt);
      return full === undefined ? resultResource(result) : fullResultResource(full);
    }),
    total: Math.max(status === undefined ? all : (counts?.[status] ?? 0), offset + results.length),
    ...(found.lastAt !== undefined && { lastAt: found.lastAt }),
  };
}

interface Wanted extends TimeRange {
  readonly service: string;
  readonly status: Status | undefined;
  readonly limit: number;
}

interface Newest {
  readonly results: readonly StoredResult[];
  /** Of the last one that was looked at; absent where there are no more. */
  readonly lastAt?: number;
}

/** The newest that fit; fewer than there are where too many others lie between. */
async function newest(store: Pick<Store, 'results'>, { status, limit, ...wanted }: Wanted): Promise<Newest> {
  const results: StoredResult[] = [];
  let { toAt } = wanted;
  for (let looked = 0; looked < mostLookedAt; looked += perPage) {
    const size = status === undefined ? Math.min(perPage, limit - results.length + 1) : perPage;
    const page = await store.results({ ...wanted, toAt, limit: size });
    const fitting = page.filter((result) => status === undefined || result.status === status);
    const taken = fitting.slice(0, limit - results.length);
    results.push(...taken);
    const last = taken.length < fitting.length ? taken.at(-1) : page.at(-1);
    if (page.length < size && taken.length === fitting.length) return { results };
    toAt = last?.startedAt ?? toAt;
    if (results.length === limit) break;
  }
  return { results, lastAt: toAt };
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const usualSteps = 200;
const mostSteps = 2_000;
const stepsMs = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * minuteMs),
  ...[1, 2, 3, 6, 12].map((hours) => hours * hourMs),
  ...[1, 2, 7].map((days) => days * dayMs),
];

async function readSeries(
  service: Service,
  { toAt = Number.POSITIVE_INFINITY, fromAt, stepMs }: SeriesQuery,
  { store, clock, retention }: HistoryParts,
): Promise<SeriesResource> {
  const untilAt = Math.min(toAt, clock.now());
  const earliestAt = clock.now() - retention().dailyMs;
  const beginsAt = Math.max(fromAt ?? untilAt - dayMs, earliestAt);
  const range = { fromAt: Math.min(beginsAt, untilAt - 1), toAt: untilAt };
  const lengthMs = range.toAt - range.fromAt;
  const least = Math.ceil(lengthMs / mostSteps);
  const step = Math.max(stepMs ?? stepsMs.find((each) => lengthMs <= usualSteps * each) ?? 7 * dayMs, least);
  const cuts = cutsOf(range, step);
  const { name } = service;
  const [[past], [series], deployments] = await Promise.all([
    readPasts(store, [service], range),
    store.tallySeries({ service: name, cuts }),
    store.deployments({ service: name, ...range, limit: 1_000 }),
  ]);
  return {
    step_ms: step,
    points: (series?.parts ?? []).flatMap((tally, index) => {
      const { count, p50Ms, p95Ms, p99Ms, timeouts } = latencyOf(tally);
      const at = toInstant(cuts[index] ?? range.fromAt);
      const figures = { p50_ms: msOrNull(p50Ms), p95_ms: msOrNull(p95Ms), p99_ms: msOrNull(p99Ms) };
      return count + timeouts === 0 ? [] : [{ at, count, ...figures, timeouts }];
    }),
    timeline: (past?.timeline ?? []).map(({ state, ...segment }) => ({ state, ...rangeResource(segment) })),
    outages: (past?.outages ?? []).map(({ incident, endedAt }) => ({
      id: incident.id,
      from: toInstant(incident.startedAt),
      to: endedAt === undefined ? null : toInstant(endedAt),
      reason: incident.reason,
    })),
    markers: deployments
      .map((deployment) => ({
        at: toInstant(deployment.createdAt),
        kind: 'deployment' as const,
        text: toPlainLine(releaseName(deployment)),
      }))
      .toReversed(),
  };
}

/** At whole multiples of a step, and at both ends. */
function cutsOf({ fromAt, toAt }: TimeRange, step: number): readonly number[] {
  const cuts = [fromAt];
  for (let at = (Math.floor(fromAt / step) + 1) * step; at < toAt; at += step) cuts.push(at);
  return [...cuts, toAt];
}

async function readUptime(
  service: Service,
  windows: readonly AskedWindow[],
  { store, clock }: HistoryParts,
): Promise<UptimeResource> {
  const nowAt = clock.now();
  const asked = windows.map((window) => {
    const { label } = window;
    if ('lastMs' in window) return { label, fromAt: nowAt - window.lastMs, toAt: nowAt };
    return { label, fromAt: window.fromAt, toAt: Math.min(window.toAt, nowAt) };
  });
  const whole = {
    fromAt: Math.min(...asked.map(({ fromAt }) => fromAt)),
    toAt: Math.max(...asked.map(({ toAt }) => toAt)),
  };
  const [past] = await readPasts(store, [service], whole);
  return { windows: past === undefined ? [] : asked.map((window) => windowResource(past, window)) };
}

function windowResource(past: Past, { label, ...range }: TimeRange & { readonly label: string }) {
  const { availability, durations, verdict, budget } = figuresIn(past, range, sumTallies([]));
  return {
    label,
    ...rangeResource(range),
    availability: availability.availability ?? null,
    lower: availability.lower ?? null,
    upper: availability.upper ?? null,
    coverage: availability.coverage ?? null,
    down_ms: durations.down,
    verdict: verdict?.verdict ?? null,
    budget: budget === undefined ? null : { left_ms: budget.leftMs, used: budget.used ?? null },
  };
}

function rangeResource({ fromAt, toAt }: TimeRange) {
  return { from: toInstant(fromAt), to: toInstant(toAt) };
}
