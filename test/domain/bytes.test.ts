import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteReader, createByteWriter } from '../../src/domain/bytes.ts';

describe('a byte writer', () => {
  test.each([
    [0, 1],
    [127, 1],
    [128, 2],
    [16_383, 2],
    [16_384, 3],
    [Number.MAX_SAFE_INTEGER, 8],
  ])('writes %i in %i bytes', (value, bytes) => {
    const writer = createByteWriter();
    writer.varint(value);
    expect(writer.finish()).toHaveLength(bytes);
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses %d', (value) => {
    expect(() => createByteWriter().varint(value)).toThrow(RangeError);
  });

  test('writes what a reader reads back, whatever the order', () => {
    const item = fc.oneof(fc.maxSafeNat(), fc.string({ unit: 'grapheme', maxLength: 100 }));
    fc.assert(
      fc.property(fc.array(item, { maxLength: 200 }), (items) => {
        const writer = createByteWriter();
        for (const value of items) typeof value === 'number' ? writer.varint(value) : writer.text(value);
        const reader = new ByteReader(writer.finish());
        expect(items.map((value) => (typeof value === 'number' ? reader.varint() : reader.text()))).toEqual(items);
        expect(reader.atEnd).toBe(true);
      }),
    );
  });

  test('gives copies: what is written later does not change them', () => {
    const writer = createByteWriter();
    writer.varint(1);
    const before = writer.finish();
    writer.varint(2);
    expect([...before]).toEqual([1]);
    expect([...writer.finish()]).toEqual([1, 2]);
  });
});

describe('a byte reader', () => {
  test.each([
    ['a number without its end', [0x80]],
    ['nothing', []],
  ])('refuses %s', (_name, bytes) => {
    expect(() => new ByteReader(Uint8Array.from(bytes)).varint()).toThrow(RangeError);
  });

  test('refuses a text that is shorter than it says', () => {
    expect(() => new ByteReader(Uint8Array.from([3, 0x61])).text()).toThrow(RangeError);
  });
});
