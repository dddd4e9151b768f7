import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { ScriptError } from '../../scripts/run.mjs';
import { ensureInstalled, installProblem, nodeProblem } from '../../scripts/setup.mjs';
import { createProject, type TemporaryProject } from '../support/temporary-project.ts';

const projects: TemporaryProject[] = [];
afterEach(() => {
  for (const project of projects.splice(0)) project.remove();
});

test.each([
  ['20.19.0', true],
  ['20.20.2', true],
  ['22.0.0', true],
  ['26.10.0', true],
  ['20.18.3', false],
  ['18.20.8', false],
  ['8.0.0', false],
])('Node.js %s is new enough: %s', (version, enough) => {
  expect(nodeProblem(version, '>=20.19') === undefined).toBe(enough);
});

test('a Node.js that is too old is answered with one sentence that names both versions', () => {
  expect(nodeProblem('18.20.8', '>=20.19')).toMatch(/^Node\.js 20\.19 or newer is needed and this is 18\.20\.8: .+\.$/);
});

describe('the packages', () => {
  const zod = { version: '4.6.7', integrity: 'sha512-a' };

  test.each<[name: string, locked: object, installed: object, problem: string | undefined]>([
    ['are there when npm recorded what is locked', { zod }, { zod }, undefined],
    [
      'need no optional one of another platform',
      { zod, other: { version: '1.0.0', optional: true } },
      { zod },
      undefined,
    ],
    [
      'are stale when one is missing',
      { zod, axios: { version: '1.21.1' } },
      { zod },
      'the packages are not those of package-lock.json',
    ],
    [
      'are stale when one has another version',
      { zod },
      { zod: { ...zod, version: '4.6.6' } },
      'the packages are not those of package-lock.json',
    ],
    [
      'are stale when one has another content',
      { zod },
      { zod: { ...zod, integrity: 'sha512-b' } },
      'the packages are not those of package-lock.json',
    ],
    [
      'are stale when an optional one has another version',
      { zod: { ...zod, optional: true } },
      { zod: { version: '1.0.0' } },
      'the packages are not those of package-lock.json',
    ],
    ['are stale when one is no longer locked', {}, { zod }, 'the packages are not those of package-lock.json'],
  ])('%s', (_name, locked, installed, problem) => {
    const { root } = project({
      'package-lock.json': lock({ '': { version: '0.1.0' }, ...locked }),
      'node_modules/.package-lock.json': lock(installed),
    });
    expect(installProblem(root)).toBe(problem);
  });

  test('are missing when npm never finished', () => {
    const { root } = project({ 'package-lock.json': lock({ zod }), 'node_modules/zod/package.json': '{}' });
    expect(installProblem(root)).toBe('the packages are not installed');
  });

  test('are installed once, with those for development, and then left alone', async () => {
    const { install, calls, said } = clone(npmThatInstalls);
    expect([await install(), await install()]).toEqual([true, false]);
    expect(calls()).toEqual(['ci --include=dev --no-fund --no-audit --loglevel=error']);
    expect(said).toEqual([
      'svcmon: the packages are not installed: running npm ci …',
      expect.stringMatching(/^svcmon: packages installed in \d+\.\d s$/),
    ]);
  });

  test('are installed once by two terminals at the same time', async () => {
    const { root, install, calls, said } = clone(npmThatInstalls);
    expect((await Promise.all([install(), install()])).toSorted()).toEqual([false, true]);
    expect(calls()).toHaveLength(1);
    expect(said).toContain('svcmon: another terminal is setting up this folder: waiting for it …');
    expect(existsSync(join(root, 'build/setup.lock'))).toBe(false);
  });

  test('are installed although a terminal was killed while it installed them', async () => {
    const { install, write, node } = clone(npmThatInstalls);
    write('build/setup.lock', node(['-p', 'process.pid']).stdout.trim());
    expect(await install()).toBe(true);
  });

  test('that npm cannot install are answered with what to do, and the next try starts afresh', async () => {
    const { install, write } = clone('process.exit(7);');
    const refused = install();
    await expect(refused).rejects.toThrow(ScriptError);
    await expect(refused).rejects.toThrow(/npm ci failed with exit code 7.*npm ping/);
    write('npm.mjs', npmThatInstalls);
    expect(await install()).toBe(true);
  });

  test('are not taken for installed when npm ends well without installing', async () => {
    await expect(clone('').install()).rejects.toThrow(/the packages are not installed/);
  });

  test('need npm, and say so where there is none', async () => {
    const { root } = clone('');
    const npm = [join(root, 'no-npm')];
    await expect(ensureInstalled({ root, npm, say: () => undefined })).rejects.toThrow(/cannot start .*no-npm/);
  });

  /** A project with one locked package, nothing installed, and the given program for npm. */
  function clone(npm: string) {
    const created = project({ 'package-lock.json': lock({ zod }), 'npm.mjs': npm });
    const said: string[] = [];
    const command = [process.execPath, join(created.root, 'npm.mjs')];
    return {
      ...created,
      said,
      install: () => ensureInstalled({ root: created.root, npm: command, say: (line) => said.push(line) }),
      calls: () => readFileSync(join(created.root, 'calls.txt'), 'utf8').trim().split('\n'),
    };
  }
});

/** What `npm ci` leaves behind, and a line for the call. */
const npmThatInstalls = `
import { appendFileSync, copyFileSync, mkdirSync } from 'node:fs';
appendFileSync('calls.txt', process.argv.slice(2).join(' ') + '\\n');
mkdirSync('node_modules', { recursive: true });
copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
`;

function project(files: Readonly<Record<string, string>>): TemporaryProject {
  const created = createProject(files);
  projects.push(created);
  return created;
}

function lock(packages: object): string {
  return JSON.stringify({ packages });
}
