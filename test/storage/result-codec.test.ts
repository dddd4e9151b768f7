import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { phaseNames } from '../../src/domain/observation.ts';
import { statuses } from '../../src/domain/status.ts';
import {
  createBlockEncoder,
  decodeBlock,
  decodeCounted,
  decodeFacts,
  encodeFacts,
  type ResultFacts,
} from '../../src/storage/result-codec.ts';
import { toStoredResult } from '../../src/storage/stored-result.ts';
import { lifelikeResult } from '../support/many-results.ts';

const ms = fc.nat({ max: 100_000_000 }).map((hundredths) => hundredths / 100);

/** Any result that can be stored. */
const facts: fc.Arbitrary<ResultFacts> = fc
  .record(
    {
      intervalMs: fc.oneof(fc.constantFrom(60_000, 300_000), fc.integer({ min: 1, max: 2 ** 40 })),
      durationMs: ms,
      status: fc.constantFrom(...statuses),
      reason: fc.constantFrom('ok', 'timeout', 'unexpected_status', 'a_reason_of_the_future'),
      attempts: fc.nat({ max: 20 }),
      responseTimeMs: ms,
      statusCode: fc.nat({ max: 999 }),
      phases: fc.record(Object.fromEntries(phaseNames.map((name) => [name, ms])), { requiredKeys: [] }),
      message: fc.string({ unit: 'grapheme', maxLength: 80 }),
    },
    { requiredKeys: ['intervalMs', 'durationMs', 'status', 'reason', 'attempts'] },
  )
  .map((made) => made satisfies ResultFacts);

describe('a result as bytes', () => {
  test('tells what roll-ups count of it without being read as a whole', () => {
    fc.assert(
      fc.property(facts, (result) => {
        const { status, reason, responseTimeMs } = result;
        const counted = decodeCounted(encodeFacts(result));
        expect([counted.status, counted.reason, counted.responseTimeMs]).toEqual([status, reason, responseTimeMs]);
      }),
    );
  });

  test('is read back as it was', () => {
    fc.assert(
      fc.property(facts, (result) => {
        expect(decodeFacts(encodeFacts(result))).toEqual(result);
      }),
    );
  });

  test('takes about 22 bytes when it is healthy and came over HTTPS', () => {
    const sizes = Array.from({ length: 200 }, (_, index) => {
      const { service: __, startedAt: ___, ...stored } = toStoredResult(lifelikeResult(index, index * 60_000));
      return stored.status === 'healthy' ? encodeFacts(stored).length : 0;
    });
    expect(Math.max(...sizes)).toBeLessThanOrEqual(23);
  });
});

describe('a block of results', () => {
  test('is read back as it was, also with results at one instant', () => {
    const gap = fc.nat({ max: 600_000 });
    fc.assert(
      fc.property(fc.array(fc.tuple(gap, facts), { minLength: 1, maxLength: 50 }), (items) => {
        let startedAt = 1_763_750_000_000;
        const results = items.map(([after, result]) => {
          startedAt += after;
          return { startedAt, ...result };
        });
        const block = createBlockEncoder(results[0]?.startedAt ?? 0);
        for (const result of results) block.add(result);
        expect(block.lastAt).toBe(startedAt);
        expect(decodeBlock(startedAt, block.finish())).toEqual(results);
      }),
    );
  });

  test('holds a message that repeats only once', () => {
    const failure: ResultFacts = { ...healthy, status: 'unhealthy', reason: 'timeout', message: 'm'.repeat(200) };
    const block = createBlockEncoder(0);
    for (let at = 0; at < 100; at += 1) block.add({ startedAt: at, ...failure });
    expect(block.finish().length).toBeLessThan(200 + 100 * 8);
  });

  test('tells the interval of each result, and once where it is that of all', () => {
    const pack = (intervals: readonly number[]) => {
      const block = createBlockEncoder(0);
      for (const [at, intervalMs] of intervals.entries()) block.add({ startedAt: at, ...healthy, intervalMs });
      return block.finish();
    };
    const same = pack(Array.from({ length: 60 }, () => 300_000));
    const changed = pack(Array.from({ length: 60 }, (_, at) => (at < 30 ? 300_000 : 60_000)));
    expect(decodeBlock(59, changed).map(({ intervalMs }) => intervalMs / 60_000)).toEqual([
      ...Array(30).fill(5),
      ...Array(30).fill(1),
    ]);
    expect(same.length).toBeLessThanOrEqual(60 * 3 + 5);
  });

  test('of the first format, which knew of no interval, is read with the one that is given', () => {
    const packed = Uint8Array.from([1, 5, 0, 0, 7, 5, 0, 9]);
    expect(decodeBlock(1_005, packed, 30_000)).toEqual([
      { startedAt: 1_000, ...healthy, intervalMs: 30_000, durationMs: 0.07 },
      { startedAt: 1_005, ...healthy, intervalMs: 30_000, durationMs: 0.09 },
    ]);
    expect(decodeBlock(1_005, packed)[0]?.intervalMs).toBe(60_000);
  });

  test('of an unknown format is refused', () => {
    expect(() => decodeBlock(0, Uint8Array.from([3, 0]))).toThrow(RangeError);
  });
});

const healthy: ResultFacts = { intervalMs: 60_000, durationMs: 1, status: 'healthy', reason: 'ok', attempts: 1 };
