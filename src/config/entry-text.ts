import { dump } from 'js-yaml';
import type { YamlNode } from './yaml-tree.ts';

/** The keys of a service to be written, in order. */
export type ServiceEntry = Readonly<Record<string, unknown>>;

/** How the entries of a list are written, told from one of them. */
export interface EntryStyle {
  /** Blanks before the dash. */
  readonly indent: number;
  /** From the dash to the first key. */
  readonly keyOffset: number;
  readonly quote: '"' | "'" | '';
}

/** An entry of a block list, line by line. */
export function blockEntry(entry: ServiceEntry, { indent, keyOffset, quote }: EntryStyle): readonly string[] {
  const dumped = dump(entry, { lineWidth: -1, ...quoting(quote) });
  // The blank lines at the end of a text would be taken for those between entries.
  if (quote === '' && keptBlankLines.test(dumped)) return blockEntry(entry, { indent, keyOffset, quote: '"' });
  return dumped
    .replace(lastLineBreak, '')
    .split('\n')
    .map((line, index) => {
      if (index === 0) return `${' '.repeat(indent)}-${' '.repeat(keyOffset - 1)}${line}`;
      return line === '' ? '' : ' '.repeat(indent + keyOffset) + line;
    });
}

/** An entry on one line: `{ name: x, url: y }`, or as JSON where its neighbours are. */
export function flowEntry(entry: ServiceEntry, neighbour: YamlNode | undefined): string {
  if (isJson(neighbour)) return JSON.stringify(entry, null, 1).replace(/\n\s*/g, ' ');
  const options = { lineWidth: -1, flowLevel: 0, flowBracketPadding: true, ...quoting(quoteOf(neighbour)) };
  return dump(entry, options).replace(lastLineBreak, '');
}

// Of all that JavaScript takes for blank at the end, a text may end in some: an em space is written without quotes.
const lastLineBreak = /\n$/;
const keptBlankLines = /[|>]\d?\+$/m;

/** The quotes around the first value of a mapping. */
export function quoteOf(node: YamlNode | undefined): EntryStyle['quote'] {
  const value = node?.kind === 'mapping' ? node.pairs[0]?.value : undefined;
  return value?.kind === 'scalar' ? value.quote : '';
}

function isJson(node: YamlNode | undefined): boolean {
  if (node?.kind !== 'mapping') return false;
  const key = node.pairs[0]?.key;
  if (key === undefined) return node.flow;
  return key.kind === 'scalar' && key.quote === '"';
}

function quoting(quote: EntryStyle['quote']) {
  return { quoteStyle: quote === "'" ? ('single' as const) : ('double' as const), forceQuotes: quote !== '' };
}
