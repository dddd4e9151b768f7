import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type TrackedResult, TrackWriter, trackOf } from '../../src/domain/track.ts';
import { trackedResults } from '../support/tracked-results.ts';

const minute = 60_000;
const at = (minutes: number, rest: Partial<TrackedResult> = {}): TrackedResult => ({
  startedAt: minutes * minute,
  status: 'healthy',
  reason: 'ok',
  attempts: 1,
  intervalMs: minute,
  ...rest,
});
const down = { status: 'unhealthy', reason: 'timeout' } as const;
const offline = { status: 'unknown', reason: 'monitor_offline' } as const;
const circuitOpen = { status: 'unknown', reason: 'circuit_open', attempts: 0 } as const;

function inMinutes(results: readonly TrackedResult[]) {
  return trackOf(results).map(({ fromAt, toAt, status, reason = '', looks }) => {
    return [fromAt / minute, toAt / minute, reason === '' ? status : `${status}: ${reason}`, looks];
  });
}

describe('a track', () => {
  test.each([
    ['results that say the same are one span', [at(0), at(1), at(2)], [[0, 4, 'healthy', 3]]],
    [
      'a result holds two intervals, and no longer',
      [at(0), at(5)],
      [
        [0, 2, 'healthy', 1],
        [5, 7, 'healthy', 1],
      ],
    ],
    [
      'another result ends what was held',
      [at(0), at(1, down), at(2)],
      [
        [0, 1, 'healthy', 1],
        [1, 2, 'unhealthy', 1],
        [2, 4, 'healthy', 1],
      ],
    ],
    [
      'each holds by the interval of its own time',
      [at(0, { intervalMs: 5 * minute }), at(12)],
      [
        [0, 10, 'healthy', 1],
        [12, 14, 'healthy', 1],
      ],
    ],
    [
      'a look that could not judge ends what was held',
      [at(0), at(1, offline)],
      [
        [0, 1, 'healthy', 1],
        [1, 3, 'unknown: monitor_offline', 1],
      ],
    ],
    [
      'where nothing was asked, what was seen last holds its time',
      [at(0, down), at(1, circuitOpen), at(3, circuitOpen), at(4, down)],
      [
        [0, 2, 'unhealthy', 1],
        [2, 4, 'unknown: circuit_open', 0],
        [4, 6, 'unhealthy', 1],
      ],
    ],
    [
      'a look takes the place of a reason for not looking',
      [at(0), at(1, circuitOpen), at(1.5)],
      [[0, 3.5, 'healthy', 2]],
    ],
    [
      'the same reason for looking and not looking stays apart',
      [at(0, offline), at(3, { ...offline, attempts: 0 })],
      [
        [0, 2, 'unknown: monitor_offline', 1],
        [3, 5, 'unknown: monitor_offline', 0],
      ],
    ],
    ['two results of one instant: the later one stands', [at(0), at(0, down)], [[0, 2, 'unhealthy', 1]]],
  ] as const)('%s', (_, results, expected) => {
    expect(inMinutes(results)).toEqual(expected);
  });

  test('is the same wherever it was split', () => {
    fc.assert(
      fc.property(trackedResults(), fc.nat(), fc.nat(), (results, first, second) => {
        const [a = 0, b = 0] = [first, second].map((cut) => cut % (results.length + 1)).sort((x, y) => x - y);
        const joined = new TrackWriter();
        for (const part of [results.slice(0, a), results.slice(a, b), results.slice(b)]) joined.join(trackOf(part));
        expect(joined.finish()).toEqual(trackOf(results));
      }),
    );
  });

  test('has spans in order that never overlap, and loses no look but one that another of the same instant replaced', () => {
    fc.assert(
      fc.property(trackedResults(), (results) => {
        const track = trackOf(results);
        for (const [index, span] of track.entries()) {
          expect(span.fromAt).toBeLessThan(span.toAt);
          expect(span.fromAt).toBeGreaterThanOrEqual(track[index - 1]?.toAt ?? 0);
        }
        const looked = new Set(results.filter(({ attempts }) => attempts > 0).map(({ startedAt }) => startedAt));
        expect(track.reduce((sum, { looks }) => sum + looks, 0)).toBe(looked.size);
      }),
    );
  });
});
