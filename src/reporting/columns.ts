const characters =
  /\p{Regional_Indicator}{2}|(?:[\p{Emoji_Presentation}\p{Emoji_Modifier_Base}]|\p{Emoji}\ufe0f)\p{Emoji_Modifier}?|./gsu;
const emoji = /^(?:\p{Regional_Indicator}{2}|[\p{Emoji_Presentation}\p{Emoji_Modifier_Base}]|\p{Emoji}\ufe0f)/u;
const combining = /^[\u0300-\u036f]/;
// East Asian Width W and F (UAX #11).
const wide =
  /^[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3040-\u3247\u3250-\u4dbf\u4e00-\ua4c6\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{1b000}-\u{1b001}\u{1f200}-\u{1f251}\u{20000}-\u{3fffd}]/u;

/**
 * How many terminal columns a plain line takes: East Asian wide characters and emoji take two, combining accents none.
 * The same measure as cli-table3 pads with, so that what is cut to fit stays aligned.
 */
export function columnsOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let columns = 0;
  for (const [character] of text.matchAll(characters)) columns += columnsOfCharacter(character);
  return columns;
}

/** The text, or as much of its start as fits into `max` columns together with the ellipsis. Never splits a character. */
export function fitColumns(text: string, max: number, ellipsis = '…'): string {
  if (max <= 0) return '';
  if (columnsOf(text) <= max) return text;
  const kept = startOf(text, max - ellipsis.length);
  return ellipsis.length <= max ? `${kept.trimEnd()}${ellipsis}` : startOf(text, max);
}

/** Breaks a plain line at blanks into lines of at most `max` columns; a longer word is split between characters. */
export function wrapColumns(text: string, max: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((whole) => split(whole, max))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (columnsOf(longer) <= max) {
      line = longer;
      continue;
    }
    lines.push(line);
    line = word;
  }
  return [...lines, line];
}

function columnsOfCharacter(character: string): number {
  if (combining.test(character)) return 0;
  return emoji.test(character) || wide.test(character) ? 2 : 1;
}

/** The start of a text that fits; at most 16 code units per column, so that no pile of accents is let through. */
function startOf(text: string, max: number): string {
  let columns = 0;
  let end = 0;
  for (const [character] of text.slice(0, 16 * Math.max(0, max)).matchAll(characters)) {
    columns += columnsOfCharacter(character);
    if (columns > max) break;
    end += character.length;
  }
  return text.slice(0, end);
}

function split(word: string, max: number): readonly string[] {
  const parts: string[] = [];
  let rest = word;
  while (columnsOf(rest) > max) {
    const start = startOf(rest, max) || rest.slice(0, 2);
    parts.push(start);
    rest = rest.slice(start.length);
  }
  return [...parts, rest];
}
