import { blockEntry, type EntryStyle, flowEntry, quoteOf, type ServiceEntry } from './entry-text.ts';
import type { Splice } from './splice.ts';
import {
  afterComments,
  isBlankLine,
  lineBreakOf,
  lineEnd,
  lineStart,
  nextLine,
  previousLineEnd,
  trimEnd,
} from './text-lines.ts';
import type { YamlSequence } from './yaml-tree.ts';

/** How to add an entry below the last one of a block list, after the comments that belong to it. */
export function appendToBlock(text: string, list: YamlSequence, entry: ServiceEntry): readonly Splice[] {
  const indent = list.start - lineStart(text, list.start);
  const last = list.items.at(-1);
  const end = lineEnd(text, trimEnd(text, last?.end ?? list.end));
  const at = afterComments(text, end, Math.max(1, indent));
  const eol = lineBreakOf(text);
  const lines = isFlow(list)
    ? [`${' '.repeat(indent)}- ${flowEntry(entry, last)}`]
    : blockEntry(entry, styleOf(text, list));
  const gap = isSpaced(text, list) ? eol : '';
  return [{ from: at, to: at, insert: gap + eol + lines.join(eol) }];
}

/** How to make a block list of one entry below a key whose list is empty. */
export function beginBlock(
  text: string,
  { keyEnd, indent }: { readonly keyEnd: number; readonly indent: number },
  entry: ServiceEntry,
): readonly Splice[] {
  const eol = lineBreakOf(text);
  const at = afterComments(text, lineEnd(text, keyEnd), indent + 1);
  const lines = blockEntry(entry, { indent: indent + 2, keyOffset: 2, quote: '' });
  return [{ from: at, to: at, insert: eol + lines.join(eol) }];
}

/** How to take an entry out of a block list of several: it goes with the comments inside it and the blank lines above it. */
export function removeFromBlock(text: string, list: YamlSequence, index: number): readonly Splice[] {
  const dash = dashOf(text, list, index);
  const to = endOfItem(text, list, index);
  const before = list.items[index - 1];
  if (before !== undefined) return [{ from: beforeBlankLines(text, dash, before.end), to, insert: '' }];
  let next = nextLine(text, to);
  while (next < text.length && isBlankLine(text, next)) next = nextLine(text, next);
  return [{ from: lineStart(text, dash), to: next, insert: '' }];
}

/** How to take the only entry out of a block list: what stays is `[]` behind the key. */
export function emptyBlock(text: string, list: YamlSequence, colonEnd: number): readonly Splice[] {
  const from = beforeBlankLines(text, list.start, colonEnd);
  return [
    { from: colonEnd, to: colonEnd, insert: ' []' },
    { from, to: endOfItem(text, list, 0), insert: '' },
  ];
}

function isFlow(list: YamlSequence): boolean {
  const last = list.items.at(-1);
  return last?.kind === 'mapping' && last.flow;
}

function styleOf(text: string, list: YamlSequence): EntryStyle {
  const indent = list.start - lineStart(text, list.start);
  const last = list.items.at(-1);
  const dash = dashOf(text, list, list.items.length - 1);
  const sameLine = last !== undefined && lineStart(text, last.start) === lineStart(text, dash);
  return { indent, keyOffset: sameLine ? Math.max(2, last.start - dash) : 2, quote: quoteOf(last) };
}

/** Whether blank lines stand between the last two entries. */
function isSpaced(text: string, list: YamlSequence): boolean {
  const count = list.items.length;
  const previous = list.items[count - 2];
  if (previous === undefined) return false;
  const between = text.slice(trimEnd(text, previous.end), dashOf(text, list, count - 1));
  return /(?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n)/.test(between);
}

/** Offset of an entry's dash: on a line of its own column, between the entry before and its own value. */
function dashOf(text: string, list: YamlSequence, index: number): number {
  const item = list.items[index];
  if (index === 0 || item === undefined) return list.start;
  const indent = list.start - lineStart(text, list.start);
  for (let line = lineStart(text, item.head); line > list.start; line = lineStart(text, line - 1)) {
    if (/^ *-(?:\s|$)/.test(text.slice(line, line + indent + 2)) && text[line + indent] === '-') return line + indent;
  }
  return list.start;
}

function endOfItem(text: string, list: YamlSequence, index: number): number {
  const indent = list.start - lineStart(text, list.start);
  const end = lineEnd(text, trimEnd(text, list.items[index]?.end ?? list.end));
  return afterComments(text, end, indent + 1);
}

/** The line break before a dash's line, or before the blank lines above it as far as they are nobody's. */
function beforeBlankLines(text: string, dash: number, limit: number): number {
  let from = previousLineEnd(text, dash) ?? 0;
  while (from > limit && isBlankLine(text, from)) {
    const above = previousLineEnd(text, from);
    if (above === undefined || above < limit) break;
    from = above;
  }
  return from;
}
