import { z } from 'zod';
import { isSensitiveName } from '../domain/redaction.ts';

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

/** Says in our words what zod found, for every issue whose schema has no message of its own. Values of sensitive keys are not repeated. */
export function wordIssue(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is required';
      return `expected ${expectedOf(issue.expected)}${gotOf(issue)}`;
    case 'invalid_value':
      return `expected ${listOf(issue.values.map((value) => JSON.stringify(value)))}${gotOf(issue)}`;
    case 'too_small':
      return sizeOf(issue.origin, { bound: Number(issue.minimum), least: true }) + gotOf(issue);
    case 'too_big':
      return sizeOf(issue.origin, { bound: Number(issue.maximum), least: false }) + gotOf(issue);
    case 'invalid_format':
      return `expected ${formats[issue.format] ?? 'another form of text'}${gotOf(issue)}`;
    case 'invalid_union':
      return issue.discriminator === undefined ? wordUnion(issue) : wordDiscriminator(issue);
    default:
      return undefined;
  }
}

/** A list as a sentence has it: `a`, `a or b`, `a, b or c`. */
export function listOf(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} or ${items.at(-1)}`;
}

function expectedOf(type: string): string {
  return types[type] ?? type;
}

/** A value as a message repeats it: short, and quoted so that control characters cannot act. */
export function showValue(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length <= 60 ? text : `${text.slice(0, 60).replace(/[\ud800-\udbff]$/, '')}…`;
}

const types: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a mapping (key: value)',
  record: 'a mapping (key: value)',
  array: 'a list',
};

const formats: Readonly<Record<string, string>> = {
  url: 'a URL such as "https://example.com"',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
};

function gotOf(issue: RawIssue): string {
  return isSecret(issue) ? '' : `, got ${showValue(issue.input)}`;
}

function isSecret({ inst, path }: RawIssue): boolean {
  const marked = inst !== undefined && z.globalRegistry.get(inst as z.core.$ZodType)?.['x-svcmon-secret'] === true;
  return marked || (path ?? []).some((segment) => isSensitiveName(String(segment)));
}

function sizeOf(origin: string, { bound, least }: { readonly bound: number; readonly least: boolean }): string {
  if (least && bound === 1 && origin !== 'number' && origin !== 'int') return 'must not be empty';
  const unit = origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '';
  return `expected at ${least ? 'least' : 'most'} ${bound}${unit}`;
}

// Without what was got: findings add that, also to a union's own message.
function wordUnion(issue: Extract<RawIssue, { code: 'invalid_union' }>): string {
  const expected = issue.errors.flat().flatMap((error) => {
    return error.code === 'invalid_type' && error.path.length === 0 ? [expectedOf(error.expected)] : [];
  });
  return `expected ${listOf([...new Set(expected)])}`;
}

function wordDiscriminator(issue: Extract<RawIssue, { code: 'invalid_union' }>): string {
  const options = 'options' in issue && Array.isArray(issue.options) ? issue.options : [];
  const value = issue.input === null || typeof issue.input !== 'object' ? undefined : issue.input;
  const got = value === undefined ? undefined : Reflect.get(value, issue.discriminator ?? '');
  const expected = `expected ${listOf(options.map((option) => JSON.stringify(option)))}`;
  return got === undefined ? `is required: ${expected}` : `${expected}, got ${showValue(got)}`;
}
