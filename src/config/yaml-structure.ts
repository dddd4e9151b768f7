import type { DataPath } from './data-path.ts';
import type { YamlMapping, YamlNode } from './yaml-tree.ts';

/** A mistake of structure: where in the text, about which path. */
export interface StructureProblem {
  readonly offset: number;
  readonly path: DataPath;
  readonly message: string;
  readonly hint?: string;
}

// What aliases may add to a file before it counts as an alias bomb.
const maxAliasedValues = 100_000;

/** What the grammar of YAML allows but no configuration means: duplicate and complex keys, `__proto__`, aliases in a circle or to nowhere, alias bombs, halves of characters. */
export function structureProblems(root: YamlNode): readonly StructureProblem[] {
  const walk: Walk = { problems: [], anchors: new Map(), aliased: 0 };
  visit(walk, root, []);
  if (walk.aliased > maxAliasedValues) {
    const message = `aliases make this file larger than ${maxAliasedValues} values`;
    walk.problems.push({ offset: root.head, path: [], message, hint: 'write the values out' });
  }
  return walk.problems;
}

interface Walk {
  readonly problems: StructureProblem[];
  /** How many values each anchor stands for; `open` while its own value is being read. */
  readonly anchors: Map<string, number | 'open'>;
  aliased: number;
}

/** Returns how many values the node stands for, those behind aliases included. */
function visit(walk: Walk, node: YamlNode, path: DataPath): number {
  if (node.kind === 'alias') return visitAlias(walk, node.name, { offset: node.start, path });
  if (node.kind === 'scalar' && /\p{Surrogate}/u.test(node.value)) {
    walk.problems.push({ offset: node.head, path, message: 'half of a surrogate pair is no character' });
  }
  if (node.anchor !== undefined) walk.anchors.set(node.anchor, 'open');
  const size = 1 + visitChildren(walk, node, path);
  if (node.anchor !== undefined) walk.anchors.set(node.anchor, size);
  return size;
}

function visitAlias(walk: Walk, name: string, place: Pick<StructureProblem, 'offset' | 'path'>): number {
  const size = walk.anchors.get(name);
  if (typeof size === 'number') {
    walk.aliased += size;
    return size;
  }
  const message =
    size === 'open' ? `the alias *${name} stands for a value that contains it` : `no anchor &${name} before this alias`;
  walk.problems.push({ ...place, message });
  return 1;
}

function visitChildren(walk: Walk, node: Exclude<YamlNode, { kind: 'alias' }>, path: DataPath): number {
  if (node.kind === 'scalar') return 0;
  if (node.kind === 'mapping') return visitPairs(walk, node, path);
  return node.items.reduce((size, item, index) => size + visit(walk, item, [...path, index]), 0);
}

function visitPairs(walk: Walk, node: YamlMapping, path: DataPath): number {
  const seen = new Set<string>();
  let size = 0;
  for (const { key, value } of node.pairs) {
    const name = key.kind === 'scalar' ? key.value : '';
    const report = (message: string, hint?: string) =>
      walk.problems.push({
        offset: key.head,
        path: key.kind === 'scalar' ? [...path, name] : path,
        message,
        ...(hint === undefined ? {} : { hint }),
      });
    if (key.kind !== 'scalar') report('a key must be text', 'put text that begins with {, [ or * in quotes');
    else if (seen.has(name)) report('this key is there twice', 'remove one of the two');
    else if (name === '__proto__') report('this key is not allowed');
    seen.add(name);
    size += visit(walk, key, path) + visit(walk, value, [...path, name]);
  }
  return size;
}
