import type { Edited, Entry, Mistake } from '../api/desks/services.ts';
import { staleFor } from '../api/etag.ts';
import {
  addService,
  changeService,
  configWith,
  type EditOptions,
  type EditResult,
  removeService,
  writtenEntry,
} from '../config/edit.ts';
import { diskFiles } from '../config/file-text.ts';
import type { Problem } from '../config/problem.ts';
import { maxFileBytes, parseYaml } from '../config/yaml.ts';
import { strangersIn, textsIn } from './api-targets.ts';
import type { Effects } from './effects.ts';
import { type StoredEntry, unmask } from './masked-entry.ts';
import type { Monitor } from './monitor.ts';
import type { Reloaded } from './reload.ts';
import { secretsAstray } from './sent-to.ts';

/** Where the configuration is, and how it is taken over. */
export interface EditParts {
  readonly monitor: Pick<Monitor, 'config'>;
  readonly source: Pick<EditOptions, 'path' | 'environment'>;
  /** As SIGHUP does. */
  reload(): Promise<Reloaded>;
  /** Through which what a caller of the API names is looked at. */
  readonly outside: Effects;
  /** A tag that changes with how a service is configured. */
  etagOf(service: string): string | undefined;
}

/** Adds a service to the configuration, and takes that over. */
export async function createService(entry: Entry, parts: EditParts): Promise<Edited> {
  const { monitor, source } = parts;
  const mistakes = [
    ...(await mistakesIn(entry, parts)),
    ...unmask(entry, undefined).mistakes,
    ...(await strangersIn(entry, parts.outside)),
  ];
  const name = typeof entry.name === 'string' ? entry.name : '';
  if (typeof entry.name !== 'string') mistakes.push({ path: 'name', message: 'expected a text' });
  if (mistakes.length > 0) return { kind: 'invalid', mistakes };
  if (!(await parts.reload()).ok) return brokenAlready;
  const isTaken = monitor.config.services.some(({ service }) => service.name === name);
  if (isTaken) return { kind: 'refused', why: `a service named ${JSON.stringify(name)} is already there` };
  const reach = mayReachAll(parts) ? {} : { public_only: true };
  const service = { name, ...entry, ...reach };
  const astray = await astrayIn(service, undefined, parts);
  if (astray.length > 0) return { kind: 'invalid', mistakes: astray };
  return concluded(await addService({ ...source, service }), parts);
}

/** Changes keys of a service in the configuration, and takes that over. */
export async function editService(
  { name, changes, ifMatch }: { readonly name: string; readonly changes: Entry; readonly ifMatch: string | undefined },
  parts: EditParts,
): Promise<Edited> {
  const mistakes = [...(await mistakesIn(changes, parts)), ...(await strangersIn(changes, parts.outside))];
  if ('name' in changes && changes.name !== name) {
    mistakes.push({ path: 'name', message: 'a name is what a history goes by: it cannot be changed' });
  }
  if ('public_only' in changes && changes.public_only !== true && !mayReachAll(parts)) {
    mistakes.push({
      path: 'public_only',
      message: 'taken back in the file alone, or where server.allow_private_targets is true',
    });
  }
  if (mistakes.length > 0) return { kind: 'invalid', mistakes };
  const obstacle = await obstacleTo(name, ifMatch, parts);
  if (obstacle !== undefined) return obstacle;
  const stored = await storedEntry(name, parts);
  const { entry, mistakes: masks } = unmask(changes, stored);
  if (masks.length > 0) return { kind: 'invalid', mistakes: masks };
  const set = Object.entries({ ...stored?.written, ...entry }).filter(([, value]) => value !== null);
  const astray = await astrayIn(Object.fromEntries(set), stored, parts);
  if (astray.length > 0) return { kind: 'invalid', mistakes: astray };
  return concluded(await changeService({ ...parts.source, name, changes: entry }), parts);
}

/** Takes a service out of the configuration. */
export async function deleteService(name: string, ifMatch: string | undefined, parts: EditParts): Promise<Edited> {
  const obstacle = await obstacleTo(name, ifMatch, parts);
  return obstacle ?? concluded(await removeService({ ...parts.source, name }), parts);
}

/** A service of the configuration as it is shown and as it is written; undefined where there is none of that name. */
export async function storedEntry(
  name: unknown,
  { monitor, source }: Pick<EditParts, 'monitor' | 'source'>,
): Promise<StoredEntry | undefined> {
  const configured = monitor.config.services.find(({ service }) => service.name === name);
  if (configured === undefined) return undefined;
  const written = await writtenEntry({ ...source, name: configured.service.name });
  return written && { shown: configured.options, written };
}

/** Which stored secrets would go where they do not go yet, once the service is written like that. What cannot be read has mistakes of its own. */
async function astrayIn(written: Entry, before: StoredEntry | undefined, { source }: EditParts) {
  const loaded = await configWith({ ...source, service: written });
  const after = loaded.ok && loaded.config.services.find(({ service }) => service.name === written.name);
  return after ? secretsAstray({ shown: after.options, written }, before) : [];
}

/** What comes over the network reaches public addresses only, also on schedule. */
function mayReachAll({ monitor }: EditParts): boolean {
  return monitor.config.server.allowPrivateTargets === true;
}

const brokenAlready: Edited = {
  kind: 'refused',
  why: 'the configuration has mistakes, and what is in use is older: mend it first (svcmon validate)',
};

/** What is in the file now counts: somebody may have changed it by hand. */
async function obstacleTo(
  name: string,
  ifMatch: string | undefined,
  { reload, etagOf }: EditParts,
): Promise<Edited | undefined> {
  if (etagOf(name) === undefined) return { kind: 'not_found' };
  if (!(await reload()).ok) return brokenAlready;
  const etag = etagOf(name);
  if (etag === undefined) return { kind: 'not_found' };
  return staleFor(ifMatch, etag) === undefined ? undefined : { kind: 'stale', etag };
}

async function concluded(edit: EditResult, { reload }: EditParts): Promise<Edited> {
  if (!edit.ok) {
    const [first] = edit.problems;
    const aboutFile = edit.problems.every(({ path }) => path === '');
    if (aboutFile && first !== undefined) return { kind: 'refused', why: sentenceOf(first) };
    return { kind: 'invalid', mistakes: edit.problems.map(toMistake) };
  }
  return (await reload()).ok ? { kind: 'done' } : brokenAlready;
}

/** A problem of the file as one of the entry: what stands before its own keys says nothing to whoever sent it. */
export function toMistake(problem: Problem): Mistake {
  return { path: problem.path.replace(/^services\[\d+\]\.?/, ''), message: sentenceOf(problem) };
}

function sentenceOf({ message, hint }: Problem): string {
  return hint === undefined ? message : `${message} – ${hint}`;
}

/** What may stand in a file, but not come over the network. */
export async function mistakesIn(entry: Entry, { source }: Pick<EditParts, 'source'>): Promise<Mistake[]> {
  const mistakes: Mistake[] = [];
  if (entry.type === 'exec') {
    mistakes.push({ path: 'type', message: 'what runs a program is configured in the file alone' });
  }
  const texts = textsIn(entry, '');
  const reaching = texts.filter(
    ({ path, text }) => namesFile.test(path) || readsFile.test(text) || text.includes('${'),
  );
  if (reaching.length === 0) return mistakes;
  const known = await textsOfFile(source);
  return [...mistakes, ...reaching.flatMap((told) => unknownIn(told, known))];
}

/** Whoever may choose both what is read on this machine and where it is sent could read everything. */
function unknownIn({ path, text }: ReturnType<typeof textsIn>[number], known: ReadonlySet<string>): readonly Mistake[] {
  if (namesFile.test(path) && !known.has(text)) {
    return [{ path, message: 'only files that the configuration file names itself can be named here' }];
  }
  if (readsFile.test(text) && !known.has(text)) {
    return [{ path, message: 'only what the configuration file says in the same words can read a file here' }];
  }
  const referredTo = new Set([...known].flatMap((one) => one.match(references) ?? []));
  const strange = (text.match(references) ?? []).filter((one) => !referredTo.has(one));
  if (strange.length === 0) return [];
  const message = `${strange.join(', ')}: only what the configuration file refers to itself can be referred to here`;
  return [{ path, message }];
}

/** Every text of the configuration file as it is written; none where it cannot be read. */
async function textsOfFile({ path }: EditParts['source']): Promise<ReadonlySet<string>> {
  const read = await diskFiles.read(path, maxFileBytes);
  const parsed = read.ok ? parseYaml(path, read.text) : undefined;
  return new Set(parsed?.ok ? textsIn(parsed.document.data, '').map(({ text }) => text) : []);
}

const namesFile = /(?:^|[.\]])\w*file$/;
// Between a name and what it is called with CEL allows comments.
const readsFile = /matches_schema/;
const references = /\$\{[^}]*\}?/g;
