import { openApiDocument } from '../../src/api/openapi.ts';
import { routes } from '../../src/api/registry.ts';

/** The part of JSON Schema that the description of the API is written in. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

/** TypeScript types of everything that has a name in the OpenAPI document, for the dashboard. */
export function apiTypes(): string {
  const { components } = openApiDocument(routes, { basePath: '' });
  const { schemas } = components as { readonly schemas: Readonly<Record<string, Schema>> };
  const types = Object.entries(schemas).map(([name, schema]) => `export type ${name} = ${typeOf(schema, '')};\n`);
  return ['// Made from the OpenAPI document by `npm run docs`.\n', ...types].join('\n');
}

function typeOf(schema: Schema, indent: string): string {
  if (schema.$ref !== undefined) return schema.$ref.replace(/^.*\//, '');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return joined(schema.enum.map((value) => JSON.stringify(value)));
  const { anyOf, oneOf, allOf, type } = schema;
  const choices = anyOf ?? oneOf;
  if (choices !== undefined) return joined(choices.map((choice) => typeOf(choice, indent)));
  if (allOf !== undefined && type === undefined) return allOf.map((part) => typeOf(part, indent)).join(' & ');
  return joined([type ?? []].flat().map((one) => basicType(one, schema, indent))) || 'unknown';
}

function basicType(type: string, schema: Schema, indent: string): string {
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'array') return `readonly (${typeOf(schema.items ?? {}, indent)})[]`;
  return type === 'object' ? objectType(schema, indent) : type;
}

function objectType({ properties, required = [], additionalProperties }: Schema, indent: string): string {
  if (properties === undefined) {
    const value = typeof additionalProperties === 'object' ? typeOf(additionalProperties, indent) : 'unknown';
    // A record of itself would be a circle, an index signature is not.
    return `{ readonly [key: string]: ${value} }`;
  }
  const inner = `${indent}  `;
  const lines = Object.entries(properties).map(([key, schema]) => {
    const name = /^[a-z_$][\w$]*$/i.test(key) ? key : JSON.stringify(key);
    return `${inner}readonly ${name}${required.includes(key) ? '' : '?'}: ${typeOf(schema, inner)};\n`;
  });
  return `{\n${lines.join('')}${indent}}`;
}

function joined(types: readonly string[]): string {
  return [...new Set(types)].join(' | ');
}
