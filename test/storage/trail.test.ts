import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { statuses } from '../../src/domain/status.ts';
import { type TrackedResult, trackOf } from '../../src/domain/track.ts';
import { carriedInto, cutTrack, fillTrail, joinTrails, trailOf } from '../../src/storage/trail.ts';
import { decodeTrail, encodeTrail } from '../../src/storage/trail-codec.ts';

const hour = 3_600_000;

function healthy(startedAt: number, facts: Partial<TrackedResult> = {}): TrackedResult {
  return { startedAt, status: 'healthy', reason: 'ok', attempts: 1, intervalMs: 60_000, ...facts };
}

/** Results of any kind in the order of time, the first at 0 or later. */
const history: fc.Arbitrary<readonly TrackedResult[]> = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 1, max: 200 }),
      status: fc.constantFrom(...statuses),
      reason: fc.constantFrom('monitor_offline', 'circuit_open'),
      attempts: fc.constantFrom(0, 1),
      intervalMs: fc.constantFrom(20, 60, 100),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((made) => {
    let startedAt = -1;
    return made.map(({ gap, status, attempts, ...facts }) => {
      startedAt += gap;
      // Only of what is unknown it may be that nobody looked.
      return { startedAt, status, attempts: status === 'unknown' ? attempts : 1, ...facts };
    });
  });

describe('a trail', () => {
  test('is read back as it was written', () => {
    fc.assert(
      fc.property(history, (results) => {
        const trail = trailOf(results);
        expect(decodeTrail(0, encodeTrail(0, trail))).toEqual(trail);
      }),
    );
  });

  test('of an hour that was healthy throughout takes 14 bytes, of a day 15', () => {
    const startsAt = 1_795_262_400_000;
    const of = (hours: number) => {
      const results = Array.from({ length: hours * 60 }, (_, index) => healthy(startsAt + 31_234 + index * 60_000));
      return encodeTrail(startsAt, trailOf(results)).length;
    };
    expect([of(1), of(24)]).toEqual([14, 15]);
  });

  test('is none where nothing was written, and refused where the format is not known', () => {
    expect(decodeTrail(0, new Uint8Array())).toBeUndefined();
    expect(() => decodeTrail(0, Uint8Array.from([2, 0]))).toThrow(RangeError);
  });

  test('joined of parts is that of the whole, wherever it is cut', () => {
    fc.assert(
      fc.property(history, fc.nat({ max: 40 }), fc.nat({ max: 40 }), (results, one, other) => {
        const [first, second] = [Math.min(one, other), Math.max(one, other)];
        const parts = [results.slice(0, first), results.slice(first, second), results.slice(second)];
        const joined = joinTrails(parts.filter(({ length }) => length > 0).map(trailOf));
        expect(joined).toEqual(trailOf(results));
      }),
    );
  });
});

describe('results that come late, when nothing else is known any more', () => {
  test('tell only of time that is not known', () => {
    const known = trailOf([healthy(0), healthy(10 * 60_000)]);
    const late = trailOf([healthy(60_000, { status: 'unhealthy' }), healthy(5 * 60_000, { status: 'unhealthy' })]);
    expect(fillTrail(known, late).track).toEqual([
      { fromAt: 0, toAt: 120_000, status: 'healthy', looks: 1 },
      { fromAt: 120_000, toAt: 180_000, status: 'unhealthy', looks: 1 },
      { fromAt: 300_000, toAt: 420_000, status: 'unhealthy', looks: 1 },
      { fromAt: 600_000, toAt: 720_000, status: 'healthy', looks: 1 },
    ]);
  });

  test('never overlap with what was known, and leave all of it', () => {
    fc.assert(
      fc.property(history, history, (before, after) => {
        const [known, late] = [trailOf(before), trailOf(after)];
        const { track, lastAt } = fillTrail(known, late);
        expect(lastAt).toBe(Math.max(known.lastAt, late.lastAt));
        expect(track).toEqual(expect.arrayContaining([...known.track]));
        for (const [index, { toAt }] of track.entries()) {
          expect(track[index + 1]?.fromAt ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(toAt);
        }
      }),
    );
  });
});

describe('a track', () => {
  const track = trackOf([healthy(0), healthy(60_000), healthy(120_000), healthy(hour, { status: 'degraded' })]);

  test('is carried into what follows as one look, for as long as it holds', () => {
    expect(carriedInto(track, 200_000)).toEqual([
      { fromAt: 200_000, toAt: 240_000, status: 'healthy', looks: 1 },
      { fromAt: hour, toAt: hour + 120_000, status: 'degraded', looks: 1 },
    ]);
    expect(carriedInto(track, hour + 120_000)).toEqual([]);
  });

  test('is cut to a range', () => {
    expect(cutTrack(track, { fromAt: 200_000, toAt: hour })).toEqual([
      { fromAt: 200_000, toAt: 240_000, status: 'healthy', looks: 3 },
    ]);
  });
});
