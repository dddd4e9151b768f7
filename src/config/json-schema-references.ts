import { isRecord } from './record.ts';

/** The same JSON Schema, in which a reference such as `${PORT}` may stand wherever a value is more than free text. */
export function acceptReferences(schema: Record<string, unknown>): Record<string, unknown> {
  if (isConstrained(schema)) {
    const { description, default: fallback, ...constraints } = schema;
    return {
      ...(description !== undefined && { description }),
      ...(fallback !== undefined && { default: fallback }),
      anyOf: [constraints, reference],
    };
  }
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (key === 'properties' && isRecord(value)) return [key, eachSchema(value)];
      return [key, within.has(key) ? inside(value) : value];
    }),
  );
}

const reference = { type: 'string', pattern: '\\$\\{[^{}]+\\}' };
const within = new Set(['items', 'additionalProperties', 'anyOf', 'oneOf', 'allOf', 'then', 'else']);

// A constant text chooses between kinds and stays as it is.
function isConstrained({ type, enum: values, format, pattern, const: constant }: Record<string, unknown>): boolean {
  if (typeof constant === 'string') return false;
  if (type === 'number' || type === 'integer' || type === 'boolean') return true;
  return type === 'string' && (values !== undefined || format !== undefined || pattern !== undefined);
}

function inside(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => (isRecord(item) ? acceptReferences(item) : item));
  return isRecord(value) ? acceptReferences(value) : value;
}

function eachSchema(properties: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, inside(value)]));
}
