import type { Badge } from './desks/public.ts';

const colors: Readonly<Record<Badge['tone'], string>> = {
  good: '#2a7f3f',
  fair: '#9a6700',
  bad: '#c62828',
  none: '#5f6b76',
};

/** The colour of a badge, as a hexadecimal RGB value. */
export function badgeColor({ tone }: Pick<Badge, 'tone'>): string {
  return colors[tone];
}

const height = 20;
const padding = 6;
const longest = 60;

/** A badge as SVG, with nothing in it but shapes and text. */
export function badgeSvg({ label, message, tone }: Omit<Badge, 'isPublic'>): string {
  const [left, right] = [cut(label), cut(message)];
  const [leftWidth, rightWidth] = [widthOf(left), widthOf(right)];
  const width = leftWidth + rightWidth;
  const text = (value: string, x: number) =>
    `<text x="${x}" y="14" fill="#fff" text-anchor="middle" textLength="${textWidth(value)}">${escaped(value)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" role="img" aria-label="${escaped(`${left}: ${right}`)}">`,
    `<title>${escaped(`${left}: ${right}`)}</title>`,
    `<clipPath id="r"><rect width="${width}" height="${height}" rx="3"/></clipPath>`,
    '<g clip-path="url(#r)">',
    `<rect width="${leftWidth}" height="${height}" fill="#3d444d"/>`,
    `<rect x="${leftWidth}" width="${rightWidth}" height="${height}" fill="${colors[tone]}"/>`,
    '</g>',
    '<g font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">',
    text(left, leftWidth / 2),
    text(right, leftWidth + rightWidth / 2),
    '</g></svg>\n',
  ].join('');
}

function cut(text: string): string {
  const points = [...text];
  return points.length <= longest ? text : `${points.slice(0, longest - 1).join('')}…`;
}

function widthOf(text: string): number {
  return textWidth(text) + 2 * padding;
}

const narrow = /[ !'(),.:;|IJfijlrt1[\]]/;
const wide = /[A-HK-Z@%&mwMW+=_~<>#]/;

/** About how wide it is in 11 px Verdana: the text is drawn to fill just that. */
function textWidth(text: string): number {
  const widths = [...text].map((point) => {
    if (narrow.test(point)) return 4;
    if (wide.test(point)) return 8.2;
    return (point.codePointAt(0) ?? 0) > 0x2e7f ? 11 : 6.6;
  });
  return Math.max(4, Math.round(widths.reduce((sum, one) => sum + one, 0)));
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Characters that XML does not have at all are left out. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"']/g, (sign) => escapes[sign] ?? '');
}
