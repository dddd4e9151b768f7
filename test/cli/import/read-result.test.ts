import { describe, expect, test } from 'vitest';
import type { RawRecord } from '../../../src/cli/import/raw-record.ts';
import { type ReadingRules, readResult } from '../../../src/cli/import/read-result.ts';
import { statusWords } from '../../../src/cli/import/status-words.ts';
import { type TimeFormat, timeFormats } from '../../../src/cli/import/time-formats.ts';
import { noon } from '../../storage/records.ts';

const rules: ReadingRules = {
  timeFormat: 'iso',
  words: statusWords(undefined),
  intervalOf: (service) => (service === 'api' ? 60_000 : undefined),
  nowAt: noon,
};
const at = '2026-01-01T00:00:00Z';

function read(values: Extract<RawRecord, { values: unknown }>['values'], more: Partial<ReadingRules> = {}) {
  return readResult({ line: 2, values: { service: 'api', time: at, status: 'up', ...values } }, { ...rules, ...more });
}

describe('a record is read as a result', () => {
  test('that was healthy', () => {
    expect(read({ response_time_s: '0.0415', status_code: '200', message: 'fine' })).toEqual({
      service: 'api',
      startedAt: Date.UTC(2026, 0, 1),
      intervalMs: 60_000,
      durationMs: 41.5,
      status: 'healthy',
      reason: 'ok',
      responseTimeMs: 41.5,
      statusCode: 200,
      attempts: 1,
    });
  });

  test('that failed, with what is said of it, made plain', () => {
    const failed = read({ status: 'DOWN', status_code: '0', message: 'no\u001b[31m answer\n' });
    expect(failed).toMatchObject({ status: 'unhealthy', reason: 'imported', message: 'no answer' });
    expect(failed).not.toHaveProperty('statusCode');
    expect(read({ status: 'down', reason: 'timeout' })).toMatchObject({ reason: 'timeout' });
  });

  test('of the service that was named', () => {
    expect(read({ service: 'other' }, { service: 'api' })).toMatchObject({ service: 'api' });
  });

  test.each([
    ['up', 'healthy'],
    ['1', 'healthy'],
    ['True', 'healthy'],
    ['false', 'unhealthy'],
    ['degraded', 'degraded'],
    ['2', 'unhealthy'],
    ['3', 'unknown'],
  ])('with the word %s as %s', (word, status) => {
    expect(read({ status: word }, { words: statusWords('2=unhealthy, 3=unknown') })).toMatchObject({ status });
  });
});

describe('it is told what is wrong with a record', () => {
  test.each([
    [{ time: 'yesterday' }, '"yesterday" is not ISO 8601 with its zone'],
    [{ time: '2026-02-30T00:00:00Z' }, 'is not ISO 8601'],
    [{ time: '2027-01-01T00:00:00Z' }, 'is in the future'],
    [{ time: '1970-01-20T00:00:00Z' }, 'is before 1990: is --time-format right?'],
    [{ status: 'meh' }, '"meh" is no status: say what it means with --statuses meh=…'],
    [{ status: 'down', reason: 'gremlins' }, '"gremlins" is no reason that svcmon knows'],
    [{ response_time_ms: 'fast' }, '"fast" is no response time'],
    [{ response_time_ms: '-1' }, '"-1" is no response time'],
    [{ status_code: '2x' }, '"2x" is no status code'],
    [{ service: 'new' }, '"new" is not configured: say how often it was checked with --interval'],
  ])('%j', (values, problem) => {
    expect(read(values)).toContain(problem);
  });

  test('where something is missing', () => {
    expect(readResult({ line: 2, values: {} }, rules)).toContain('--service');
    expect(readResult({ line: 2, values: { service: 'api' } }, rules)).toBe('it does not say when it was');
    expect(readResult({ line: 2, values: { service: 'api', time: at } }, rules)).toBe('it does not say what was found');
  });
});

test.each<[TimeFormat, string, number | undefined]>([
  ['iso', '2026-11-21T12:00:00Z', noon],
  ['iso', '2026-11-21 13:00:00.250+01:00', noon + 250],
  ['iso', '2026-11-21T12:00:00.123456789Z', noon + 123],
  ['iso', '2026-11-21T07:00-0500', noon],
  ['iso', '2026-11-21 12:00:00', undefined],
  ['iso', '2026-11-21T25:00:00Z', undefined],
  ['iso_utc', '2026-11-21 12:00:00.5', noon + 500],
  ['iso_utc', '2026-11-21T12:00:00Z', undefined],
  ['epoch_s', String(noon / 1_000), noon],
  ['epoch_s', '1.5', 1_500],
  ['epoch_ms', String(noon), noon],
  ['epoch_ms', '-5', undefined],
])('%s reads %s as %s', (format, text, expected) => {
  expect(timeFormats[format](text)).toBe(expected);
});

test.each(['up', 'up=fine', '=healthy'])('the words %s are refused', (option) => {
  expect(() => statusWords(option)).toThrow('expected word=status');
});
