import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { starterText, writeStarter } from '../../src/config/starter.ts';
import { memoryFiles } from './memory-files.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'svcmon-starter-'));
});
afterEach(() => rm(folder, { recursive: true }));

function load(text: string, environment: Readonly<Record<string, string>> = {}) {
  return loadConfig({ path: 'services.yaml', environment, files: memoryFiles({ 'services.yaml': text }) });
}

test('the starter file loads without a problem or a warning', async () => {
  expect(await load(starterText)).toMatchObject({ ok: true, config: { warnings: [] } });
});

test('it does so too with everything in it that is commented out', async () => {
  const everything = starterText.replace(/^( +)# (assertions:| {2}- |- name| {2}\w+: |webhook_url)/gm, '$1$2');
  expect(everything).not.toBe(starterText);
  const environment = { CHECKOUT_TOKEN: 'x', SLACK_WEBHOOK_URL: 'https://hooks.example/x' };
  const result = await load(everything, environment);
  expect(result).toMatchObject({ ok: true, config: { warnings: [] } });
  expect(result.ok && result.config.services.map(({ service }) => service.name)).toEqual([
    'example',
    'checkout',
    'orders-db',
  ]);
});

test('it is written with its folder, and never over another file', async () => {
  const path = join(folder, 'config', 'services.yaml');
  expect(await writeStarter(path)).toBe(true);
  expect(await readFile(path, 'utf8')).toBe(starterText);
  await writeFile(path, 'mine');
  expect(await writeStarter(path)).toBe(false);
  expect(await readFile(path, 'utf8')).toBe('mine');
});
