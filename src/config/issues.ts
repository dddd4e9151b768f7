import type { z } from 'zod';
import { parseDuration } from '../domain/duration.ts';
import { isSensitiveName } from '../domain/redaction.ts';
import { type DataPath, valueAt } from './data-path.ts';
import type { Finding } from './finding.ts';
import { closestName } from './suggestion.ts';
import { showValue } from './wording.ts';

/** The keys a schema knows, by the list of unknown keys that it reported. */
export type KnownKeys = WeakMap<readonly string[], readonly string[]>;

/** Turns zod's issues into findings: one for each unknown key, and for a union what the fitting branch says. */
export function findingsOf(issues: readonly z.core.$ZodIssue[], known: KnownKeys): readonly Finding[] {
  return issues.flatMap((issue): readonly Finding[] => {
    const path = issue.path.filter((segment) => typeof segment !== 'symbol');
    if (issue.code === 'unrecognized_keys') {
      const others = known.get(issue.keys) ?? [];
      return issue.keys.map((key) => unknownKey([...path, key], others));
    }
    if (issue.code === 'invalid_union') return findingsOfUnion(issue, path, known);
    if (issue.code === 'invalid_key' || issue.code === 'invalid_element') {
      return [{ path, at: 'key', message: issue.issues[0]?.message ?? issue.message }];
    }
    // A schema's own message says what form is expected, not that there is nothing at all.
    if (issue.code === 'invalid_type' && issue.input === undefined) return [{ path, message: 'is required' }];
    return [{ path, message: issue.message, ...hintFor(issue) }];
  });
}

/** The finding for a key that no schema knows. */
export function unknownKey(path: DataPath, known: readonly string[]): Finding {
  const key = String(path.at(-1));
  const meant = closestName(key, known);
  if (meant !== undefined) return { path, at: 'key', message: 'unknown key', hint: `did you mean "${meant}"?` };
  const later = laterKeys.has(key) ? { message: 'unknown key; not supported by this version' } : undefined;
  if (later !== undefined) return { path, at: 'key', ...later };
  const hint = known.length > 0 && known.length <= 8 ? { hint: `known keys: ${known.join(', ')}` } : {};
  return { path, at: 'key', message: 'unknown key', ...hint };
}

// Words of the configuration language that other versions know.
const laterKeys = new Set(['locations']);

function findingsOfUnion(issue: z.core.$ZodIssueInvalidUnion, path: DataPath, known: KnownKeys): readonly Finding[] {
  // A branch whose own type fits says more than "none of them".
  const fitting = issue.errors.filter((errors) => !errors.some(isTypeMismatch));
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) {
    return findingsOf(only, known).map((finding) => ({ ...finding, path: [...path, ...finding.path] }));
  }
  if (issue.input === undefined) return [{ path, message: 'is required' }];
  const secret = path.some((segment) => isSensitiveName(String(segment)));
  const got = issue.errors.length === 0 || secret ? '' : `, got ${showValue(issue.input)}`;
  return [{ path, message: issue.message + got, ...hintFor(issue) }];
}

function isTypeMismatch(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_type' && issue.path.length === 0;
}

function hintFor(issue: z.core.$ZodIssue): { readonly hint?: string } {
  const { input } = issue;
  if (input === null) return { hint: 'give it a value or remove the key' };
  if (issue.code === 'invalid_type' && issue.expected === 'string' && isPlainScalar(input)) {
    return { hint: 'put it in quotes' };
  }
  if (issue.code === 'invalid_value' && isPlainScalar(input)) return hintForScalar(issue.values);
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined) return hintForKind(issue);
  if (typeof input !== 'string') return {};
  if (issue.code === 'invalid_type' && issue.expected === 'boolean') return hintForBoolean(input);
  if (issue.code === 'invalid_type' && /^\d+$/.test(input.trim())) return { hint: 'remove the quotes' };
  if (issue.code === 'invalid_value') return hintForValue(input, issue.values);
  return issue.code === 'custom' ? hintForDuration(input) : {};
}

/** `min_version: 1.2` is a number where the text "1.2" is meant. */
function hintForScalar(values: readonly unknown[]): { readonly hint?: string } {
  return values.some((value) => typeof value === 'string') ? { hint: 'put it in quotes' } : {};
}

function isPlainScalar(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'boolean';
}

function hintForBoolean(text: string): { readonly hint?: string } {
  if (/^(yes|on|y|1|true)$/i.test(text)) return { hint: 'write true' };
  return /^(no|off|n|0|false)$/i.test(text) ? { hint: 'write false' } : {};
}

function hintForValue(text: string, values: readonly unknown[]): { readonly hint?: string } {
  const meant = closestName(
    text,
    values.filter((value) => typeof value === 'string'),
  );
  return meant === undefined ? {} : { hint: `did you mean "${meant}"?` };
}

function hintForKind(issue: z.core.$ZodIssueInvalidUnion): { readonly hint?: string } {
  const kind = valueAt(issue.input, [issue.discriminator ?? '']);
  const kinds = 'options' in issue && Array.isArray(issue.options) ? issue.options : [];
  return typeof kind === 'string' ? hintForValue(kind, kinds) : {};
}

/** `5 sec`, `1000 millis`, `2 Minutes`: what people mean by a duration. */
function hintForDuration(text: string): { readonly hint?: string } {
  const [, amount, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\.?\s*$/i.exec(text) ?? [];
  const short = units.find(([words]) => words.test(unit))?.[1];
  if (parseDuration(text) !== undefined) return {};
  return amount === undefined || short === undefined ? {} : { hint: `write "${amount}${short}"` };
}

const units: readonly (readonly [RegExp, string])[] = [
  [/^(ms|msecs?|millis|milliseconds?)$/i, 'ms'],
  [/^(s|secs?|seconds?)$/i, 's'],
  [/^(m|mins?|minutes?)$/i, 'm'],
  [/^(h|hrs?|hours?)$/i, 'h'],
  [/^(d|days?)$/i, 'd'],
  [/^(w|weeks?)$/i, 'w'],
  [/^(y|yrs?|years?)$/i, 'y'],
];
