import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { withPalette } from '../../scripts/docs/palette-png.ts';

const signature = Buffer.from('89504e470d0a1a0a', 'hex');
const width = 40;
const height = 30;

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)]);
}

/** A PNG of 8 bits, every row with this filter: the difference to what the filter predicts. */
function pngOf(colourAt: (x: number, y: number) => number, { filter = 0, depth = 3 } = {}): Buffer {
  const head = Buffer.from([0, 0, 0, width, 0, 0, 0, height, 8, depth === 4 ? 6 : 2, 0, 0, 0]);
  const byteAt = (x: number, y: number, part: number): number => {
    if (x < 0 || y < 0) return 0;
    return part === 3 ? 255 : (colourAt(x, y) >> (16 - 8 * part)) & 255;
  };
  const rows = Array.from({ length: height }, (_, y) => [
    filter,
    ...Array.from({ length: width * depth }, (_, at) => {
      const [x, part] = [Math.floor(at / depth), at % depth];
      const [left, up] = [byteAt(x - 1, y, part), byteAt(x, y - 1, part)];
      const corner = byteAt(x - 1, y - 1, part);
      const paeth = [left, up, corner].toSorted(
        (a, b) => Math.abs(left + up - corner - a) - Math.abs(left + up - corner - b),
      )[0];
      const predicted = [0, left, up, (left + up) >> 1, paeth ?? 0][filter] ?? 0;
      return (byteAt(x, y, part) - predicted) & 255;
    }),
  ]);
  const data = deflateSync(Buffer.from(rows.flat()));
  // In two pieces, as encoders do.
  const pieces = [data.subarray(0, 9), data.subarray(9)].map((piece) => chunk('IDAT', piece));
  return Buffer.concat([signature, chunk('IHDR', head), ...pieces, chunk('IEND', Buffer.alloc(0))]);
}

/** What an indexed PNG without filters shows: its palette, and the colour of each pixel. */
function read(png: Buffer) {
  const parts = new Map<string, Buffer>();
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    const end = at + 8 + png.readUInt32BE(at);
    expect(png.readUInt32BE(end)).toBe(crc32(png.subarray(at + 4, end)));
    parts.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, end));
  }
  const colours = parts.get('PLTE') ?? Buffer.alloc(0);
  const rows = inflateSync(parts.get('IDAT') ?? Buffer.alloc(0));
  return {
    head: [...(parts.get('IHDR') ?? [])],
    colours: colours.length / 3,
    colourAt: (x: number, y: number) => colours.readUIntBE(3 * (rows[y * (width + 1) + 1 + x] ?? 0), 3),
  };
}

const pixels = Array.from({ length: width * height }, (_, at) => [at % width, Math.floor(at / width)] as const);
const few = (x: number, y: number) => [0xffffff, 0x1b5a9e, 0xb42318, 0x0f1216][(x * x + 3 * y) % 4] ?? 0;

describe('a picture with a palette', () => {
  test.each([
    [0, 3],
    [1, 3],
    [2, 3],
    [3, 3],
    [4, 3],
    [4, 4],
  ])('shows the same where it has few colours: filter %i, %i bytes a pixel', (filter, depth) => {
    const { head, colours, colourAt } = read(withPalette(pngOf(few, { filter, depth })));
    expect(head).toEqual([0, 0, 0, width, 0, 0, 0, height, 8, 3, 0, 0, 0]);
    expect(colours).toBe(4);
    expect(pixels.map(([x, y]) => colourAt(x, y))).toEqual(pixels.map(([x, y]) => few(x, y)));
  });

  test('shows nearly the same where it has more colours than a palette holds', () => {
    const many = (x: number, y: number) => ((x * 6) << 16) | ((y * 8) << 8) | 0x40;
    const { colours, colourAt } = read(withPalette(pngOf(many)));
    expect(colours).toBe(256);
    const differences = pixels.flatMap(([x, y]) =>
      [16, 8, 0].map((shift) => Math.abs(((many(x, y) >> shift) & 255) - ((colourAt(x, y) >> shift) & 255))),
    );
    expect(Math.max(...differences)).toBeLessThanOrEqual(20);
  });

  test('keeps a colour that is rare and like no other', () => {
    const odd = (x: number, y: number) => (x === 7 && y === 5 ? 0xff00ff : ((x * 6) << 8) | ((y * 8) << 8));
    expect(read(withPalette(pngOf(odd))).colourAt(7, 5)).toBe(0xff00ff);
  });

  test('is not made from what Chromium does not write', () => {
    const gray = Buffer.from(pngOf(few));
    gray[25] = 0;
    expect(() => withPalette(gray)).toThrow('8 bits and colour type 0');
  });
});
