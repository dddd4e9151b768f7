import { ago } from '../../test/support/web/services.ts';
import type { Series, SeriesPoint, State } from '../../web/src/api/types.ts';

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

type Trouble = readonly [state: State, beganMsAgo: number, endedMsAgo: number];

/** What went wrong, by how long ago it began and ended. */
const troubles: readonly Trouble[] = [
  ['down', 9 * dayMs, 9 * dayMs - 47 * minuteMs],
  ['maintenance', 11.5 * hourMs, 10.9 * hourMs],
  ['degraded', 5 * hourMs, 4.6 * hourMs],
  ['degraded', 6 * minuteMs, 4 * minuteMs],
  ['down', 4 * minuteMs, 0],
];

/** Response times that follow the day, with a night's maintenance, a slow spell and the outage that goes on. */
export function seriesOf(query: URLSearchParams): Series {
  const fromAt = Date.parse(query.get('from') ?? '');
  const toAt = Date.parse(query.get('to') ?? '');
  const stepMs = Number(query.get('step_ms'));
  const nowAt = Date.parse(ago(0));
  const count = Math.ceil((Math.min(toAt, nowAt) - fromAt) / stepMs);
  const points = Array.from({ length: count }, (_, index) => pointAt(fromAt + index * stepMs, index, nowAt));
  return {
    step_ms: stepMs,
    points: points.filter(({ at }) => stateAt(nowAt - Date.parse(at)) !== 'maintenance'),
    timeline: timeline(fromAt, nowAt),
    outages: [
      { id: '01JD5ZZ', from: ago(9 * dayMs), to: ago(9 * dayMs - 47 * minuteMs), reason: 'tls_certificate_expired' },
      { id: '01JD8Y5', from: ago(4 * minuteMs), to: null, reason: 'unexpected_status' },
    ].filter(({ to }) => to === null || Date.parse(to) > fromAt),
    markers: [
      { at: ago(6 * minuteMs), kind: 'deployment' as const, text: 'checkout 2.3.1 deployed to production' },
      { at: ago(5.1 * hourMs), kind: 'deployment' as const, text: 'storefront 1.18.4 deployed to production' },
    ].filter(({ at }) => Date.parse(at) > fromAt),
  };
}

function timeline(fromAt: number, nowAt: number): Series['timeline'] {
  const edges = [fromAt, nowAt, ...troubles.flatMap(([, began, ended]) => [nowAt - began, nowAt - ended])]
    .filter((at) => at >= fromAt && at <= nowAt)
    .toSorted((a, b) => a - b);
  return edges.slice(1).flatMap((to, index) => {
    const from = edges[index] ?? fromAt;
    if (from === to) return [];
    const state = stateAt(nowAt - (from + to) / 2);
    return [{ state, from: new Date(from).toISOString(), to: new Date(to).toISOString() }];
  });
}

function stateAt(msAgo: number): State {
  return troubles.find(([, began, ended]) => msAgo <= began && msAgo > ended)?.[0] ?? 'up';
}

function pointAt(at: number, index: number, nowAt: number): SeriesPoint {
  const state = stateAt(nowAt - at);
  const daylight = 0.5 - 0.5 * Math.cos(((at % dayMs) / dayMs - 0.12) * 2 * Math.PI);
  const p50 = (92 + 74 * daylight) * (1 + 0.07 * noise(index)) * (state === 'degraded' ? 2.4 : 1);
  const isLate = nowAt - at < 16 * minuteMs;
  return {
    at: new Date(at).toISOString(),
    count: 120,
    min_ms: p50 * (0.62 + 0.05 * noise(index + 11)),
    p50_ms: p50 * (isLate ? 2.1 : 1),
    p95_ms: p50 * (isLate ? 4.2 : 1.62 + 0.14 * noise(index + 31)),
    p99_ms: p50 * (isLate ? 5.4 : 2.15 + 0.32 * noise(index + 67)),
    max_ms: p50 * (isLate ? 6.6 : 2.7 + 0.5 * noise(index + 83)),
    timeouts: state === 'degraded' ? 3 : 0,
  };
}

/** From -1 to 1, the same for the same number. */
function noise(index: number): number {
  const value = Math.sin(index * 12.9898) * 43_758.5453;
  return 2 * (value - Math.floor(value)) - 1;
}
