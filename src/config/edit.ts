import { readFile, realpath } from 'node:fs/promises';
import { writeAtomically } from './atomic-write.ts';
import {
  addServiceText,
  changeServiceText,
  removeServiceText,
  type ServiceChanges,
  type TextEdit,
} from './edit-text.ts';
import type { ServiceEntry } from './entry-text.ts';
import type { Environment } from './environment.ts';
import { type ConfigFiles, decodeText, diskFiles, reasonOf } from './file-text.ts';
import { gatherFiles } from './gather.ts';
import { type LoadResult, loadConfig } from './load.ts';
import { LockedError, withLock } from './lock.ts';
import type { Problem, Sources } from './problem.ts';
import { isRecord } from './record.ts';
import { positionIn } from './section.ts';
import { maxFileBytes, parseYaml } from './yaml.ts';

export interface EditOptions {
  /** The main file. */
  readonly path: string;
  readonly environment: Environment;
  /** Leaves the file as it is; the result shows what would change. */
  readonly dryRun?: boolean;
  /** How long to wait for another editor, ms; 5 s unless given. */
  readonly waitMs?: number;
}

/** The text before and after, or why nothing was written. */
export type EditResult =
  | { readonly ok: true; readonly file: string; readonly before: string; readonly after: string }
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly sources: Sources };

/**
 * Adds a service at the end of the main file's list, atomically and under a lock, keeping every other byte. Refused where its
 * name is taken or the configuration would have a problem that it has not had before.
 */
export async function addService({
  service,
  ...options
}: EditOptions & { readonly service: ServiceEntry }): Promise<EditResult> {
  return editFile(options.path, options, {
    change: (text) => addServiceText(options.path, text, service),
    objections: (after) => newProblems(options, { file: options.path, after }),
  });
}

/**
 * Changes keys of a service in whichever file of the configuration holds it, atomically and under a lock, keeping every other
 * byte. Refused where the configuration would have a problem that it has not had before.
 */
export async function changeService({
  name,
  changes,
  ...options
}: EditOptions & { readonly name: string; readonly changes: ServiceChanges }): Promise<EditResult> {
  const file = (await fileOfService(name, options)) ?? options.path;
  return editFile(file, options, {
    change: (text) => changeServiceText(file, text, name, changes),
    objections: (after) => newProblems(options, { file, after }),
  });
}

/** The configuration as it would be with a service of that name as it is given here, in place of one that it has; nothing is written. */
export async function configWith({
  service,
  ...options
}: Omit<EditOptions, 'dryRun' | 'waitMs'> & { readonly service: ServiceEntry }): Promise<LoadResult> {
  const { path, environment } = options;
  const name = String(service.name);
  const file = (await fileOfService(name, options)) ?? path;
  const read = await diskFiles.read(file, maxFileBytes);
  if (!read.ok) return loadConfig(options);
  const known = changeServiceText(file, read.text, name, {});
  const edit = known.ok ? replacedText(file, read.text, service) : addServiceText(file, read.text, service);
  if (!edit.ok) return { ok: false, problems: edit.problems, sources: new Map(), origins: noOrigins(path) };
  return loadConfig({ path, environment, files: withText(file, edit.text) });
}

/** The entry of a service as it is written, with its references; undefined where none has that name, or it cannot be read. */
export async function writtenEntry({
  name,
  ...options
}: Pick<EditOptions, 'path' | 'environment'> & { readonly name: string }): Promise<ServiceEntry | undefined> {
  const file = (await fileOfService(name, options)) ?? options.path;
  const read = await diskFiles.read(file, maxFileBytes);
  const parsed = read.ok ? parseYaml(file, read.text) : undefined;
  const data = parsed?.ok && isRecord(parsed.document.data) ? parsed.document.data.services : undefined;
  const entries: readonly unknown[] = Array.isArray(data) ? data : [];
  return entries.filter(isRecord).find((entry) => entry.name === name);
}

function replacedText(file: string, text: string, service: ServiceEntry): TextEdit {
  const removed = removeServiceText(file, text, String(service.name));
  return removed.ok ? addServiceText(file, removed.text, service) : removed;
}

function noOrigins(path: string): LoadResult['origins'] {
  return { main: path, files: [path], include: [] };
}

/**
 * Removes a service from whichever file of the configuration holds it, atomically and under a lock, keeping every other byte.
 * Refused where the configuration would have a problem that it has not had before, such as a service that depends on it.
 */
export async function removeService({
  name,
  ...options
}: EditOptions & { readonly name: string }): Promise<EditResult> {
  const file = (await fileOfService(name, options)) ?? options.path;
  return editFile(file, options, {
    change: (text) => removeServiceText(file, text, name),
    objections: (after) => newProblems(options, { file, after }),
  });
}

interface Edit {
  change(text: string): TextEdit;
  /** Why the text that results must not be written. */
  objections(after: string): Promise<readonly Problem[]>;
}

async function editFile(
  file: string,
  { dryRun = false, waitMs = 5_000 }: EditOptions,
  edit: Edit,
): Promise<EditResult> {
  const refuse = (problems: readonly Problem[], text = ''): EditResult => ({
    ok: false,
    problems,
    sources: new Map([[file, text]]),
  });
  const about = (message: string, hint?: string): Problem => {
    return { file, line: 1, column: 1, path: '', message, ...(hint !== undefined && { hint }) };
  };
  try {
    const target = await realpath(file);
    const work = async (): Promise<EditResult> => {
      const bytes = await readFile(target);
      const decoded = decodeText(bytes);
      if (!decoded.ok) return refuse([about(`the file ${decoded.reason}`, decoded.hint)]);
      const { text } = decoded;
      const changed = edit.change(text);
      if (!changed.ok) return refuse(changed.problems, text);
      const objections = await edit.objections(changed.text);
      if (objections.length > 0) return refuse(objections, changed.text);
      if (!dryRun) await writeAtomically(target, byteOrderMarkOf(bytes) + changed.text);
      return { ok: true, file, before: text, after: changed.text };
    };
    return await (dryRun ? work() : withLock(target, work, { waitMs }));
  } catch (error) {
    if (error instanceof LockedError) return refuse([about(error.message, 'if nobody is editing, remove that file')]);
    if (!(error instanceof Error && 'code' in error)) throw error;
    return refuse([about(`the file ${reasonOf(error)}`)]);
  }
}

/** The problems of the configuration with the new text that it has not had with the old one. */
async function newProblems(
  { path, environment }: EditOptions,
  { file, after }: { readonly file: string; readonly after: string },
): Promise<readonly Problem[]> {
  const before = await loadConfig({ path, environment });
  const loaded = await loadConfig({ path, environment, files: withText(file, after) });
  if (loaded.ok) return [];
  const known = new Set(before.ok ? [] : before.problems.map(keyOf));
  return loaded.problems.filter((problem) => !known.has(keyOf(problem)));
}

function keyOf({ file, path, message }: Problem): string {
  return JSON.stringify([file, path, message]);
}

function withText(path: string, text: string): ConfigFiles {
  return {
    ...diskFiles,
    read: async (name, maxBytes) =>
      name === path ? { ok: true, text, readableByOthers: false } : diskFiles.read(name, maxBytes),
  };
}

async function fileOfService(name: string, { path, environment }: EditOptions): Promise<string | undefined> {
  const { services } = await gatherFiles(path, { environment, files: diskFiles });
  const section = services.find(({ data }) => isRecord(data) && data.name === name);
  return section === undefined ? undefined : positionIn(section).file;
}

function byteOrderMarkOf(bytes: Uint8Array): string {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? '\ufeff' : '';
}
