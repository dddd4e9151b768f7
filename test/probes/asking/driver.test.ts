import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { drivers, loadDriver } from '../../../src/probes/asking/driver.ts';

const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));

test('a package that is there is loaded', async () => {
  expect(await loadDriver('pg', () => import('pg'))).toHaveProperty('Client');
});

test('one that is not there is named with the command that installs it', async () => {
  const missing = '@svcmon/no-such-driver';
  const loading = loadDriver('pg', () => import(missing));
  await expect(loading).rejects.toMatchObject({
    name: 'Failure',
    reason: 'driver_missing',
    message: expect.stringContaining(`\`npm install pg@${drivers.pg}\``),
  });
});

test('a package that breaks while it is loaded is not taken for a missing one', async () => {
  const broken = 'data:text/javascript,throw new TypeError("broken")';
  await expect(loadDriver('pg', () => import(broken))).rejects.toThrow(TypeError);
});

test.each(Object.entries(drivers))('%s is named in the version that the tests use', (name, version) => {
  expect(manifest.devDependencies[name]).toBe(version);
  expect(manifest.peerDependencies[name]).toBe(`^${version}`);
  expect(manifest.peerDependenciesMeta[name]).toEqual({ optional: true });
});
