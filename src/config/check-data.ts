import { CORE_SCHEMA, load } from 'js-yaml';
import type { z } from 'zod';
import { type DataPath, formatPath, valueAt, withValueAt } from './data-path.ts';
import type { Finding } from './finding.ts';
import { findingsOf, type KnownKeys } from './issues.ts';
import type { Section } from './section.ts';
import { wordIssue } from './wording.ts';

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/**
 * Parses a section with a schema; every mistake becomes a finding. A text that came from a reference and is refused as text
 * is read once more as a plain YAML scalar, so that `port: ${PORT}` yields a number.
 */
export function checkData<T>(schema: z.ZodType<T>, section: Section, data: unknown = section.data): Checked<T> {
  const first = parse(schema, data);
  if (first.result.success) return { ok: true, value: first.result.data };
  const reread = rereadReferences(section, data, first.result.error.issues);
  const { result, known } = reread === undefined ? first : parse(schema, reread);
  return result.success
    ? { ok: true, value: result.data }
    : { ok: false, findings: findingsOf(result.error.issues, known) };
}

function parse<T>(schema: z.ZodType<T>, data: unknown) {
  // zod drops the schema from a finished issue, but keeps its list of unknown keys: the one thing both calls see.
  const known: KnownKeys = new WeakMap();
  const result = schema.safeParse(data, {
    reportInput: true,
    error: (issue) => {
      if (issue.code === 'unrecognized_keys') known.set(issue.keys, shapeKeysOf(issue.inst));
      return wordIssue(issue);
    },
  });
  return { result, known };
}

function shapeKeysOf(schema: unknown): readonly string[] {
  const shape = valueAt(schema, ['shape']) ?? valueAt(schema, ['_zod', 'def', 'shape']);
  return shape === null || typeof shape !== 'object' ? [] : Object.keys(shape);
}

function rereadReferences(section: Section, data: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  let reread: unknown;
  for (const { path } of issues) {
    const segments = path.filter((segment) => typeof segment !== 'symbol');
    const text = valueAt(data, segments);
    if (typeof text !== 'string' || !isSubstituted(section, segments)) continue;
    const value = readScalar(text);
    if (value !== text) reread = withValueAt(reread ?? data, segments, value);
  }
  return reread;
}

function isSubstituted(section: Section, path: DataPath): boolean {
  const { file, path: absolute } = section.originOf(path);
  return file.substituted.has(formatPath(absolute));
}

function readScalar(text: string): unknown {
  return /^[-+.\w]+$/.test(text) ? load(text, { schema: CORE_SCHEMA }) : text;
}
