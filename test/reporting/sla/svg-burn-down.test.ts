import { expect, test } from 'vitest';
import type { Objective, ServiceFigures } from '../../../src/domain/sla-report.ts';
import { noMarkup } from '../../../src/reporting/markup.ts';
import { burnDown } from '../../../src/reporting/sla/svg-burn-down.ts';
import { exampleInstant, slaReportOf } from '../../support/sla-report-example.ts';
import type { SlaStory } from '../../support/sla-story.ts';
import { elementsNamed, scanMarkup, textOf } from '../markup-scan.ts';
import { strokesIn } from './strokes-in.ts';

const hourMs = 3_600_000;
const tenDays = { fromAt: exampleInstant(1), toAt: exampleInstant(11) };
const objective: Objective = { availability: 0.99, minOutageMs: 0, degradedWeight: 0 };

function serviceWith(story: Partial<SlaStory>): ServiceFigures {
  const [service] = slaReportOf(
    [{ name: 'api', medianMs: 50, intervalMs: hourMs, objective, ...story }],
    tenDays,
  ).services;
  if (service === undefined) throw new Error('no service');
  return service;
}

function trouble(state: 'down' | 'degraded', day: number, hours: number) {
  const reason = state === 'down' ? 'timeout' : 'slow';
  return { at: exampleInstant(day), forMs: hours * hourMs, state, reason, message: '' } as const;
}

/** The whole budget up to the middle, an hour later so much less. */
function spending(units: number): readonly (readonly [number, number])[] {
  return [
    [0, 0],
    [500, 0],
    [504, units],
    [1000, units],
  ];
}

function drawn(service: ServiceFigures) {
  const svg = scanMarkup(burnDown(service, tenDays).markup);
  const path = elementsNamed(svg, 'path').find(({ attributes }) => attributes.class === 'spent');
  return { points: strokesIn(path?.attributes.d)[0], words: elementsNamed(svg, 'text').map(textOf) };
}

test.each([
  [
    'stays at the top while nothing fails',
    [],
    [
      [0, 0],
      [1000, 0],
    ],
  ],
  // The budget is 144 min: an hour is 60/144 of 1,000 units.
  ['falls while the service is down', [trouble('down', 6, 1)], spending(417)],
  [
    'does not fall while it is merely degraded',
    [trouble('degraded', 6, 1)],
    [
      [0, 0],
      [1000, 0],
    ],
  ],
])('the line %s', (_name, troubles, points) => {
  expect(drawn(serviceWith({ troubles })).points).toEqual(points);
});

test('degraded time that counts in part spends a part', () => {
  const service = serviceWith({
    troubles: [trouble('degraded', 6, 1)],
    objective: { ...objective, degradedWeight: 0.5 },
  });
  expect(drawn(service).points).toEqual(spending(208));
});

test('below the line of the objective is what was overspent', () => {
  const { points, words } = drawn(serviceWith({ troubles: [trouble('down', 6, 4)] }));
  expect(points?.at(-1)).toEqual([1000, 1000]);
  expect(words.slice(0, 3)).toEqual(['144.0 min', '99 %: nothing left', '−96.0 min']);
});

test('time of which nothing is known is hatched', () => {
  const service = serviceWith({ gaps: [{ at: exampleInstant(3), forMs: 48 * hourMs }] });
  const svg = scanMarkup(burnDown(service, tenDays).markup);
  expect(elementsNamed(svg, 'rect').map(({ attributes }) => attributes.class)).toEqual(['unknown']);
});

test.each([
  ['nothing was promised', { name: 'api', medianMs: 50 }],
  ['no failure is allowed', { name: 'api', medianMs: 50, objective: { ...objective, availability: 1 } }],
  [
    'nothing was measured',
    { name: 'api', medianMs: 50, objective, gaps: [{ at: tenDays.fromAt, forMs: 240 * hourMs }] },
  ],
] satisfies readonly [string, SlaStory][])('is not drawn where %s', (_name, story) => {
  const [service] = slaReportOf([{ ...story, intervalMs: hourMs }], tenDays).services;
  expect(service && burnDown(service, tenDays)).toBe(noMarkup);
});
