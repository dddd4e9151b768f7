import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';

async function loadedWith(schema: string | undefined, service: (file: string) => object) {
  const folder = await mkdtemp(join(tmpdir(), 'svcmon-functions-'));
  const file = join(folder, 'answer.json');
  if (schema !== undefined) await writeFile(file, schema);
  const path = join(folder, 'services.yaml');
  await writeFile(path, JSON.stringify({ services: [{ name: 'shop', ...service(file) }] }));
  return loadConfig({ path, environment: {} });
}

const http = (file: string) => ({ url: 'https://shop.example/', assertions: [`matches_schema('${file}')`] });
const flow = (file: string) => ({
  type: 'flow',
  steps: [
    {
      name: 'login',
      url: 'https://shop.example/login',
      capture: { csrf: 'html("input[name=csrf]").attr("value")' },
      assertions: [`status == 200 && matches_schema("${file}")`, 'xpath("//a").size() == 0'],
    },
  ],
});

describe.each([
  ['an http service', http],
  ['a step of a flow', flow],
])('the functions over bodies in %s', (_of, service) => {
  test('compile with the configuration, their files with them', async () => {
    expect(await loadedWith('{"type":"object"}', service)).toMatchObject({ ok: true });
  });

  test.each([
    ['a schema with a mistake', '{"type":"objekt"}', /schema is invalid/],
    ['a schema that is not JSON', '{', /is not JSON/],
    ['a pattern that is not linear', '{"pattern":"(?<!x)y"}', /pattern "\(\?<!x\)y"/],
    ['a missing schema', undefined, /does not exist/],
  ])('refuse %s', async (_what, schema, sentence) => {
    const loaded = await loadedWith(schema, service);
    expect(loaded.ok ? [] : loaded.problems.map(({ message }) => message)).toEqual([expect.stringMatching(sentence)]);
  });
});
