import { describe, expect, test } from 'vitest';
import { createEventReader, type ServerEvent } from '../../web/src/api/event-stream.ts';
import type { MaintenanceWindow, Match } from '../../web/src/api/types.ts';
import { changesOf, draftOf, type Entry, entryOf } from '../../web/src/editor/entry.ts';
import { flawsOf, type JsonSchema } from '../../web/src/editor/json-schema.ts';
import { formatBytes, formatDuration, formatMs, formatShare } from '../../web/src/format.ts';
import { entriesOn, weeksFrom } from '../../web/src/maintenance/calendar.ts';
import { overlapsOf } from '../../web/src/maintenance/overlap.ts';
import { windowOf } from '../../web/src/overview/window.ts';
import { chartDataOf, highestOf } from '../../web/src/service/chart-data.ts';
import { limitsText, topOf } from '../../web/src/service/limits.ts';
import { missingText } from '../../web/src/service/percentiles.ts';
import { matchOf, problemsOf } from '../../web/src/silence/draft.ts';
import { sentenceOf, slotsOf } from '../../web/src/widgets/slots.ts';

describe('a stream of events', () => {
  const text = ': beat\n\nid: 7\nevent: health\ndata: {"a":\ndata: 1}\n\nretry: 2000\nid: 8\n\ndata: x\r\n\r\n';

  test.each([1, 2, 3, 7, 1_000])('is read the same in pieces of %d characters', (size) => {
    const events: ServerEvent[] = [];
    const read = createEventReader((event) => events.push(event));
    for (let at = 0; at < text.length; at += size) read(text.slice(at, at + size));
    expect(events).toEqual([
      { id: '7', kind: 'health', data: '{"a":\n1}' },
      { id: '8', kind: 'message', data: 'x' },
    ]);
  });
});

describe('figures', () => {
  test.each([
    [1, '100 %'],
    [0.99999, '99.99 %'],
    [0.9995, '99.95 %'],
    [0, '0.00 %'],
    [null, 'n/a'],
  ])('the share %s is shown as %s: never better than it is', (share, text) => {
    expect(formatShare(share)).toBe(text);
  });

  test.each([
    [formatMs(0.84), '0.8 ms'],
    [formatMs(1_240), '1.24 s'],
    [formatMs(null), '–'],
    [formatDuration(-1_080_000), '−18 min'],
    [formatDuration(273_600_000), '3 d 4 h'],
    [formatBytes(8_412_160), '8.4 MB'],
  ])('%s is %s', (shown, text) => {
    expect(shown).toBe(text);
  });
});

describe('a heartbeat bar', () => {
  const at = (minute: number) => new Date(minute * 60_000).toISOString();
  const segments = [
    { state: 'up' as const, from: at(0), to: at(5) },
    { state: 'down' as const, from: at(5), to: at(6) },
    { state: 'up' as const, from: at(6), to: at(8) },
  ];

  test('shows of each stretch the worst, and where nobody looked nothing', () => {
    const slots = slotsOf(segments, { fromAt: 0, toAt: 600_000, count: 5 });
    expect(slots.map(({ state }) => state)).toEqual(['up', 'up', 'down', 'up', 'none']);
  });

  test('is one sentence', () => {
    const slots = slotsOf(segments, { fromAt: 0, toAt: 600_000, count: 5 });
    expect(sentenceOf(slots, 'utc')).toBe('3 up, 1 down between 00:04 and 00:06, 1 no data');
  });
});

describe('a chart', () => {
  const point = (at: number, count: number) => ({
    at: new Date(at).toISOString(),
    count,
    min_ms: 8,
    p50_ms: 10,
    p95_ms: count < 20 ? null : 20,
    p99_ms: count < 100 ? null : 30,
    max_ms: 40,
    timeouts: 0,
  });

  test('has a hole where a point is missing', () => {
    const data = chartDataOf({ step_ms: 1_000, points: [point(0, 1), point(2_000, 1)] }, { fromAt: 0, toAt: 4_000 });
    expect(data.at).toEqual([0, 1, 2, 3]);
    expect(data.p50).toEqual([10, null, 10, null]);
    expect(data.max).toEqual([40, null, 40, null]);
  });

  test.each([
    ['shows the slowest answer', 250, 250],
    ['is not pressed to the ground by a single one', 9_000, 300],
  ])('%s', (_name, slowest, top) => {
    expect(highestOf({ p50: [50, null], p95: [null, 100], p99: [null, null], max: [slowest, null] })).toBe(top);
  });

  test.each([
    [[100, 240], ''],
    [[], ''],
    [[12, 3], 'No p95 and p99: they need 20 and 100 answers, and a point has 12 at most.'],
    [[60, 40], 'No p99: it needs 100 answers, and a point has 60 at most.'],
    [[60, 4], 'No p99: it needs 100 answers, and a point has 60 at most. p95 is there where a point has 20 answers.'],
    [[120, 40], 'p99 is there where a point has 100 answers.'],
    [[120, 4], 'p95 is there where a point has 20 answers, p99 where it has 100.'],
  ])('of points with %j answers says: %s', (counts, text) => {
    expect(missingText(counts.map((count, index) => point(index, count)))).toBe(text);
  });
});

describe('the limits of a response time', () => {
  test.each([
    ['near the values are in sight', 700, 880],
    ['far above are not', 100, 115],
  ])('%s', (_name, highest, top) => {
    const limits = [
      { ms: 800, kind: 'warning' as const },
      { ms: 3_000, kind: 'critical' as const },
    ];
    expect(topOf(highest, limits.slice(0, 1))).toBeCloseTo(top);
    expect(limitsText(limits)).toBe('Slow above 800 ms, critical above 3.00 s.');
  });
});

const nobody = { services: null, group: null, tags: {} };
const window = (id: string, match: Partial<Match>, hours: readonly [number, number]): MaintenanceWindow => ({
  ...{ id, name: id, by: 'ada', origin: 'person', announced: null, cancelled: null },
  starts: new Date(hours[0] * 3_600_000).toISOString(),
  ends: new Date(hours[1] * 3_600_000).toISOString(),
  match: { ...nobody, ...match },
});

describe('a calendar', () => {
  const days = weeksFrom(Date.UTC(2026, 10, 22, 23), 'utc', 2).flat();

  test('begins on the Monday of a week and has every day once', () => {
    expect(days).toHaveLength(14);
    expect(days[0]).toEqual({ fromAt: Date.UTC(2026, 10, 16), toAt: Date.UTC(2026, 10, 17) });
    expect(days.slice(1).map(({ fromAt }) => fromAt)).toEqual(days.slice(0, -1).map(({ toAt }) => toAt));
  });

  test('has a window on each of its days, in the order in which they open, and nothing that was cancelled', () => {
    const day = { fromAt: 0, toAt: 24 * 3_600_000 };
    const windows = [
      window('late', {}, [20, 50]),
      window('early', {}, [-5, 3]),
      window('on another day', {}, [24, 26]),
      { ...window('cancelled', {}, [1, 2]), cancelled: new Date(0).toISOString() },
      { ...window('always', {}, [0, 0]), starts: null, ends: null },
    ];
    expect(entriesOn(day, windows).map(({ window: { id }, isBegun, goesOn }) => [id, isBegun, goesOn])).toEqual([
      ['always', true, true],
      ['early', true, false],
      ['late', false, true],
    ]);
  });
});

describe('two windows of maintenance', () => {
  test.each<readonly [boolean, string, Partial<Match>, Partial<Match>, readonly [number, number]]>([
    [true, 'share a service', { services: ['a', 'b'] }, { services: ['b'] }, [1, 3]],
    [true, 'may share one', { group: 'shop' }, { tags: { team: 'web' } }, [1, 3]],
    [true, 'are about every service', {}, {}, [1, 3]],
    [false, 'are about different services', { services: ['a'] }, { services: ['b'] }, [1, 3]],
    [false, 'are about different groups', { group: 'shop' }, { group: 'data' }, [1, 3]],
    [false, 'are about different values of a tag', { tags: { tier: '1' } }, { tags: { tier: '2' } }, [1, 3]],
    [false, 'follow each other', {}, {}, [2, 3]],
  ])('overlap: %s where they %s', (isSo, _name, first, second, hours) => {
    const windows = [window('one', first, [0, 2]), window('two', second, hours)];
    const [one] = windows;
    expect(one === undefined ? [] : overlapsOf(one, windows).map(({ id }) => id)).toEqual(isSo ? ['two'] : []);
  });
});

test('a silence is about what is named, and everything only where that was asked for', () => {
  const draft = { services: '*', tags: '', length: '3600000', until: '', reason: 'why' };
  expect(problemsOf(draft, 0)).toEqual({});
  expect(matchOf(draft)).toEqual({});
  expect(problemsOf({ ...draft, services: '', tags: 'team', reason: ' ' }, 0)).toEqual({
    tags: 'A tag is a key and a value: team:shop.',
    reason: 'Say why: others see it.',
  });
  expect(matchOf({ ...draft, services: 'a, b,', tags: 'url:http://x' })).toEqual({
    services: ['a', 'b'],
    tags: { url: 'http://x' },
  });
});

describe('a long list', () => {
  const heights = Array.from({ length: 1_000 }, () => 50);

  test.each([
    [0, 0],
    [20_000, 392],
    [1_000_000, 992],
  ])('scrolled by %d px begins with line %d and takes all of its room', (top, from) => {
    const part = windowOf(heights, { top, height: 800 });
    expect(part.from).toBe(from);
    expect(part.beforePx + (part.to - part.from) * 50 + part.afterPx).toBe(50_000);
    expect(part.to - part.from).toBeLessThan(40);
  });

  test('that is not long is drawn whole', () => {
    expect(windowOf(heights.slice(0, 100), { top: 4_000, height: 100 })).toMatchObject({ from: 0, to: 100 });
  });
});

describe('an entry of services.yaml', () => {
  test.each<Entry>([
    { name: 'a', url: 'https://a.example/', expected_status: 200 },
    { type: 'tcp', name: 'db', host: 'db.internal', port: 5_432 },
    { type: 'redis', name: 'cache', url: 'redis://cache' },
    {
      name: 'b',
      url: 'https://b.example/',
      headers: { a: 'b' },
      assertions: ['json.ok', { expr: 'x', severity: 'degraded' }],
    },
  ])('comes out of the form as it went in: %j', (entry) => {
    expect(entryOf(draftOf(entry))).toEqual(entry);
  });

  test('of a change only what is new is sent, and null for what is gone', () => {
    const before = { name: 'a', timeout: '5s', headers: { authorization: '***' }, runbook: 'x' };
    expect(changesOf(before, { ...before, timeout: '6s', runbook: undefined })).toEqual({
      timeout: '6s',
      runbook: null,
    });
  });
});

describe('a JSON Schema', () => {
  const tcp: JsonSchema = {
    type: 'object',
    properties: { type: { const: 'tcp' }, port: { type: 'integer', minimum: 1, maximum: 65_535 } },
    required: ['type', 'port'],
    additionalProperties: false,
  };
  const http: JsonSchema = {
    type: 'object',
    properties: {
      url: { type: 'string', minLength: 1 },
      timeout: { type: ['string', 'number'], 'x-svcmon-kind': 'duration' },
    },
    required: ['url'],
    additionalProperties: false,
  };
  const schema: JsonSchema = {
    if: { properties: { type: { const: 'tcp' } }, required: ['type'] },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema calls it so.
    then: tcp,
    else: http,
  };

  test.each([
    [{ type: 'tcp', port: 80 }, []],
    [{ type: 'tcp', port: 0 }, ['port must be at least 1']],
    [{ type: 'tcp', port: 'x', host: 1 }, ['port expected integer', 'host is not known']],
    [{ url: '' }, ['url must not be empty']],
    [{ url: 'x', timeout: '1h30m' }, []],
    [{ url: 'x', timeout: '10 parsecs' }, ['timeout expected a duration such as 500ms, 10s or 5m']],
    [{}, ['url is missing']],
  ])('says of %j: %j', (value, flaws) => {
    expect(flawsOf(value, schema, schema).map(({ path, message }) => `${path} ${message}`)).toEqual(flaws);
  });

  test('of several choices that of the same type counts', () => {
    const choice: JsonSchema = { oneOf: [tcp, http] };
    expect(flawsOf({ type: 'tcp' }, choice, choice)).toEqual([{ path: 'port', message: 'is missing' }]);
  });
});
