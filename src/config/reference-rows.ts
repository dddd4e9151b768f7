import { type JsonSchema, propertiesOf } from './json-schema.ts';
import { isRecord } from './record.ts';

/** One key of the reference, each part as Markdown. */
export interface ReferenceRow {
  /** Dotted, `[]` for the entries of a list. */
  readonly key: string;
  readonly type: string;
  readonly fallback: string;
  readonly meaning: string;
}

/** Every key of an object schema, nested ones below their parent. */
export function referenceRows(schema: JsonSchema, prefix = ''): readonly ReferenceRow[] {
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(propertiesOf(schema)).flatMap(([name, value]) => {
    const key = prefix + name;
    const property = isRecord(value) ? value : {};
    const row = {
      key,
      type: typeOf(property),
      fallback: defaultOf(property, required.includes(name)),
      meaning: meaningOf(property),
    };
    return [row, ...nestedRows(property, key)];
  });
}

function nestedRows(schema: JsonSchema, key: string): readonly ReferenceRow[] {
  if (schema['x-svcmon-section'] !== undefined) return [];
  if (schema.type === 'object') return referenceRows(schema, `${key}.`);
  if (schema.type === 'array' && isRecord(schema.items)) return nestedRows(schema.items, `${key}[]`);
  // The branches of a union that have a type are told apart by it.
  return branchesOf(schema).flatMap((branch) => {
    const { type: kind, ...properties } = propertiesOf(branch);
    const constant = isRecord(kind) && typeof kind.const === 'string' ? kind.const : undefined;
    if (constant === undefined) return nestedRows(branch, key);
    const head = { key: `${key}.type: ${constant}`, type: '', fallback: '', meaning: meaningOf(branch) };
    return [head, ...referenceRows({ ...branch, properties }, `${key}.`)];
  });
}

function branchesOf({ anyOf, oneOf }: JsonSchema): readonly JsonSchema[] {
  return [anyOf, oneOf].flatMap((branches) => (Array.isArray(branches) ? branches.filter(isRecord) : []));
}

function meaningOf({ description, 'x-svcmon-secret': secret, 'x-svcmon-section': section }: JsonSchema): string {
  const text = typeof description === 'string' ? description : '';
  if (typeof section === 'string') return `${text} See [${section}](#${section}).`.trim();
  return secret === true ? `${text} Secret.`.trim() : text;
}

function defaultOf({ default: fallback, 'x-svcmon-default': told }: JsonSchema, required: boolean): string {
  if (required) return 'required';
  const value = told ?? fallback;
  if (value === undefined || (isRecord(value) && Object.keys(value).length === 0)) return '';
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

function typeOf(schema: JsonSchema): string {
  if (schema['x-svcmon-kind'] === 'duration') return 'duration';
  if (schema['x-svcmon-kind'] === 'milliseconds') return 'ms or duration';
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => `\`${String(value)}\``).join(' · ');
  const branches = [...new Set(branchesOf(schema).map(typeOf))];
  if (branches.length > 0) return branches.join(' or ');
  if (schema.type === 'array') return listType(schema.items);
  if (Array.isArray(schema.type)) return schema.type.map((type) => plainType({ ...schema, type })).join(' or ');
  return plainType(schema);
}

function listType(items: unknown): string {
  const inner = isRecord(items) ? typeOf(items) : '';
  return inner === '' || inner === 'anything' ? 'list' : `list of ${inner}`;
}

function plainType(schema: JsonSchema): string {
  if (schema.type === 'object') return 'mapping';
  if (schema.type === 'boolean') return '`true` · `false`';
  if (schema.type === 'string') return 'text';
  if (schema.type !== 'integer' && schema.type !== 'number') return 'anything';
  const word = schema.type === 'integer' ? 'whole number' : 'number';
  return word + rangeOf(schema);
}

function rangeOf({ minimum, maximum }: JsonSchema): string {
  if (typeof minimum === 'number' && typeof maximum === 'number') return `, ${minimum} to ${maximum}`;
  if (typeof minimum === 'number') return `, at least ${minimum}`;
  return typeof maximum === 'number' ? `, at most ${maximum}` : '';
}
