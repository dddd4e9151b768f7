import { expect, test } from 'vitest';
import type { DayFigures, LatencyFigures, ServiceFigures } from '../../../src/domain/sla-report.ts';
import { noMarkup } from '../../../src/reporting/markup.ts';
import { latencyChart } from '../../../src/reporting/sla/svg-latency.ts';
import { slaReportOf } from '../../support/sla-report-example.ts';
import { elementsNamed, scanMarkup } from '../markup-scan.ts';
import { strokesIn } from './strokes-in.ts';

const { period, services } = slaReportOf([{ name: 'api', medianMs: 50, intervalMs: 3_600_000 }], {
  toAt: Date.UTC(2026, 9, 8, 22),
});

/** `x` is a day with answers, `.` a day without. */
function serviceWith(pattern: string, latencyOf: (index: number) => Partial<LatencyFigures>): ServiceFigures {
  const [service] = services;
  if (service === undefined) throw new Error('no service');
  const days = [...pattern].map((sign, index): DayFigures => {
    const day = service.days[index];
    if (day === undefined) throw new Error('no such day');
    const none = { count: 0, timeouts: 0 };
    return { ...day, latency: sign === 'x' ? { ...none, count: 24, ...latencyOf(index) } : none };
  });
  return { ...service, days };
}

function curves(service: ServiceFigures): Readonly<Record<string, string>> {
  const paths = elementsNamed(scanMarkup(latencyChart(service, period).markup), 'path');
  return Object.fromEntries(paths.map(({ attributes: { class: name = '', d = '' } }) => [name, d]));
}

test.each([
  ['one line where every day is known', 'xxxxxxxx', [8]],
  ['a break where a day is not known', 'xxx.xxxx', [3, 4]],
  ['a dot where a day stands alone', 'x.xx.x.x', [1, 2, 1, 1]],
  ['nothing before the first day that is known', '..xxx...', [3]],
])('draws %s', (_name, pattern, lengths) => {
  const service = serviceWith(pattern, () => ({ p50Ms: 100 }));
  expect(strokesIn(curves(service).p50).map(({ length }) => length)).toEqual(lengths);
});

test('percentiles that too few answers had are not drawn', () => {
  const service = serviceWith('xxxxxxxx', (index) => (index < 4 ? { p50Ms: 50, p95Ms: 90 } : { p50Ms: 50 }));
  const { p50, p95, p99 } = curves(service);
  expect(strokesIn(p50)[0]).toHaveLength(8);
  expect(strokesIn(p95)[0]).toHaveLength(4);
  expect(p99).toBeUndefined();
});

test('slower is higher, and the slowest is at the top', () => {
  const service = serviceWith('xxx.....', (index) => ({ p50Ms: [100, 400, 200][index] ?? 0 }));
  expect(strokesIn(curves(service).p50)[0]?.map(([, y]) => y)).toEqual([750, 0, 500]);
});

test('the limit that was promised is a line where it is in sight', () => {
  const objective = { availability: 0.99, minOutageMs: 0, degradedWeight: 0 };
  const promised = (underMs: number) => {
    const service = serviceWith('xxxxxxxx', () => ({ p50Ms: 400 }));
    return curves({ ...service, objective: { ...objective, latency: { underMs, share: 0.99 } } }).objective;
  };
  expect(promised(300)).toBe('M0 250h1000');
  expect(promised(3_000)).toBeUndefined();
});

test.each([['........'], ['..x.....']])('draws nothing for %s', (pattern) => {
  expect(
    latencyChart(
      serviceWith(pattern, () => ({ p50Ms: 100 })),
      period,
    ),
  ).toBe(noMarkup);
});
