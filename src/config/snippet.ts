import { isPlaceholderWebhook } from '../channels/slack.ts';
import { isSensitiveName } from '../domain/redaction.ts';
import type { LineColumn } from './line-index.ts';

/** A source line made safe to show, and the blanks that put a caret under the column. */
export interface Snippet {
  readonly line: string;
  readonly padding: string;
}

const width = 100;

/**
 * The line of a problem: secrets masked, control characters made visible, and cut around the column where it is long.
 * Undefined where the text has no such line.
 */
export function snippetOf(text: string | undefined, { line, column }: LineColumn): Snippet | undefined {
  const source = text?.split(/\r\n|\r|\n/)[line - 1];
  if (source === undefined) return undefined;
  const masked = maskSecrets(source).slice(0, source.length);
  const { from, to } = windowAround(column - 1, masked.length);
  const before = makeVisible(masked.slice(from, Math.max(from, column - 1)));
  const after = makeVisible(masked.slice(Math.max(from, column - 1), to));
  const cut = from > 0 ? '…' : '';
  return {
    line: `${cut}${before}${after}${to < masked.length ? '…' : ''}`,
    padding: ' '.repeat(columnsOf(cut + before)),
  };
}

// Masks keep the length, so that the caret stays where it belongs.
function maskSecrets(line: string): string {
  return line
    .replace(/(\/\/)([^/\s@"']+)(@)/g, (_all, slashes, userinfo, at) => slashes + stars(userinfo) + at)
    .replace(/([?&])([\w.-]+)(=)([^&#\s"']+)/g, (all, mark, name, equals, value) =>
      isSensitiveName(name) ? mark + name + equals + stars(value) : all,
    )
    .replace(/(\\["'])([\w.-]+)(\1\s*:\s*)(\\["'](?:(?!\\["']).)*)/g, maskPair)
    .replace(
      /(["']?)([\w.-]+)(\1(?:\s*:\s+|(?<=["']\s*):))("[^"]*"?|'[^']*'?|\$\{[^}]*\}|[^\s,}\]#{[][^,}\]#]*)/g,
      maskPair,
    );
}

function maskPair(all: string, quote: string, name: string, colon: string, value: string): string {
  const secret = isSensitiveName(name) || name === 'webhook_url';
  // A mere reference to a variable or file is worth seeing and no secret.
  const reference = /^["']?\$\{(?:\w+|file:[^}]*)\}["']?\s*$/.test(value);
  return secret && !reference && !isPlaceholderWebhook(value) && !/^[[{|>&*]/.test(value)
    ? quote + name + colon + stars(value.trimEnd()) + value.slice(value.trimEnd().length)
    : all;
}

function stars(text: string): string {
  return '*'.repeat(text.length);
}

function windowAround(index: number, length: number): { readonly from: number; readonly to: number } {
  if (length <= width) return { from: 0, to: length };
  const from = Math.max(0, Math.min(index - width / 2, length - width));
  return { from, to: from + width };
}

function makeVisible(text: string): string {
  return text
    .replaceAll('\t', '→')
    .replace(/[\u0000-\u001f]/g, (control) => String.fromCharCode(0x2400 + control.charCodeAt(0)))
    .replace(/[\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/gu, '\ufffd');
}

// East Asian wide and emoji characters take two columns of a terminal, combining marks none (UAX #11, approximately).
function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (/\p{Mark}/u.test(character)) continue;
    columns += wide.test(character) ? 2 : 1;
  }
  return columns;
}

const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u;
