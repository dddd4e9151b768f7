/** The part of JSON Schema (draft 2020-12) that the API describes services with. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly if?: JsonSchema;
  readonly then?: JsonSchema;
  readonly else?: JsonSchema;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly description?: string;
  /** What a text or number means, where it is more than that. */
  readonly 'x-svcmon-kind'?: string;
}

/** Something that is wrong, and where: `url`, `retry.max_retries`. */
export interface Flaw {
  readonly path: string;
  readonly message: string;
}

/** Everything about a value that a schema does not take. The server has the last word: what this does not know it lets pass. */
export function flawsOf(value: unknown, schema: JsonSchema, root: unknown, path = ''): readonly Flaw[] {
  const { $ref, allOf, anyOf, oneOf } = schema;
  if ($ref !== undefined) {
    const target = resolve($ref, root);
    return target === undefined ? [] : flawsOf(value, target, root, path);
  }
  const choices = anyOf ?? oneOf;
  const branch = schema.if === undefined ? undefined : isTaken(value, schema.if, root) ? schema.then : schema.else;
  return [
    ...(allOf ?? []).flatMap((part) => flawsOf(value, part, root, path)),
    ...(branch === undefined ? [] : flawsOf(value, branch, root, path)),
    ...(choices === undefined ? [] : flawsOfBest(value, choices, root, path)),
    ...ownFlaws(value, schema, path),
    ...innerFlaws(value, schema, root, path),
  ];
}

function isTaken(value: unknown, schema: JsonSchema, root: unknown): boolean {
  return flawsOf(value, schema, root).length === 0;
}

function resolve(ref: string, root: unknown): JsonSchema | undefined {
  const keys = ref.replace(/^#\/?/, '').split('/').filter(Boolean);
  let place = root;
  for (const key of keys) {
    if (!isRecord(place)) return undefined;
    place = place[key.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return isRecord(place) ? place : undefined;
}

/** Of several schemas the one that is meant: that of the same `type`, else the one with the fewest flaws. */
function flawsOfBest(value: unknown, choices: readonly JsonSchema[], root: unknown, path: string): readonly Flaw[] {
  const resolved = choices.map((choice) => (choice.$ref === undefined ? choice : (resolve(choice.$ref, root) ?? {})));
  const sameType = isRecord(value)
    ? resolved.filter(({ properties }) => matchesType(value.type, properties?.type))
    : [];
  const flaws = (sameType.length > 0 ? sameType : resolved).map((choice) => flawsOf(value, choice, root, path));
  return flaws.toSorted((a, b) => a.length - b.length)[0] ?? [];
}

function matchesType(type: unknown, schema: JsonSchema | undefined): boolean {
  if (schema === undefined) return false;
  return schema.const === (type ?? 'http') || (schema.enum?.includes(type ?? 'http') ?? false);
}

function ownFlaws(value: unknown, schema: JsonSchema, path: string): readonly Flaw[] {
  const { type, enum: values, const: only } = schema;
  const types = type === undefined ? [] : [type].flat();
  const message =
    (only !== undefined && value !== only && `expected ${JSON.stringify(only)}`) ||
    (values !== undefined && !values.includes(value) && `expected one of ${values.join(', ')}`) ||
    (types.length > 0 && !types.some((one) => hasType(value, one)) && `expected ${types.join(' or ')}`) ||
    (typeof value === 'string' && wrongText(value, schema)) ||
    (typeof value === 'number' && wrongNumber(value, schema));
  return message ? [{ path, message }] : [];
}

function wrongText(value: string, schema: JsonSchema): string | undefined {
  const { minLength = 0, pattern, description = 'has not the form that is expected' } = schema;
  if (value.length < minLength) return 'must not be empty';
  if (schema['x-svcmon-kind'] === 'duration' && !duration.test(value)) {
    return 'expected a duration such as 500ms, 10s or 5m';
  }
  return pattern !== undefined && !matches(pattern, value) ? description : undefined;
}

function wrongNumber(value: number, { minimum, maximum }: JsonSchema): string | undefined {
  if (minimum !== undefined && value < minimum) return `must be at least ${minimum}`;
  return maximum !== undefined && value > maximum ? `must be at most ${maximum}` : undefined;
}

const duration = /^\s*(?:\d+(?:\.\d+)?|(?:\d+(?:\.\d+)?(?:ms|[smhdwy]))+)\s*$/;

function innerFlaws(value: unknown, schema: JsonSchema, root: unknown, path: string): readonly Flaw[] {
  const { properties = {}, required = [], additionalProperties, items } = schema;
  if (Array.isArray(value)) {
    return items === undefined ? [] : value.flatMap((one, index) => flawsOf(one, items, root, `${path}[${index}]`));
  }
  if (!isRecord(value)) return [];
  const missing = required.filter((key) => value[key] === undefined);
  const inner = Object.entries(value).flatMap(([key, one]) => {
    const known = properties[key];
    const at = joined(path, key);
    if (known !== undefined) return one === undefined ? [] : flawsOf(one, known, root, at);
    if (additionalProperties === false) return [{ path: at, message: 'is not known' }];
    return typeof additionalProperties === 'object' ? flawsOf(one, additionalProperties, root, at) : [];
  });
  return [...missing.map((key) => ({ path: joined(path, key), message: 'is missing' })), ...inner];
}

function hasType(value: unknown, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isRecord(value);
  return typeof value === type;
}

function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return true;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const joined = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);
