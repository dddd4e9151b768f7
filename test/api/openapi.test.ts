import { createConfig, lintFromString, stringifyYaml } from '@redocly/openapi-core';
import { describe, expect, test } from 'vitest';
import { openApiDocument } from '../../src/api/openapi.ts';
import { routes } from '../../src/api/registry.ts';
import { apiWorld } from './api-world.ts';
import type { Json } from './monitored-world.ts';

const document = openApiDocument(routes, { basePath: '' });

describe('the OpenAPI document', () => {
  test('passes the recommended rules of Redocly without an error or a warning', async () => {
    expect(await problemsIn(document)).toEqual([]);
  });

  test('would not pass them with a mistake', async () => {
    const broken = JSON.stringify(document).replace('"operationId":"getSystem"', '"operationId":"health"');
    const rules = (await problemsIn(JSON.parse(broken.replace('"in":"query"', '"in":"quary"')))).map(([rule]) => rule);
    expect(rules).toEqual(expect.arrayContaining(['operation-operationId-unique', 'struct']));
  });

  test('is what the server shows, with its base path', async () => {
    const { root } = await apiWorld({ settings: { basePath: '/svcmon' } });
    const answer = await fetch(`${root}/openapi.json`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual(JSON.parse(JSON.stringify({ ...document, servers: [{ url: '/svcmon' }] })));
  });

  test('names every schema that is referred to', () => {
    const text = JSON.stringify(document);
    const named = Object.keys(JSON.parse(text).components.schemas);
    const referred = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    expect(referred.filter((name) => name === undefined || !named.includes(name))).toEqual([]);
    expect(named).toContain('Problem');
  });

  // Redocly looks whether they are what they are examples of.
  test('shows what every answer looks like', () => {
    const { paths, components }: Json = JSON.parse(JSON.stringify(document));
    const operations = Object.values<Json>(paths).flatMap((methods) => Object.values<Json>(methods));
    const without = operations.flatMap(({ operationId, responses }) =>
      Object.entries<Json>(responses).flatMap(([status, { content = {} }]) => {
        const [first] = Object.values<Json>(content);
        const schema = components.schemas[String(first?.schema.$ref).split('/').at(-1) ?? ''];
        const isProblem = !status.startsWith('2');
        return isProblem || first === undefined || first.example !== undefined || schema?.examples !== undefined
          ? []
          : [operationId];
      }),
    );
    // Both are long: the one is a service with its entry of the file, of the other there is one in docs/reports.md.
    expect(new Set(without)).toEqual(new Set(['createService', 'getService', 'changeService', 'getSlaReport']));
  });

  test('names every operation once', () => {
    const all = routes.map(({ operationId }) => operationId);
    expect(all.filter((name, at) => all.indexOf(name) !== at)).toEqual([]);
  });
});

async function problemsIn(source: unknown) {
  const config = await createConfig({ extends: ['recommended-strict'], rules: lenient });
  const problems = await lintFromString({ source: stringifyYaml(source), config });
  return problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer]);
}

// It runs on whatever machine it is installed on, and there is no other; a login sends the browser on.
const lenient = {
  'operation-2xx-response': 'off',
  'no-server-example.com': 'off',
  'no-empty-servers': 'off',
} as const;
