import type { SeriesQuery } from '../api/desks/history.ts';
import type { SeriesResource } from '../api/resources/history.ts';
import { rangeResource } from '../api/resources/range.ts';
import type { TimeRange } from '../domain/calendar.ts';
import { latencyOf } from '../domain/check-tally.ts';
import { releaseName } from '../domain/deployment.ts';
import { percentilesOf } from '../domain/percentile-sketch.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import type { Service } from '../domain/service.ts';
import { msOrNull, toInstant } from '../reporting/machine-values.ts';
import type { ResultsParts } from './api-results.ts';
import { readPasts } from './history/past.ts';

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

/** What a chart of a service shows: times, states, outages and releases. */
export async function readSeries(
  service: Service,
  { toAt = Number.POSITIVE_INFINITY, fromAt, stepMs }: SeriesQuery,
  { store, clock, retention }: ResultsParts,
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
      if (count + timeouts === 0) return [];
      const [minMs, maxMs] = percentilesOf(tally.sketch, [0, 1]);
      return {
        at: toInstant(cuts[index] ?? range.fromAt),
        count,
        min_ms: msOrNull(minMs),
        p50_ms: msOrNull(p50Ms),
        p95_ms: msOrNull(p95Ms),
        p99_ms: msOrNull(p99Ms),
        max_ms: msOrNull(maxMs),
        timeouts,
      };
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
