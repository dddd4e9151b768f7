import { z } from 'zod';
import { version as ownVersion } from '../version.ts';
import { methodsOf } from './add-route.ts';
import { examples } from './examples.ts';
import { problemSchema, problemType } from './problem.ts';
import type { Route } from './route.ts';
import { tags } from './route.ts';

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of these routes (https://spec.openapis.org/oas/v3.1.1), for a server with that base path. */
export function openApiDocument(
  routes: readonly Route[],
  { basePath, version = ownVersion }: { readonly basePath: string; readonly version?: string },
): Json {
  const used = [...new Set(routes.map(({ tag }) => tag))];
  const paths: Record<string, Json> = {};
  const schemas = new Schemas();
  for (const route of routes) {
    const path = pathOf(route);
    paths[path] = { ...paths[path], ...operationsOf(route, schemas) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'svcmon',
      version,
      summary: 'Service health monitor.',
      description: about,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: basePath === '' ? '/' : basePath }],
    tags: used.map((name) => ({ name, description: tags[name] })),
    paths,
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'Made by `svcmon token create NAME --scope read|write|admin`.',
        },
        session: { type: 'apiKey', in: 'cookie', name: 'svcmon_session', description: 'Of the dashboard.' },
      },
      responses: { Problem: problemResponse(schemas) },
      schemas: schemas.all(),
    },
  };
}

const about = [
  'Names are those of `services.yaml`. Instants are RFC 3339 in UTC with milliseconds; times are milliseconds where the name',
  'ends in `_ms`; shares are from 0 to 1, not rounded. Lists take `limit` with `offset` or `cursor`. Everything that is wrong',
  'is told as `application/problem+json` (RFC 9457). Reading needs no token on the machine itself, unless',
  '`server.require_token` is set.',
].join(' ');

/** Collects what has a name of its own, so that it is described once. */
class Schemas {
  readonly #named: Record<string, Json> = {};

  /** A schema as JSON Schema, by reference where it has a name. */
  of(schema: z.ZodType, io: 'input' | 'output'): Json {
    const options = { io, target: 'draft-2020-12', unrepresentable: 'any' } as const;
    const { $schema: _, $defs = {}, ...own } = z.toJSONSchema(schema, options);
    for (const [name, definition] of Object.entries($defs)) {
      const example = examples[name];
      this.#named[nameOf(name)] = { ...(example !== undefined && { examples: [example] }), ...tidy(definition) };
    }
    return tidy(own);
  }

  all(): Json {
    return Object.fromEntries(Object.entries(this.#named).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/** What refers to itself without a name of its own is always any JSON. */
function nameOf(definition: string): string {
  return /^__schema\d+$/.test(definition) ? 'JsonValue' : definition;
}

/** References lead to the components; our own marks are for other readers. */
function tidy(value: unknown): Json {
  const text = JSON.stringify(value, (key, item: unknown) => {
    if (key.startsWith('x-svcmon')) return undefined;
    if (key !== '$ref' || typeof item !== 'string') return item;
    return `#/components/schemas/${nameOf(item.replace('#/$defs/', ''))}`;
  });
  const tidied: Json = JSON.parse(text);
  return tidied;
}

function pathOf({ path, below = 'api' }: Route): string {
  return `${below === 'api' ? '/api/v1' : ''}${path.replace(/:(\w+)/g, '{$1}')}`;
}

function operationsOf(route: Route, schemas: Schemas): Json {
  const methods = methodsOf(route).filter((method) => method !== 'HEAD');
  return Object.fromEntries(
    methods.map((method) => {
      const suffix = methods.length > 1 ? `By${method.charAt(0)}${method.slice(1).toLowerCase()}` : '';
      const hasBody = route.body !== undefined && method !== 'GET';
      const body = hasBody ? { requestBody: requestBodyOf(route, schemas) } : {};
      return [
        method.toLowerCase(),
        { operationId: route.operationId + suffix, ...operationOf(route, schemas), ...body },
      ];
    }),
  );
}

function operationOf(route: Route, schemas: Schemas): Json {
  const { tag, summary, description, scope, answers } = route;
  const needs = scope === 'none' ? 'Needs no token.' : `Needs the scope \`${scope}\`.`;
  return {
    tags: [tag],
    summary: summary.replace(/\.$/, ''),
    description: description === undefined ? needs : `${description}\n\n${needs}`,
    security: scope === 'none' ? [] : [{ token: [] }, { session: [] }],
    parameters: [...parametersOf(route.params, 'path', schemas), ...parametersOf(route.query, 'query', schemas)],
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, kind]) => [status, responseOf(kind, schemas)])),
      ...(scope !== 'none' && { 401: problem, 403: problem }),
      '4XX': problem,
      '5XX': problem,
    },
  };
}

const problem = { $ref: '#/components/responses/Problem' };

function parametersOf(schema: z.ZodType, place: 'path' | 'query', schemas: Schemas): readonly Json[] {
  const { properties = {}, required = [] } = schemas.of(schema, 'input');
  const needed = Array.isArray(required) ? required : [];
  return Object.entries(properties as Readonly<Record<string, Json>>).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    ...(description !== undefined && { description }),
    required: place === 'path' || needed.includes(name),
    schema: rest,
  }));
}

function requestBodyOf({ body = z.unknown(), bodyKind = 'json' }: Route, schemas: Schemas): Json {
  const required = !body.safeParse(undefined).success;
  if (bodyKind === 'text') return { required, content: { '*/*': { schema: { type: 'string' } } } };
  return { required, content: { 'application/json': { schema: schemas.of(body, 'input') } } };
}

function responseOf({ means, body, texts = [], example }: Route['answers'][number], schemas: Schemas): Json {
  const shown = example === undefined ? {} : { example };
  const json = body === undefined ? [] : [['application/json', { schema: schemas.of(body, 'output'), ...shown }]];
  const plain = texts.map((type) => [type, { schema: { type: 'string' }, ...(body === undefined && shown) }]);
  const content = Object.fromEntries([...json, ...plain]);
  return { description: means, ...(Object.keys(content).length > 0 && { content }) };
}

function problemResponse(schemas: Schemas): Json {
  const schema = schemas.of(problemSchema.meta({ id: 'Problem' }), 'output');
  return { description: 'What is wrong.', content: { [problemType.split(';')[0] ?? '']: { schema } } };
}
