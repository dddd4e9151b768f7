import { describe, expect, test } from 'vitest';
import { openApiDocument } from '../../src/api/openapi.ts';
import { routes } from '../../src/api/registry.ts';
import { checkedWorld, type Json, type MonitoredWorld } from './monitored-world.ts';

const document: Json = openApiDocument(routes, { basePath: '' });
const tags = ['services', 'history', 'incidents', 'silences', 'alerts', 'reports', 'public'];

// Has no end, and tests of its own.
const endless = 'streamEvents';

interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly said: Json;
}

const operations = Object.entries<Json>(document.paths).flatMap(([path, methods]) =>
  Object.entries<Json>(methods).flatMap(([method, said]): readonly Operation[] =>
    method !== 'head' && said.operationId !== endless && said.tags?.some((tag: string) => tags.includes(tag)) === true
      ? [{ id: said.operationId, method: method.toUpperCase(), path: path.replace(/^\/api\/v1/, ''), said }]
      : [],
  ),
);

const ends = () => new Date(Date.now() + 3_600_000).toISOString();

/** What a request needs that the document cannot know: what is there. */
async function known({ ask, target }: MonitoredWorld): Promise<Readonly<Record<string, Json>>> {
  const incident = (await ask('GET', '/incidents')).json.items[0].id;
  const silence = await ask('POST', '/silences', { body: { match: {}, ends: ends() } });
  const window = await ask('POST', '/maintenance', {
    body: { name: 'x', match: { services: ['down'] }, ends: ends() },
  });
  await ask('POST', '/services/down/stop');
  return {
    createService: { body: { name: 'fresh', url: `${target.url}/up` } },
    testService: { body: { url: `${target.url}/up` } },
    changeService: { params: { name: 'up' }, body: { timeout: '4s' } },
    deleteService: { params: { name: 'down' } },
    startService: { params: { name: 'down' } },
    createSilence: { body: { match: { services: ['up'] }, ends: ends() } },
    createMaintenance: { body: { name: 'patching', match: { services: ['up'] }, ends: ends() } },
    endSilence: { params: { id: silence.json.id } },
    cancelMaintenance: { params: { id: window.json.id } },
    testChannel: { params: { name: 'ops' } },
    acknowledgeIncident: { params: { id: incident }, body: { by: 'ada', note: 'on it' } },
    noteIncident: { params: { id: incident }, body: { text: 'the disk' } },
    getIncident: { params: { id: incident } },
    getBadge: { params: { name: 'up', file: 'status.json' } },
  };
}

function filled(path: string, params: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(params[name] ?? 'up'));
}

/** A value that its schema does not allow; undefined where it allows every text. */
function wrongFor(schema: Json): string | undefined {
  const [first = schema] = schema.anyOf ?? [];
  if (first.type === 'integer' || first.type === 'number' || first.enum !== undefined) return 'nonsense';
  return first.pattern !== undefined || first.format !== undefined ? '%20' : undefined;
}

test('the document tells of every operation that is answered here', () => {
  expect(operations.map(({ id }) => id).toSorted()).toEqual(
    routes
      .flatMap(({ tag, operationId }) => (tags.includes(tag) && operationId !== endless ? [operationId] : []))
      .toSorted(),
  );
});

describe('an operation', () => {
  test.each(operations)('$id answers what it promises', async ({ id, method, path }) => {
    const world = await checkedWorld();
    const { params = {}, body } = (await known(world))[id] ?? {};
    const came = await world.ask(method, filled(path, params), body === undefined ? {} : { body });
    const route = routes.find(({ operationId }) => operationId === id);
    const answer = route?.answers[came.status];
    expect([came.status < 300, answer === undefined], came.text).toEqual([true, false]);
    if (answer?.body === undefined) expect(came.text).toBe('');
    else expect(answer.body.safeParse(came.json).error?.issues ?? []).toEqual([]);
  });

  const refusable = operations.flatMap((operation) => {
    const wrong = (operation.said.parameters ?? []).flatMap((parameter: Json) => {
      const value = parameter.in === 'query' ? wrongFor(parameter.schema) : undefined;
      return value === undefined ? [] : [`${parameter.name}=${value}`];
    });
    const hasBody = operation.said.requestBody !== undefined;
    return wrong.length > 0 || hasBody ? [{ ...operation, wrong, hasBody }] : [];
  });

  test.each(refusable)('$id tells everything that is wrong', async ({ method, path, wrong, hasBody }) => {
    const { ask } = await checkedWorld();
    const query = wrong.length > 0 ? `?${wrong.join('&')}` : '';
    const file = { file: 'status.json' };
    const came = await ask(method, `${filled(path, file)}${query}`, hasBody ? { body: '[1]' } : {});
    expect([came.status, came.headers.get('content-type')]).toEqual([400, 'application/problem+json; charset=utf-8']);
    expect(came.json.errors.length).toBeGreaterThanOrEqual(Math.max(1, wrong.length));
  });

  test.each(operations.filter(({ path }) => path.includes('{')))(
    '$id answers 404 for what is not there',
    async ({ id, method, path, said }) => {
      const world = await checkedWorld();
      const { body } = (await known(world))[id] ?? {};
      const params = Object.fromEntries(
        said.parameters.map(({ name }: Json) => [name, name === 'file' ? 'status.json' : 'not there']),
      );
      const came = await world.ask(method, filled(path, params), body === undefined ? {} : { body });
      expect([came.status, came.json.title]).toEqual([404, 'Not Found']);
    },
  );
});
