import { z } from 'zod';
import { outputDocuments } from './output-documents.ts';

type Schema = z.core.JSONSchema.BaseSchema;

/** The tables of docs/output.md by the name of their marker, as Markdown: every field of every document. */
export function outputTables(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(outputDocuments).map(([name, schema]) => [name, fieldTable(fieldsOf(z.toJSONSchema(schema)))]),
  );
}

interface Field {
  readonly path: string;
  readonly value: string;
  readonly meaning: string;
}

function fieldsOf(schema: Schema, prefix = ''): readonly Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const path = prefix + name;
    const own = schemaIn(property);
    const { type, orNull } = withoutNull(own);
    const optional = schema.required?.includes(name) ? '' : ', optional';
    const value = `${valueText(type, name)}${orNull ? ' or null' : ''}${optional}`;
    return [{ path, value, meaning: meaningOf(own, type) }, ...fieldsBelow(type, path)];
  });
}

/** What is described elsewhere is not described again. */
function fieldsBelow(schema: Schema, path: string): readonly Field[] {
  if (schema['x-svcmon-see'] !== undefined) return [];
  if (schema.type === 'array') return fieldsBelow(schemaIn(schema.items), `${path}[]`);
  return fieldsOf(schema, `${path}.`);
}

function withoutNull(schema: Schema): { readonly type: Schema; readonly orNull: boolean } {
  const [type, nothing] = schema.anyOf ?? [];
  if (type !== undefined && nothing?.type === 'null') return { type, orNull: true };
  const types = Array.isArray(schema.type) ? schema.type : [];
  const only = types.find((word) => word !== 'null');
  if (only === undefined) return { type: schema, orNull: false };
  return { type: { ...schema, type: only }, orNull: true };
}

// Only reasons come in so many words.
const mostWords = 20;

function valueText(schema: Schema, name: string): string {
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if ((schema.enum?.length ?? 0) > mostWords) return '[reason](../README.md#verdicts)';
  if (schema.enum !== undefined) return schema.enum.map((word) => `\`${String(word)}\``).join(' · ');
  if (schema.type === 'array') return `list of ${valueText(schemaIn(schema.items), name)}`;
  if (schema.type === 'object') return isOfTexts(schema) ? 'mapping of texts' : 'mapping';
  if (schema.type === 'boolean') return '`true` · `false`';
  if (schema.type === 'string') return schema.format === 'date-time' ? 'instant' : 'text';
  return numberText(schema, name);
}

function numberText({ type }: Schema, name: string): string {
  if (name.endsWith('_ms')) return 'ms';
  if (name === 'seconds' || name.endsWith('_seconds')) return 'seconds';
  return type === 'integer' ? 'whole number' : 'number';
}

function isOfTexts({ additionalProperties }: Schema): boolean {
  return typeof additionalProperties === 'object' && additionalProperties.type === 'string';
}

// What the kind of value says already.
const generic = new Set(['RFC 3339, UTC, with milliseconds', 'milliseconds', 'seconds, to the millisecond']);

function meaningOf(...schemas: readonly Schema[]): string {
  return schemas.map(({ description = '' }) => description).find((text) => text !== '' && !generic.has(text)) ?? '';
}

function schemaIn(value: z.core.JSONSchema._JSONSchema | readonly z.core.JSONSchema._JSONSchema[] | undefined): Schema {
  return typeof value === 'object' && !Array.isArray(value) ? (value as Schema) : {};
}

function fieldTable(fields: readonly Field[]): string {
  const row = (...cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const lines = fields.map(({ path, value, meaning }) => row(`\`${path}\``, value, meaning));
  return [row('Field', 'Value', 'Meaning'), '|---|---|---|', ...lines, ''].join('\n');
}
