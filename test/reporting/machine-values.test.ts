import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantOrNull, toInstant } from '../../src/reporting/machine-values.ts';

const lastAt = Date.UTC(9_999, 11, 31, 23, 59, 59, 999);

test('an instant is written as Date writes it, whatever was written before', () => {
  const at = fc.oneof(fc.integer({ min: 0, max: lastAt }), fc.integer({ min: 0, max: 200_000_000 }), fc.nat());
  const part = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(at, part)), (instants) => {
      for (const [whole, rest] of instants) {
        const shown = Math.min(whole + rest, lastAt);
        expect(toInstant(shown)).toBe(new Date(shown).toISOString());
      }
    }),
  );
});

test.each([0, 1, 59_999, 86_399_999, 86_400_000, lastAt, lastAt + 1, -1, -0.5, -86_400_000])(
  '%d ms is written as Date writes it',
  (at) => {
    expect(toInstant(at)).toBe(new Date(at).toISOString());
  },
);

test('what is no instant between 1970 and 9999 is null, or refused', () => {
  for (const at of [-1, lastAt + 1, Number.NaN, Number.POSITIVE_INFINITY]) expect(instantOrNull(at)).toBeNull();
  expect(() => toInstant(Number.NaN)).toThrow(RangeError);
});
