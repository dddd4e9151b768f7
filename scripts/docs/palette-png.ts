import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** How many colours a picture keeps, since a byte names one, and how many of them because they are the most frequent. */
const mostColours = 256;
const frequentColours = 96;

/**
 * The same picture as an indexed PNG of 256 colours at most, a fraction of the size: the colours that are most missed as they are,
 * every other as the nearest of them. Takes what Chromium makes: 8 bits, RGB or RGBA without transparency, not interlaced.
 * See https://www.w3.org/TR/png-3/.
 */
export function withPalette(png: Buffer): Buffer {
  const { width, height, pixels } = decode(png);
  const counts = new Map<number, number>();
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const { palette, indexOf } = paletteOf(counts);
  // Rows of flat colour compress best as they are, without a filter.
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      rows[y * (width + 1) + 1 + x] = indexOf.get(pixels[y * width + x] ?? 0) ?? 0;
    }
  }
  return encode({ width, height, palette, rows });
}

/** The most frequent colours, and then one after another the one of which most is lost without it. */
function paletteOf(counts: ReadonlyMap<number, number>) {
  const colours = [...counts.keys()].toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
  const nearest = new Map(colours.map((colour) => [colour, { index: 0, distance: Number.POSITIVE_INFINITY }]));
  const palette: number[] = [];
  const lossOf = (colour: number) => (counts.get(colour) ?? 0) * (nearest.get(colour)?.distance ?? 0);
  while (palette.length < Math.min(mostColours, colours.length)) {
    const most = colours.reduce((worst, colour) => (lossOf(colour) > lossOf(worst) ? colour : worst));
    const next = palette.length < frequentColours ? colours[palette.length] : most;
    if (next === undefined) break;
    for (const [colour, found] of nearest) {
      const distance = distanceOf(colour, next);
      if (distance < found.distance) Object.assign(found, { index: palette.length, distance });
    }
    palette.push(next);
  }
  return { palette, indexOf: new Map([...nearest].map(([colour, { index }]) => [colour, index])) };
}

/** How different two colours look, roughly. */
function distanceOf(one: number, other: number): number {
  const red = (one >> 16) - (other >> 16);
  const green = ((one >> 8) & 255) - ((other >> 8) & 255);
  const blue = (one & 255) - (other & 255);
  return 2 * red * red + 4 * green * green + 3 * blue * blue;
}

function encode({
  width,
  height,
  palette,
  rows,
}: {
  readonly width: number;
  readonly height: number;
  readonly palette: readonly number[];
  readonly rows: Buffer;
}): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(named, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}

/** One number 0xRRGGBB for each pixel. */
function decode(png: Buffer): { readonly width: number; readonly height: number; readonly pixels: Uint32Array } {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const [bits, kind] = [png[24], png[25]];
  if (bits !== 8 || (kind !== 2 && kind !== 6)) throw new Error(`a PNG of ${bits} bits and colour type ${kind}`);
  const depth = kind === 6 ? 4 : 3;
  const bytes = unfiltered(inflateSync(dataOf(png)), { stride: width * depth, depth, height });
  const pixels = new Uint32Array(width * height);
  for (let index = 0; index < pixels.length; index += 1) pixels[index] = bytes.readUIntBE(index * depth, 3);
  return { width, height, pixels };
}

function dataOf(png: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = signature.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return Buffer.concat(parts);
}

function unfiltered(
  filtered: Buffer,
  { stride, depth, height }: { readonly stride: number; readonly depth: number; readonly height: number },
): Buffer {
  const bytes = Buffer.alloc(stride * height);
  // A margin of zeroes above and left of the picture spares every pixel the question whether it has neighbours there.
  const width = stride + depth;
  const wide = Buffer.alloc(width * (height + 1));
  for (let y = 0; y < height; y += 1) {
    const filter = filtered[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x += 1) {
      const at = (y + 1) * width + depth + x;
      const near = { left: wide[at - depth] ?? 0, up: wide[at - width] ?? 0, corner: wide[at - width - depth] ?? 0 };
      wide[at] = (filtered[y * (stride + 1) + 1 + x] ?? 0) + predicted(filter, near);
    }
    wide.copy(bytes, y * stride, (y + 1) * width + depth, (y + 2) * width);
  }
  return bytes;
}

function predicted(
  filter: number,
  { left, up, corner }: { readonly left: number; readonly up: number; readonly corner: number },
): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
