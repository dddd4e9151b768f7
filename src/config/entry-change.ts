import { dump } from 'js-yaml';
import { blockEntry, quoteOf, type ServiceEntry } from './entry-text.ts';
import type { Splice } from './splice.ts';
import { lineBreakOf, lineEnd, lineStart, nextLine, trimEnd } from './text-lines.ts';
import type { YamlMapping, YamlNode, YamlPair } from './yaml-tree.ts';

/** One key of an entry: what it is to be, or that it goes. */
export interface KeyChange {
  readonly key: string;
  /** Removed where it is null. */
  readonly value: unknown;
}

/** How to change one key of an entry; what else the entry says stays as it is written. Undefined where that cannot be done. */
export function changeKey(text: string, entry: YamlMapping, { key, value }: KeyChange): readonly Splice[] | undefined {
  const index = entry.pairs.findIndex(({ key: name }) => name.kind === 'scalar' && name.value === key);
  const pair = entry.pairs[index];
  if (value === null) return pair === undefined ? undefined : removal(text, entry, index);
  return pair === undefined ? addition(text, entry, { key, value }) : replacement(text, entry, { pair, key, value });
}

/** How to write a whole entry anew in its place. */
export function rewriteEntry(text: string, node: YamlNode, entry: ServiceEntry): readonly Splice[] {
  const to = trimEnd(text, node.end);
  if (node.kind === 'mapping' && node.flow) return [{ from: node.head, to, insert: JSON.stringify(entry) }];
  const indent = node.start - lineStart(text, node.start);
  const lines = blockEntry(entry, { indent: 0, keyOffset: Math.max(2, indent), quote: quoteOf(node) });
  const insert = lines.map((line, at) => (at === 0 ? line.slice(Math.max(2, indent)) : line)).join(lineBreakOf(text));
  return [{ from: node.start, to, insert }];
}

function removal(text: string, { pairs, flow }: YamlMapping, index: number): readonly Splice[] | undefined {
  const [pair, before, after] = [pairs[index], pairs[index - 1], pairs[index + 1]];
  if (pair === undefined || (before === undefined && after === undefined)) return undefined;
  if (before === undefined && after !== undefined) return [{ from: pair.key.head, to: after.key.head, insert: '' }];
  if (flow) return [{ from: before?.value.end ?? pair.key.head, to: pair.value.end, insert: '' }];
  const from = lineStart(text, pair.key.head);
  return [{ from, to: nextLine(text, trimEnd(text, endOf(pair))), insert: '' }];
}

function addition(text: string, entry: YamlMapping, change: KeyChange): readonly Splice[] {
  const last = entry.pairs.at(-1);
  if (entry.flow) {
    const at = last?.value.end ?? entry.start + 1;
    return [{ from: at, to: at, insert: `${last === undefined ? ' ' : ', '}${flowPair(change, entry)}` }];
  }
  const at = lineEnd(text, trimEnd(text, last === undefined ? entry.end : endOf(last)));
  const indent = ' '.repeat(entry.start - lineStart(text, entry.start));
  const eol = lineBreakOf(text);
  const lines = blockPair(change, entry).map((line) => (line === '' ? line : indent + line));
  return [{ from: at, to: at, insert: eol + lines.join(eol) }];
}

interface Replacing extends KeyChange {
  readonly pair: YamlPair;
}

function replacement(text: string, entry: YamlMapping, { pair, key, value }: Replacing): readonly Splice[] {
  const { head, end } = pair.value;
  const to = Math.max(head, trimEnd(text, end));
  const isEmpty = pair.value.start === end;
  if (entry.flow || isOneLine(value) || isFlow(pair.value)) {
    return [{ from: head, to: isEmpty ? head : to, insert: `${isEmpty ? ' ' : ''}${inline(value, pair.value)}` }];
  }
  const indent = ' '.repeat(entry.start - lineStart(text, entry.start));
  const lines = blockPair({ key, value }, entry);
  const insert = lines.map((line, at) => (at === 0 || line === '' ? line : indent + line)).join(lineBreakOf(text));
  return [{ from: pair.key.head, to, insert }];
}

function endOf({ key, value }: YamlPair): number {
  return Math.max(key.end, value.end);
}

function isFlow(node: YamlNode): boolean {
  return (node.kind === 'mapping' || node.kind === 'sequence') && node.flow;
}

function isOneLine(value: unknown): boolean {
  return typeof value !== 'object' || value === null || Object.keys(value).length === 0;
}

/** A value on one line, in the quotes of the one it replaces. */
function inline(value: unknown, old: YamlNode | undefined): string {
  if (typeof value === 'string' && /[\r\n]/.test(value)) return JSON.stringify(value);
  const quote = old?.kind === 'scalar' ? old.quote : '';
  const quoteStyle = quote === "'" ? ('single' as const) : ('double' as const);
  const quoting = { quoteStyle, forceQuotes: quote !== '' };
  return dump(value, { lineWidth: -1, flowLevel: 0, flowBracketPadding: true, ...quoting }).replace(/\n$/, '');
}

function flowPair({ key, value }: KeyChange, { pairs }: YamlMapping): string {
  const [first] = pairs;
  const isJson = first?.key.kind === 'scalar' && first.key.quote === '"';
  return isJson ? `"${key}": ${JSON.stringify(value)}` : `${inline(key, undefined)}: ${inline(value, undefined)}`;
}

/** `key: value`, line by line, without the indent of the entry. */
function blockPair({ key, value }: KeyChange, { pairs }: YamlMapping): readonly string[] {
  const quote = pairs[0]?.value.kind === 'scalar' ? pairs[0].value.quote : '';
  if (isOneLine(value)) return [`${inline(key, undefined)}: ${inline(value, pairs[0]?.value)}`];
  const lines = blockEntry({ [key]: value }, { indent: 0, keyOffset: 2, quote });
  return lines.map((line) => line.slice(2));
}
