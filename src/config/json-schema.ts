import { z } from 'zod';
import type { Scheme } from '../auth/scheme.ts';
import type { Channel } from '../channels/channel.ts';
import type { Probe } from '../probes/probe.ts';
import type { Kinds } from './interpret.ts';
import { acceptReferences } from './json-schema-references.ts';
import { isRecord } from './record.ts';
import { channelKeys, fileKeys } from './schema.ts';
import { commonKeys, ownKeys } from './service-schema.ts';

/** A JSON Schema or a part of one. */
export type JsonSchema = Record<string, unknown>;

/** The text of config/services.schema.json: JSON Schema (draft-07) of the main file, for editors. */
export function schemaFileText(kinds: Kinds): string {
  return `${JSON.stringify(configJsonSchema(kinds), null, 2)}\n`;
}

/** JSON Schema of the main file: every key with its description and default, secrets marked, services by their type. */
export function configJsonSchema({ probes, channels }: Kinds): JsonSchema {
  const file = toJson(fileKeys);
  const properties = propertiesOf(file);
  const alerts = asSchema(properties.alerts);
  const alertProperties = {
    ...propertiesOf(alerts),
    channels: listOf(propertiesOf(alerts).channels, channelSchema(channels)),
  };
  const parts = {
    ...properties,
    defaults: { ...asSchema(properties.defaults), ...defaultsSchema(probes) },
    services: listOf(properties.services, serviceSchema(probes)),
    alerts: { ...alerts, properties: alertProperties },
  };
  const sections = Object.entries(parts).map(([key, part]) => [key, orNothing(asSchema(part))]);
  return {
    ...acceptReferences({ ...file, properties: Object.fromEntries(sections) }),
    title: 'svcmon configuration',
    description: 'What svcmon checks, how often, and who is told.',
  };
}

/** The keys of a service of one type, its `type` included; before references are allowed for. */
export function probeSchema(probe: Probe, { optionalType }: { readonly optionalType: boolean }): JsonSchema {
  const type = z.literal(probe.type).describe(probe.summary);
  const { name, ...common } = commonKeys.shape;
  const typeKey = optionalType ? type.default(probe.type) : type;
  return toJson(z.strictObject({ name, type: typeKey, ...probe.options.shape, ...common }));
}

/** The keys of a channel of one type. */
export function channelTypeSchema(channel: Channel): JsonSchema {
  const type = z.literal(channel.type).describe(channel.summary);
  return toJson(z.strictObject({ ...channelKeys.shape, type, ...channel.options.shape }));
}

/** The keys of `auth` for one scheme. */
export function schemeSchema(scheme: Scheme): JsonSchema {
  const type = z.literal(scheme.type).describe(scheme.summary);
  return toJson(z.strictObject({ ...scheme.options.shape, type }));
}

/** A zod schema as JSON Schema of what people write, without the limits that every JavaScript number has. */
export function toJson(schema: z.core.$ZodType): JsonSchema {
  const json = z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-07',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema['x-svcmon-secret'] === true) jsonSchema.writeOnly = true;
    },
  });
  return { ...json };
}

/** Services without a type are http; the others follow as an if-then-else by type, so that editors show the keys of one type only. */
function serviceSchema(probes: readonly Probe[]): JsonSchema {
  const [first, ...others] = probes.toSorted((a, b) => Number(b.type === 'http') - Number(a.type === 'http'));
  if (first === undefined) return {};
  return others.reduceRight<JsonSchema>(
    (otherwise, probe) =>
      chooseByType(probe.type, withoutDialect(probeSchema(probe, { optionalType: false })), otherwise),
    withoutDialect(probeSchema(first, { optionalType: first.type === 'http' })),
  );
}

function channelSchema(channels: readonly Channel[]): JsonSchema {
  const schemas = channels.map((channel) => ({
    type: channel.type,
    schema: withoutDialect(channelTypeSchema(channel)),
  }));
  const last = schemas.at(-1)?.schema ?? {};
  return schemas
    .slice(0, -1)
    .reduceRight<JsonSchema>((otherwise, { type, schema }) => chooseByType(type, schema, otherwise), last);
}

function chooseByType(type: string, matching: JsonSchema, otherwise: JsonSchema): JsonSchema {
  const condition = { type: 'object', properties: { type: { const: type } }, required: ['type'] };
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema; nobody awaits this object
  return { if: condition, then: matching, else: otherwise };
}

/** Every key that some type knows and that may be a default, as any of them knows it; what is required may come from the service. */
function defaultsSchema(probes: readonly Probe[]): JsonSchema {
  const variants = new Map<string, Map<string, JsonSchema>>();
  for (const probe of probes) {
    for (const [key, schema] of Object.entries(propertiesOf(probeSchema(probe, { optionalType: true })))) {
      if (ownKeys.has(key)) continue;
      const { description, ...constraints } = asSchema(withoutRequired(schema));
      const known = variants.get(key) ?? new Map<string, JsonSchema>();
      variants.set(key, known);
      const text = JSON.stringify(constraints);
      if (!known.has(text)) known.set(text, { description, ...constraints });
    }
  }
  const properties = [...variants].map(([key, known]) => [key, anyOf([...known.values()])]);
  return { properties: Object.fromEntries(properties), additionalProperties: false };
}

function anyOf(schemas: readonly JsonSchema[]): JsonSchema {
  const [only] = schemas;
  return only !== undefined && schemas.length === 1 ? only : { anyOf: schemas };
}

function withoutRequired(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutRequired);
  if (!isRecord(schema)) return schema;
  const entries = Object.entries(schema).filter(([key, value]) => !(key === 'required' && Array.isArray(value)));
  return Object.fromEntries(entries.map(([key, value]) => [key, withoutRequired(value)]));
}

function listOf(list: unknown, items: JsonSchema): JsonSchema {
  return { ...asSchema(list), items };
}

/** A section that is there but empty counts as absent. */
function orNothing(schema: JsonSchema): JsonSchema {
  return typeof schema.type === 'string' ? { ...schema, type: [schema.type, 'null'] } : schema;
}

function withoutDialect({ $schema: _dialect, ...schema }: JsonSchema): JsonSchema {
  return schema;
}

/** The properties of an object schema. */
export function propertiesOf(schema: JsonSchema): Record<string, unknown> {
  return isRecord(schema.properties) ? schema.properties : {};
}

function asSchema(value: unknown): JsonSchema {
  return isRecord(value) ? value : {};
}
