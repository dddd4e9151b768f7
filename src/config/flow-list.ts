import type { Splice } from './splice.ts';
import { lineBreakOf, lineStart } from './text-lines.ts';
import type { YamlNode, YamlSequence } from './yaml-tree.ts';

/** How to add an entry, as it is written, at the end of a list in brackets: on a line of its own where the last one has one. */
export function appendToFlow(text: string, list: YamlSequence, written: string): readonly Splice[] {
  const last = list.items.at(-1);
  if (last === undefined) return [insertion(list.start + 1, written)];
  const indent = ownLineIndent(text, last);
  const separated = indent === undefined ? ` ${written}` : `${lineBreakOf(text)}${indent}${written}`;
  const rest = text.slice(last.end, list.end - 1);
  const [, comma] = /^\s*(,)/.exec(rest) ?? [];
  const comment = /^\s*,?[^\S\r\n]+#[^\r\n]*/.exec(rest)?.[0];
  // A comment behind the last entry stays there.
  if (comment === undefined || indent === undefined) return [insertion(last.end, `,${separated}`)];
  const after = last.end + comment.length;
  if (comma !== undefined) return [insertion(after, `${separated},`)];
  return [insertion(last.end, ','), insertion(after, separated)];
}

/** How to take an entry out of a list in brackets; comments between entries stay. */
export function removeFromFlow(text: string, list: YamlSequence, index: number): readonly Splice[] {
  const item = list.items[index];
  if (item === undefined) return [];
  const before = list.items[index - 1];
  const after = list.items[index + 1];
  const following = /^\s*,/.exec(text.slice(item.end, list.end - 1))?.[0].length ?? 0;
  if (before === undefined) {
    const gap = after === undefined ? '#' : text.slice(item.end, after.head);
    const to = gap.includes('#') || after === undefined ? item.end + following : after.head;
    return [{ from: item.head, to, insert: '' }];
  }
  const gap = text.slice(before.end, item.head);
  if (!gap.includes('#')) return [{ from: before.end, to: item.end, insert: '' }];
  const indent = ownLineIndent(text, item);
  const from = indent === undefined ? item.head : lineStart(text, item.head) - lineBreakOf(text).length;
  if (following > 0) return [{ from, to: item.end + following, insert: '' }];
  const comma = before.end + gap.indexOf(',');
  return [
    { from: comma, to: comma + 1, insert: '' },
    { from, to: item.end, insert: '' },
  ];
}

function insertion(at: number, insert: string): Splice {
  return { from: at, to: at, insert };
}

/** What stands before an entry on its line where that is only white space. */
function ownLineIndent(text: string, { head }: YamlNode): string | undefined {
  const before = text.slice(lineStart(text, head), head);
  return /^\s*$/.test(before) ? before : undefined;
}
