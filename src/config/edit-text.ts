import { isDeepStrictEqual } from 'node:util';
import { appendToBlock, beginBlock, emptyBlock, removeFromBlock } from './block-list.ts';
import { changeKey, type KeyChange, rewriteEntry } from './entry-change.ts';
import { flowEntry, type ServiceEntry } from './entry-text.ts';
import { appendToFlow, removeFromFlow } from './flow-list.ts';
import type { Problem } from './problem.ts';
import { isRecord } from './record.ts';
import { applySplices, type Splice } from './splice.ts';
import { closestName } from './suggestion.ts';
import { lineBreakOf, lineEnd, lineStart, trimEnd } from './text-lines.ts';
import { parseYaml, type YamlDocument } from './yaml.ts';
import type { YamlMapping, YamlNode, YamlPair } from './yaml-tree.ts';

export type TextEdit =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** The text with one more service at the end of `services:`; every other character stays. Pure; `file` is for problems only. */
export function addServiceText(file: string, text: string, entry: ServiceEntry): TextEdit {
  if (isEmptyDocument(text)) return verified(file, appendSection(text, entry), [entry], {});
  const parsed = parseYaml(file, text);
  if (!parsed.ok) return parsed;
  const { document } = parsed;
  const { data, root } = document;
  const nothing = root.kind === 'scalar' && data === null;
  if (!isRecord(data) && !nothing) return refuse(document, [], 'the top of the file is no mapping');
  const taken = servicesOf(data).findIndex((service) => isRecord(service) && service.name === entry.name);
  if (taken >= 0)
    return refuse(document, ['services', taken, 'name'], `a service named "${entry.name}" is already there`);
  const splices = additions(document, entry);
  if (splices === undefined) return refuse(document, ['services'], cannotEdit, byHand);
  return verified(file, applySplices(text, splices), [...servicesOf(data), entry], isRecord(data) ? data : {});
}

/** The text without one service; every other character stays, but for `[]` where none is left. Pure. */
export function removeServiceText(file: string, text: string, name: string): TextEdit {
  const parsed = parseYaml(file, text);
  if (!parsed.ok) return parsed;
  const { document } = parsed;
  const services = servicesOf(document.data);
  const index = services.findIndex((service) => isRecord(service) && service.name === name);
  if (index < 0) return refuse(document, [], `no service is named "${name}"`, suggestion(name, services));
  const splices = removals(document, index);
  if (splices === undefined || !isRecord(document.data)) return refuse(document, ['services'], cannotEdit, byHand);
  return verified(file, applySplices(text, splices), services.toSpliced(index, 1), document.data);
}

/** Keys of a service to be set; those that are null are taken out. */
export type ServiceChanges = Readonly<Record<string, unknown>>;

/**
 * The text with some keys of one service changed; every other character stays, but where an entry is written so that its keys
 * cannot be told apart: then it alone is written anew, and loses its own comments. Pure.
 */
export function changeServiceText(file: string, text: string, name: string, changes: ServiceChanges): TextEdit {
  const parsed = parseYaml(file, text);
  if (!parsed.ok) return parsed;
  const { document } = parsed;
  const services = servicesOf(document.data);
  const index = services.findIndex((service) => isRecord(service) && service.name === name);
  const before = services[index];
  if (!isRecord(before) || !isRecord(document.data))
    return refuse(document, [], `no service is named "${name}"`, suggestion(name, services));
  const set = Object.entries({ ...before, ...changes }).filter(([, value]) => value !== null);
  const wanted = services.with(index, Object.fromEntries(set));
  const keyByKey = changedText(file, text, { index, changes });
  const edit = keyByKey === undefined ? undefined : verified(file, keyByKey, wanted, document.data);
  if (edit?.ok) return edit;
  const node = entryNode(document, index);
  if (node === undefined) return refuse(document, ['services', index], cannotEdit, byHand);
  const anew = applySplices(text, rewriteEntry(text, node, Object.fromEntries(set)));
  return verified(file, anew, wanted, document.data);
}

/** One key after another, since each moves those behind it. */
function changedText(
  file: string,
  text: string,
  { index, changes }: { readonly index: number; readonly changes: ServiceChanges },
): string | undefined {
  let changed = text;
  for (const [key, value] of Object.entries(changes)) {
    const next = changedOnce(file, changed, { index, key, value });
    if (next === undefined) return undefined;
    changed = next;
  }
  return changed;
}

function changedOnce(
  file: string,
  text: string,
  { index, key, value }: KeyChange & { readonly index: number },
): string | undefined {
  const parsed = parseYaml(file, text);
  const node = parsed.ok ? entryNode(parsed.document, index) : undefined;
  if (!parsed.ok || node?.kind !== 'mapping') return undefined;
  const entry = servicesOf(parsed.document.data)[index];
  const known = isRecord(entry) ? entry[key] : undefined;
  if (isDeepStrictEqual(known ?? null, value)) return text;
  const splices = changeKey(text, node, { key, value });
  return splices && applySplices(text, splices);
}

function entryNode({ root }: YamlDocument, index: number): YamlNode | undefined {
  const list = root.kind === 'mapping' ? servicesPair(root)?.value : undefined;
  return list?.kind === 'sequence' ? list.items[index] : undefined;
}

const cannotEdit = 'this list cannot be edited without touching something else';
const byHand = 'edit the file by hand';

/** The edit counts only if reading it back yields the old data and the wanted services, and nothing else. */
function verified(
  file: string,
  text: string,
  services: readonly unknown[],
  data: Readonly<Record<string, unknown>>,
): TextEdit {
  const parsed = parseYaml(file, text);
  if (parsed.ok && isDeepStrictEqual(parsed.document.data, { ...data, services })) return { ok: true, text };
  const problem = { file, line: 1, column: 1, path: 'services', message: cannotEdit, hint: byHand };
  return { ok: false, problems: [problem] };
}

function refuse(document: YamlDocument, path: readonly (string | number)[], message: string, hint?: string): TextEdit {
  const position = document.positionOf(path);
  return { ok: false, problems: [{ ...position, path: '', message, ...(hint !== undefined && { hint }) }] };
}

function suggestion(name: string, services: readonly unknown[]): string | undefined {
  const names = services.flatMap((service) =>
    isRecord(service) && typeof service.name === 'string' ? [service.name] : [],
  );
  const meant = closestName(name, names);
  return meant === undefined ? undefined : `did you mean "${meant}"?`;
}

function servicesOf(data: unknown): readonly unknown[] {
  return isRecord(data) && Array.isArray(data.services) ? data.services : [];
}

function isEmptyDocument(text: string): boolean {
  return /^(?:[^\S\r\n]*(?:#[^\r\n]*)?(?:\r\n|\r|\n|$))*$/.test(text);
}

function additions({ text, root }: YamlDocument, entry: ServiceEntry): readonly Splice[] | undefined {
  if (root.kind !== 'mapping') return undefined;
  const pair = servicesPair(root);
  if (pair === undefined) return missingKey(text, root, entry);
  const { value } = pair;
  if (value.kind === 'sequence' && value.items.length > 0) {
    return value.flow
      ? appendToFlow(text, value, flowEntry(entry, value.items.at(-1)))
      : appendToBlock(text, value, entry);
  }
  if (value.kind === 'sequence' && root.flow) return appendToFlow(text, value, flowEntry(entry, root));
  if (value.kind === 'alias' || value.kind === 'mapping' || root.flow || value.head !== value.start) return undefined;
  const colonEnd = text.indexOf(':', pair.key.end) + 1;
  const indent = pair.key.head - lineStart(text, pair.key.head);
  const begin = beginBlock(text, { keyEnd: Math.max(colonEnd, value.end), indent }, entry);
  return value.end > colonEnd ? [{ from: colonEnd, to: value.end, insert: '' }, ...begin] : begin;
}

function missingKey(text: string, root: YamlMapping, entry: ServiceEntry): readonly Splice[] {
  const last = root.pairs.at(-1)?.value;
  if (root.flow) {
    const at = last?.end ?? root.start + 1;
    const written = `"services": [${flowEntry(entry, root)}]`;
    return [{ from: at, to: at, insert: last === undefined ? written : `, ${written}` }];
  }
  const indent = root.start - lineStart(text, root.start);
  const eol = lineBreakOf(text);
  const at = lineEnd(text, trimEnd(text, root.end));
  const [splice] = beginBlock(text, { keyEnd: at, indent }, entry);
  return [{ from: at, to: at, insert: `${eol}${' '.repeat(indent)}services:${splice?.insert ?? ''}` }];
}

function removals({ text, root }: YamlDocument, index: number): readonly Splice[] | undefined {
  const pair = root.kind === 'mapping' ? servicesPair(root) : undefined;
  if (pair?.value.kind !== 'sequence') return undefined;
  const list = pair.value;
  if (list.flow) return removeFromFlow(text, list, index);
  if (list.items.length > 1) return removeFromBlock(text, list, index);
  return emptyBlock(text, list, text.indexOf(':', pair.key.end) + 1);
}

function servicesPair({ pairs }: YamlMapping): YamlPair | undefined {
  return pairs.find(({ key }: { readonly key: YamlNode }) => key.kind === 'scalar' && key.value === 'services');
}

function appendSection(text: string, entry: ServiceEntry): string {
  const eol = lineBreakOf(text);
  const begun = text === '' || /[\r\n]$/.test(text) ? text : text + eol;
  const [splice] = beginBlock('', { keyEnd: 0, indent: 0 }, entry);
  return `${begun}services:${(splice?.insert ?? '').replaceAll('\n', eol)}${eol}`;
}
