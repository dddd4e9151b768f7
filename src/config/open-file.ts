import { dirname, resolve } from 'node:path';
import type { Environment } from './environment.ts';
import type { ConfigFiles, FileText } from './file-text.ts';
import type { Problem } from './problem.ts';
import { type LoadedFile, problemsIn, sectionAt } from './section.ts';
import { maxReferencedBytes, referencedFiles, substitute } from './substitute.ts';
import { maxFileBytes, parseYaml } from './yaml.ts';

/** What reading a configuration file needs. */
export interface OpenParts {
  readonly environment: Environment;
  readonly files: ConfigFiles;
}

/** A configuration file as it was found: its text where there is one, its data where that is YAML. */
export interface OpenedFile {
  readonly name: string;
  readonly text: string;
  readonly loaded?: LoadedFile;
  /** Why there is no text; told in `problems` too. */
  readonly unreadable?: string;
  /** The files whose contents it refers to. */
  readonly referenced: readonly string[];
  /** Of reading, YAML and references. */
  readonly problems: readonly Problem[];
  /** The values of references that are secret. */
  readonly secrets: readonly string[];
}

/** Reads one file, parses it and replaces its references; every mistake comes back as a problem. Never rejects. */
export async function openFile(name: string, { environment, files }: OpenParts): Promise<OpenedFile> {
  const file = await files.read(name, maxFileBytes);
  const nothing = { name, text: '', referenced: [], secrets: [] };
  if (!file.ok) return { ...nothing, unreadable: file.reason, problems: [unreadable(name, file)] };
  const parsed = parseYaml(name, file.text);
  if (!parsed.ok) return { ...nothing, text: file.text, problems: parsed.problems };
  const { document } = parsed;
  const texts = await readReferenced(name, document.data, files);
  const { data, findings, secrets, substituted } = substitute(document.data, { environment, files: texts });
  const loaded: LoadedFile = { document, data, substituted, readableByOthers: file.readableByOthers };
  const problems = problemsIn(sectionAt(loaded, []), findings);
  const referenced = [...texts.keys()].map((path) => resolve(dirname(name), path));
  return { name, text: file.text, loaded, referenced, problems, secrets };
}

function unreadable(name: string, { reason, hint, line = 1, column = 1 }: Extract<FileText, { ok: false }>): Problem {
  return { file: name, line, column, path: '', message: `the file ${reason}`, ...(hint !== undefined && { hint }) };
}

async function readReferenced(name: string, data: unknown, files: ConfigFiles): Promise<ReadonlyMap<string, FileText>> {
  const folder = dirname(name);
  const read = async (path: string) => [path, await files.read(resolve(folder, path), maxReferencedBytes)] as const;
  return new Map(await Promise.all(referencedFiles(data).map(read)));
}
