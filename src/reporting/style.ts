import pc from 'picocolors';
import type { Status } from '../domain/status.ts';
import type { RenderOptions } from './format.ts';

type Paint = (text: string) => string;

/** The signs a terminal report is drawn with. */
export interface Glyphs {
  readonly status: Readonly<Record<Status, string>>;
  readonly passed: string;
  readonly failed: string;
  /** Of what is still to be done. */
  readonly pending: string;
  /** Stands where there is no value. */
  readonly none: string;
  readonly ellipsis: string;
  /** Between facts on one line, with its blanks. */
  readonly separator: string;
  readonly arrow: string;
  /** One column of a bar. */
  readonly bar: string;
  /** A bar too short to fill a column. */
  readonly sliver: string;
  /** At the start of every quoted line. */
  readonly quote: string;
  /** Heights of a column one character wide, lowest first. */
  readonly levels: readonly string[];
  /** Stands in a row of marks for a look that was not taken. */
  readonly missed: string;
}

/** How a terminal report is drawn: its signs, and its colours where there are any. Empty text is never painted. */
export interface Style {
  readonly glyphs: Glyphs;
  readonly status: Readonly<Record<Status, Paint>>;
  readonly strong: Paint;
  readonly quiet: Paint;
  readonly accent: Paint;
}

const unicodeGlyphs: Glyphs = {
  status: { healthy: '✓', degraded: '▲', unhealthy: '✕', unknown: '?' },
  passed: '✓',
  failed: '✕',
  pending: '…',
  none: '–',
  ellipsis: '…',
  separator: ' · ',
  arrow: '→',
  bar: '━',
  sliver: '╸',
  quote: '│',
  levels: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  missed: '·',
};

const asciiGlyphs: Glyphs = {
  status: { healthy: '+', degraded: '!', unhealthy: 'x', unknown: '?' },
  passed: '+',
  failed: 'x',
  pending: '~',
  none: '-',
  ellipsis: '...',
  separator: ', ',
  arrow: '->',
  bar: '#',
  sliver: '|',
  quote: '|',
  levels: ['_', '.', '-', '=', '+', '*', '%', '#'],
  missed: ' ',
};

/** The style for an output: status is never told by colour alone, and ASCII signs stand in where the locale is not UTF-8. */
export function styleOf({ color, unicode }: Pick<RenderOptions, 'color' | 'unicode'>): Style {
  const colors = pc.createColors(color);
  return {
    glyphs: unicode ? unicodeGlyphs : asciiGlyphs,
    status: {
      healthy: unlessEmpty(colors.green),
      degraded: unlessEmpty(colors.yellow),
      unhealthy: unlessEmpty(colors.red),
      unknown: unlessEmpty(colors.magenta),
    },
    strong: unlessEmpty(colors.bold),
    quiet: unlessEmpty(colors.dim),
    accent: unlessEmpty(colors.cyan),
  };
}

function unlessEmpty(paint: Paint): Paint {
  return (text) => (text === '' ? '' : paint(text));
}
