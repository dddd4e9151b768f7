import { describe, expect, test } from 'vitest';
import { builtInTables, everyKind } from '../../src/config/choose-kinds.ts';
import { configJsonSchema, schemaFileText } from '../../src/config/json-schema.ts';
import { probes } from './kinds.ts';

const kinds = await everyKind({ ...builtInTables, probes });
const schema = configJsonSchema(kinds);

/** The part of the schema at a path of its keywords. */
function part(...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], schema);
}

test('the text of the schema is indented JSON that ends in a line break', () => {
  const text = schemaFileText(kinds);
  expect(text).toBe(`${JSON.stringify(schema, null, 2)}\n`);
});

describe('the JSON Schema', () => {
  test('is draft-07 and refuses unknown keys', () => {
    expect(schema).toMatchObject({ $schema: 'http://json-schema.org/draft-07/schema#', additionalProperties: false });
    expect(Object.keys(part('properties') as object)).toEqual([
      'include',
      'defaults',
      'services',
      'monitoring',
      'alerts',
      'maintenance',
      'groups',
      'reports',
      'deployments',
      'storage',
      'server',
      'metrics',
    ]);
  });

  test('chooses the keys of a service by its type, http without one', () => {
    const items = part('properties', 'services', 'items');
    expect(items).toMatchObject({
      if: { properties: { type: { const: 'tcp' } }, required: ['type'] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { required: ['name', 'type', 'host', 'port'], additionalProperties: false },
      else: { required: ['name', 'url'], additionalProperties: false },
    });
  });

  test('chooses the keys of a channel by its type', () => {
    expect(part('properties', 'alerts', 'properties', 'channels', 'items')).toMatchObject({
      if: { properties: { type: { const: 'slack' } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { required: ['name', 'type', 'webhook_url'] },
      else: { if: { properties: { type: { const: 'email' } } } },
    });
  });

  test('says of durations and secrets what they are, with description and default', () => {
    expect(part('properties', 'monitoring', 'properties', 'check_interval')).toEqual({
      description: 'Time between two checks of a service.',
      default: '60s',
      'x-svcmon-kind': 'duration',
      type: ['string', 'number'],
    });
    expect(part('properties', 'alerts', 'properties', 'webhook_url')).toMatchObject({
      type: 'string',
      'x-svcmon-secret': true,
      writeOnly: true,
    });
  });

  test('lets a reference stand for a number, a choice or a URL', () => {
    const reference = { type: 'string', pattern: '\\$\\{[^{}]+\\}' };
    expect(part('properties', 'monitoring', 'properties', 'max_workers')).toEqual({
      description: 'Most checks at once.',
      default: 10,
      anyOf: [{ type: 'integer', minimum: 1, maximum: 1_000 }, reference],
    });
    expect(part('properties', 'services', 'items', 'else', 'properties', 'method', 'anyOf', 1)).toEqual(reference);
    expect(part('properties', 'services', 'items', 'else', 'properties', 'url', 'anyOf', 1)).toEqual(reference);
  });

  test('knows as defaults the keys of all types, but not what names one service, and requires none', () => {
    const defaults = part('properties', 'defaults') as { properties: Record<string, object> };
    expect(Object.keys(defaults.properties)).toEqual(expect.arrayContaining(['timeout', 'headers', 'port', 'retry']));
    for (const key of ['name', 'type', 'url', 'host']) expect(defaults.properties).not.toHaveProperty(key);
    expect(defaults.properties.rate_limit).not.toHaveProperty('required');
  });

  test('lets a section be empty', () => {
    expect(part('properties', 'services', 'type')).toEqual(['array', 'null']);
    expect(part('properties', 'alerts', 'type')).toEqual(['object', 'null']);
  });
});
