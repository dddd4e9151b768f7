import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mergeConfig } from '../../src/app/reload.ts';
import type { Config } from '../../src/config/config.ts';
import { type LoadResult, loadConfig } from '../../src/config/load.ts';
import type { AssertionParts } from '../../src/domain/assertion.ts';
import { httpObservation } from '../support/observations.ts';

async function loadedWith(schema: string | undefined, service: (file: string) => object) {
  const { load } = await written(schema, service);
  return load();
}

/** A configuration whose service names `answer.json` beside it. */
async function written(schema: string | undefined, service: (file: string) => object) {
  const folder = await mkdtemp(join(tmpdir(), 'svcmon-functions-'));
  const file = join(folder, 'answer.json');
  const write = (text: string) => writeFile(file, text);
  if (schema !== undefined) await write(schema);
  const path = join(folder, 'services.yaml');
  const services = [
    { name: 'shop', ...service(file) },
    { name: 'other', url: 'https://other.example/', assertions: ['status == 200'] },
  ];
  await writeFile(path, JSON.stringify({ services }));
  return { file, write, load: () => loadConfig({ path, environment: {} }) };
}

/** The configuration that was loaded. */
function whole(loaded: LoadResult): Config {
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join());
  return loaded.config;
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

  test('make the service another one when their file changes, and no other service', async () => {
    const { write, load } = await written('{"type":"object"}', service);
    const before = whole(await load());
    expect(whole(await load()).services.map(({ fingerprint }) => fingerprint)).toEqual(
      before.services.map(({ fingerprint }) => fingerprint),
    );
    await write('{"type":"array"}');
    const { change } = mergeConfig(before, whole(await load()));
    expect(change).toEqual({ added: [], removed: [], changed: ['shop'] });
  });

  test.each([['{"type":"object"}'], ['{'], [undefined]])('name a file to be watched: %s', async (schema) => {
    const { file, load } = await written(schema, service);
    expect((await load()).origins.files).toContain(file);
  });
});

test('an assertion goes by the schema that it was loaded with after another one was refused', async () => {
  const { write, load } = await written('{"required":["id"]}', http);
  const assertion = whole(await load()).services[0]?.service.expectations.assertions[0];
  await write('{');
  expect(await load()).toMatchObject({ ok: false });
  const parts: AssertionParts = { now: 0, timeBox: (work) => work() };
  const judge = (body: string) => assertion?.evaluate(httpObservation({ body }), parts);
  expect(judge('{"id":1}')).toMatchObject({ passed: true });
  expect(judge('{}')).toMatchObject({ explanation: expect.stringContaining("must have required property 'id'") });
});
