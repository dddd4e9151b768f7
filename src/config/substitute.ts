import { isSensitiveName } from '../domain/redaction.ts';
import { type DataPath, formatPath } from './data-path.ts';
import type { Environment } from './environment.ts';
import type { FileText } from './file-text.ts';
import type { Finding } from './finding.ts';

/** Where the values of references come from. */
export interface ReferenceSources {
  readonly environment: Environment;
  /** By the path that `${file:PATH}` names. */
  readonly files: ReadonlyMap<string, FileText>;
}

export interface Substitution {
  /** A copy of the data without references. */
  readonly data: unknown;
  /** One for each reference that has no value. */
  readonly findings: readonly Finding[];
  /** The contents of files, and the values of variables whose name says so. */
  readonly secrets: readonly string[];
  /** The formatted paths of texts that held a reference. */
  readonly substituted: ReadonlySet<string>;
}

/** Largest file that `${file:PATH}` reads, bytes. */
export const maxReferencedBytes = 65_536;

const reference = /\$\$|\$\{([^{}]*)(\}?)/g;

/** The paths named by `${file:PATH}` anywhere in the data. */
export function referencedFiles(data: unknown): readonly string[] {
  const paths = new Set<string>();
  walkTexts(data, (text) => {
    for (const [, inner = ''] of text.matchAll(reference)) if (inner.startsWith('file:')) paths.add(inner.slice(5));
  });
  return [...paths];
}

/** Replaces `${NAME}`, `${NAME:-default}`, `${file:PATH}` and `$$` in every text value; keys stay as they are. Pure. */
export function substitute(data: unknown, sources: ReferenceSources): Substitution {
  const findings: Finding[] = [];
  const secrets = new Set<string>();
  const substituted = new Set<string>();
  const replaceIn = (text: string, path: DataPath): string =>
    text.replace(reference, (all: string, inner: string | undefined, closed: string | undefined, offset: number) => {
      if (inner === undefined) return '$';
      const found = closed === '' ? malformed : resolveReference(inner, sources);
      if (found.ok) {
        substituted.add(formatPath(path));
        if (found.secret) secrets.add(found.value);
        return found.value;
      }
      findings.push({ path, offset, message: found.message, hint: found.hint });
      return all;
    });
  const copy = (value: unknown, path: DataPath): unknown => {
    if (typeof value === 'string') return value.includes('$') ? replaceIn(value, path) : value;
    if (Array.isArray(value)) return value.map((item, index) => copy(item, [...path, index]));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item, [...path, key])]));
  };
  return { data: copy(data, []), findings, secrets: [...secrets].filter((secret) => secret !== ''), substituted };
}

type Found =
  | { readonly ok: true; readonly value: string; readonly secret: boolean }
  | { readonly ok: false; readonly message: string; readonly hint: string };

const malformed: Found = {
  ok: false,
  message: 'this is not a reference',
  hint: 'write ${NAME}, ${NAME:-default} or ${file:PATH}, and $$ for a dollar',
};

function resolveReference(inner: string, { environment, files }: ReferenceSources): Found {
  if (inner.startsWith('file:')) return resolveFile(inner.slice(5), files);
  const [, name, fallback] = /^([A-Za-z_]\w*)(?::-(.*))?$/s.exec(inner) ?? [];
  if (name === undefined) return malformed;
  const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
  if (value !== undefined && (value !== '' || fallback === undefined)) {
    return { ok: true, value, secret: isSensitiveName(name) };
  }
  if (fallback !== undefined) return { ok: true, value: fallback, secret: isSensitiveName(name) };
  return {
    ok: false,
    message: `the environment variable ${name} is not set`,
    hint: `set it, or give a default: \${${name}:-default}`,
  };
}

function resolveFile(path: string, files: ReadonlyMap<string, FileText>): Found {
  if (path === '') return malformed;
  const file = files.get(path);
  // A file written by an editor or `echo` ends in a line break that is no part of the secret.
  if (file?.ok === true) return { ok: true, value: file.text.replace(/[\r\n]+$/, ''), secret: true };
  const reason = file?.reason ?? 'was not read';
  return {
    ok: false,
    message: `the file ${path} ${reason}`,
    hint: 'a relative path starts at the folder of this file',
  };
}

function walkTexts(value: unknown, visit: (text: string) => void): void {
  if (typeof value === 'string') visit(value);
  else if (value !== null && typeof value === 'object') for (const item of Object.values(value)) walkTexts(item, visit);
}
