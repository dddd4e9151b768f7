import { CORE_SCHEMA, constructFromEvents, EVENT_ID, type Event, mergeTag, parseEvents, YAMLException } from 'js-yaml';
import { type DataPath, formatPath } from './data-path.ts';
import { indexLines } from './line-index.ts';
import type { Position, Problem } from './problem.ts';
import { syntaxHint } from './yaml-hint.ts';
import { structureProblems } from './yaml-structure.ts';
import { buildTree, type YamlNode } from './yaml-tree.ts';

/** Largest configuration file, bytes. */
export const maxFileBytes = 1_048_576;
const maxDepth = 50;
const maxAliases = 200;

/** Which part of a pair is meant, and how far into a text value. */
export interface PlaceOptions {
  readonly at?: 'key' | 'value';
  /** Characters into the value; counts only where the source spells the value exactly. */
  readonly offset?: number;
}

/** One parsed YAML file: plain data, and where each value of it stands. */
export interface YamlDocument {
  readonly file: string;
  /** Without a byte order mark. */
  readonly text: string;
  readonly data: unknown;
  readonly root: YamlNode;
  /** Where a value or its key stands; the nearest parent where the text holds none, e.g. for merged values. */
  positionOf(path: DataPath, options?: PlaceOptions): Position;
}

export type YamlResult =
  | { readonly ok: true; readonly document: YamlDocument }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads one YAML 1.2 document with merge keys, within limits on size, depth and aliases. Never throws for what a text may hold. */
export function parseYaml(file: string, text: string): YamlResult {
  const positionAt = indexLines(text);
  const at = (offset: number): Position => ({ file, ...positionAt(offset) });
  const fail = (offset: number, message: string, hint?: string): YamlResult => ({
    ok: false,
    problems: [{ ...at(offset), path: '', message, ...(hint === undefined ? {} : { hint }) }],
  });
  try {
    const events = parseEvents(text, { maxDepth });
    const second = secondDocument(events);
    if (second >= 0) return fail(second, 'a second document begins here', 'put everything into one document');
    const root = buildTree(text, events);
    if (root === undefined) return fail(0, 'the file is empty', 'it needs at least "services:"');
    const found = structureProblems(root);
    if (found.length > 0) return { ok: false, problems: found.map((problem) => located(problem, at)) };
    const [data] = constructFromEvents([...events], { source: text, schema, maxAliases });
    const positionOf = (path: DataPath, options: PlaceOptions = {}) => at(offsetOf(root, path, options));
    return { ok: true, document: { file, text, data, root, positionOf } };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const offset = Math.min(error.mark?.position ?? 0, text.length);
    return fail(offset, `not valid YAML: ${error.reason}`, syntaxHint(text, offset));
  }
}

const schema = CORE_SCHEMA.withTags(mergeTag);

function located(
  { offset, path, ...rest }: ReturnType<typeof structureProblems>[number],
  at: (offset: number) => Position,
): Problem {
  return { ...at(offset), path: formatPath(path), ...rest };
}

/** Offset of the second document's first value, or -1. */
function secondDocument(events: readonly Event[]): number {
  const index = events.findIndex((event, at) => at > 0 && event.type === EVENT_ID.DOCUMENT);
  if (index < 0) return -1;
  const first = events[index + 1];
  if (first?.type === EVENT_ID.SCALAR) return Math.max(0, first.valueStart);
  return first?.type === EVENT_ID.MAPPING || first?.type === EVENT_ID.SEQUENCE ? first.start : 0;
}

function offsetOf(root: YamlNode, path: DataPath, { at = 'value', offset }: PlaceOptions): number {
  let node = root;
  let nearest = root.start;
  for (const [index, segment] of path.entries()) {
    const child = childOf(node, segment);
    if (child === undefined) return nearest;
    node = child.value;
    const empty = node.start === node.end;
    const wantsKey = at === 'key' && index === path.length - 1;
    nearest = child.key ?? node.start;
    if (wantsKey || empty) return nearest;
  }
  if (offset === undefined || node.kind !== 'scalar' || !node.verbatim) return node.start;
  return node.start + node.quote.length + Math.min(offset, node.value.length);
}

function childOf(
  node: YamlNode,
  segment: string | number,
): { readonly value: YamlNode; readonly key?: number } | undefined {
  if (node.kind === 'sequence' && typeof segment === 'number') {
    const value = node.items[segment];
    return value === undefined ? undefined : { value };
  }
  if (node.kind !== 'mapping') return undefined;
  const pair = node.pairs.find(({ key }) => key.kind === 'scalar' && key.value === segment);
  return pair === undefined ? undefined : { value: pair.value, key: pair.key.start };
}
