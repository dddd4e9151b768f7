import { expect, test } from 'vitest';
import { canonicalJson } from '../../../src/reporting/sla/canonical-json.ts';
import { executiveLine } from '../../../src/reporting/sla/executive-line.ts';
import { reportMessage } from '../../../src/reporting/sla/message.ts';
import { durationText, minutesOf, percentText, promisedText } from '../../../src/reporting/sla/wording.ts';
import { exampleInstant, slaReportOf } from '../../support/sla-report-example.ts';
import type { SlaStory } from '../../support/sla-story.ts';

const hour = 3_600_000;

test.each([
  [0.99996, undefined, '99.99 %'],
  [0.9995, undefined, '99.95 %'],
  [1, undefined, '100 %'],
  [0.999999999, undefined, '99.99 %'],
  [0.99996, 0.99995, '99.996 %'],
  [0.5, 0.999, '50.00 %'],
  [0, undefined, '0.00 %'],
  [undefined, 0.999, 'n/a'],
])('the share %s of an objective of %s is written %s', (share, availability, text) => {
  expect(percentText(share, availability === undefined ? undefined : { availability })).toBe(text);
});

test.each([
  [0.999, '99.9 %'],
  [0.9995, '99.95 %'],
  [0.99999, '99.999 %'],
  [1, '100 %'],
])('what was promised as %s is written %s', (share, text) => {
  expect(promisedText(share)).toBe(text);
});

test.each([
  [1_200_000, '20.0'],
  [2_000, '0.0'],
  [-1_225_200, '-20.4'],
  [-1, '0.0'],
])('%s ms are %s minutes', (ms, text) => {
  expect(minutesOf(ms)).toBe(text);
});

test.each([
  [undefined, 'n/a'],
  [29.99 * 24 * hour, '30 d'],
  [30.9 * 24 * hour, '30 d 22 h'],
  [47.25 * hour, '47 h 15 min'],
  [90_000, '90 s'],
])('a mean of %s ms is written %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

const promise = { availability: 0.999, minOutageMs: 0, degradedWeight: 0 };
const quick = { ...promise, latency: { underMs: 10_000, share: 0.9 } };
const well: SlaStory = { name: 'web', medianMs: 50, objective: promise };
const down = (name: string, forMs: number): SlaStory => ({
  ...{ ...well, name },
  troubles: [{ at: exampleInstant(5), forMs, state: 'down', reason: 'timeout', message: 'no answer' }],
});
const blind: SlaStory = { ...well, name: 'mail', gaps: [{ at: exampleInstant(1), forMs: 32 * 24 * hour }] };

test.each<[stories: readonly SlaStory[], line: string]>([
  [[well], '1 of 1 target met'],
  [[well, down('api', 75 * hour)], '1 of 2 targets met; api missed 99.9 % by 3 d 2 h'],
  [[well, { ...well, name: 'api' }], 'All 2 targets met'],
  [[well, down('api', hour)], '1 of 2 targets met; api missed 99.9 % by 15 min'],
  [
    [...['a', 'b', 'c', 'd', 'e'].map((name) => down(name, 2 * hour)), well],
    '1 of 6 targets met; a missed 99.9 % by 75 min, b missed 99.9 % by 75 min, c missed 99.9 % by 75 min and 2 more missed',
  ],
  [[well, blind], '1 of 2 targets met; too little data to judge mail'],
  [
    [{ ...well, objective: quick }, ...['a', 'b', 'c', 'd', 'e'].map((name) => ({ ...blind, name, objective: quick }))],
    '2 of 12 targets met; too little data to judge a, b, c and 2 more',
  ],
  [[{ name: 'web', medianMs: 50 }], 'No objective is set; overall 100 % of the measured time was up'],
  [[blind], 'Nothing was measured in this period: insufficient data'],
  [[], 'Nothing was measured in this period: insufficient data'],
  [
    [{ ...well, objective: { ...promise, latency: { underMs: 10, share: 0.99 } } }],
    '1 of 2 targets met; web missed 99 % within 10 ms with 0.00 %',
  ],
])('the executive line says what counts', (stories, line) => {
  expect(executiveLine(slaReportOf(stories))).toBe(line);
});

test('a message tells of the missed first, then of what could not be judged, and of a hundred services at most', () => {
  const stories = [well, blind, down('api', hour), { name: 'free', medianMs: 5 }];
  const { services, total } = reportMessage(slaReportOf(stories), []);
  expect(services.map(({ name }) => name)).toEqual(['api', 'mail', 'web', 'free']);
  expect(services[0]?.message).toMatch(
    /^99\.86 % \(99\.9 % promised\), Missed, down 60\.0 min, budget left -15\.3 min, p95 \d+ ms$/,
  );
  expect(total).toBe(4);
  const many = Array.from(
    { length: 120 },
    (_item, index): SlaStory => ({ name: `s${index}`, medianMs: 5, gaps: blind.gaps ?? [] }),
  );
  expect(reportMessage(slaReportOf(many), []).services).toHaveLength(100);
});

test('canonical JSON is that of RFC 8785', () => {
  const value = { b: [1, 'x', null, true], a: { '\u20ac': 1e21, '10': 0.1, '2': -0 }, '"': '\u000f\n' };
  expect(canonicalJson(value)).toBe('{"\\"":"\\u000f\\n","a":{"10":0.1,"2":0,"€":1e+21},"b":[1,"x",null,true]}');
});
