import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { channels } from '../../src/channels/registry.ts';
import { configJsonSchema } from '../../src/config/json-schema.ts';
import { loadConfig } from '../../src/config/load.ts';
import { formatProblem } from '../../src/config/problem.ts';
import { kindTable } from '../../src/domain/kind-table.ts';
import { defineProbe, type Probe } from '../../src/probes/probe.ts';
import { memoryFiles } from './memory-files.ts';

const tlsKeys = z.strictObject({ server_name: z.string().optional(), min_version: z.string().optional() });

const rest = {
  summary: 'Looks.',
  facts: {},
  target: () => 'a',
  host: () => 'a',
  idempotent: () => true,
  async observe(): Promise<never> {
    throw new Error('a configuration test does not probe');
  },
};

const page = defineProbe({
  type: 'page',
  options: z.strictObject({ params: z.record(z.string(), z.string()).optional(), tls: tlsKeys.optional() }),
  ...rest,
});

const query = defineProbe({
  type: 'query',
  options: z.strictObject({ params: z.array(z.int()).optional(), tls: z.union([z.boolean(), tlsKeys]).optional() }),
  ...rest,
});

const probes = kindTable<Probe>({ page: async () => page, query: async () => query });

/** The options of the services, or the problems. */
async function read(text: string) {
  const files = memoryFiles({ 'services.yaml': text }, { readableByOthers: false });
  const result = await loadConfig({ path: 'services.yaml', environment: {}, files, probes, channels });
  return result.ok ? result.config.services.map(({ options }) => options) : result.problems.map(formatProblem);
}

describe('defaults of a key that types know differently', () => {
  const services = 'services: [{ name: a, type: page }, { name: b, type: query }]\n';

  test.each([
    ['[7]', undefined, [7]],
    ['{ region: eu }', { region: 'eu' }, undefined],
  ])('%s hold for the type that takes such a value', async (params, ofPage, ofQuery) => {
    expect(await read(`defaults: { params: ${params} }\n${services}`)).toMatchObject([
      ofPage === undefined ? expect.not.objectContaining({ params: expect.anything() }) : { params: ofPage },
      ofQuery === undefined ? expect.not.objectContaining({ params: expect.anything() }) : { params: ofQuery },
    ]);
  });

  test('hold for no service where only another type takes them', async () => {
    expect(await read('defaults: { params: [7] }\nservices: [{ name: a, type: page }]\n')).toEqual([
      { name: 'a', type: 'page' },
    ]);
  });

  test.each([
    ['"x"', 'services.yaml:1:21 defaults.params: expected a mapping (key: value), got "x"'],
    ['["x"]', 'services.yaml:1:22 defaults.params[0]: expected a number, got "x"'],
    ['{ region: 7 }', 'services.yaml:1:31 defaults.params.region: expected text, got 7 – put it in quotes'],
  ])('that no type takes, %s, are told as the type has it whose kind of value they are', async (params, problem) => {
    expect(await read(`defaults: { params: ${params} }\n${services}`)).toEqual([problem]);
  });

  test('may be written either way in an editor', () => {
    const { properties } = configJsonSchema({ probes: [page, query], channels: [] });
    expect(properties).toMatchObject({
      defaults: { properties: { params: { anyOf: [{ type: 'object' }, { type: 'array' }] } } },
    });
  });
});

describe('defaults of what may be switched on', () => {
  test.each([
    ['true', { server_name: 'db', min_version: '1.3' }],
    ['{ min_version: "1.2" }', { server_name: 'db', min_version: '1.2' }],
    ['false', false],
  ])('come to this with %s', async (tls, expected) => {
    const defaults = 'defaults: { tls: { server_name: db, min_version: "1.3" } }';
    const [options] = await read(`${defaults}\nservices: [{ name: b, type: query, tls: ${tls} }]\n`);
    expect(options).toMatchObject({ tls: expected });
  });

  test('switch it on for a type that takes true, and do nothing for others', async () => {
    const services = 'services: [{ name: a, type: page }, { name: b, type: query }]\n';
    expect(await read(`defaults: { tls: true }\n${services}`)).toEqual([
      { name: 'a', type: 'page' },
      { name: 'b', type: 'query', tls: true },
    ]);
  });

  test('make nothing true that cannot be', async () => {
    const text = 'defaults: { tls: { server_name: db } }\nservices: [{ name: a, type: page, tls: true }]\n';
    expect(await read(text)).toEqual(['services.yaml:2:40 services[0].tls: expected a mapping (key: value), got true']);
  });
});
