import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  lstat,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAtomically, writeAtomically } from '../../src/config/atomic-write.ts';
import { bundleProgram } from '../support/bundled.ts';
import { endlessTexts } from './endless-texts.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'svcmon-write-'));
  path = join(folder, 'services.yaml');
});
afterEach(() => rm(folder, { recursive: true }));

describe('a file is replaced', () => {
  test('as a whole, leaving nothing else behind', async () => {
    await writeFile(path, 'old and longer');
    await writeAtomically(path, 'new');
    expect(await readFile(path, 'utf8')).toBe('new');
    expect(await readdir(folder)).toEqual(['services.yaml']);
  });

  test.each([0o600, 0o640, 0o644, 0o444])('keeping the mode %o', async (mode) => {
    await writeFile(path, 'old');
    await chmod(path, mode);
    await writeAtomically(path, 'new');
    expect((await stat(path)).mode & 0o777).toBe(mode);
  });

  test('behind a symbolic link, which stays', async () => {
    const target = join(folder, 'real.yaml');
    await writeFile(target, 'old');
    await symlink('real.yaml', path);
    await writeAtomically(path, 'new');
    expect((await lstat(path)).isSymbolicLink()).toBe(true);
    expect(await readlink(path)).toBe('real.yaml');
    expect(await readFile(target, 'utf8')).toBe('new');
  });

  test('by one of several writers at once', async () => {
    await writeFile(path, 'old');
    const texts = Array.from({ length: 8 }, (_item, index) => String(index).repeat(10_000));
    await Promise.all(texts.map((text) => writeAtomically(path, text)));
    expect(texts).toContain(await readFile(path, 'utf8'));
    expect(await readdir(folder)).toEqual(['services.yaml']);
  });

  test('and what a killed writer left long ago is taken away', async () => {
    await writeFile(path, 'old');
    await writeFile(join(folder, '.services.yaml.1.tmp'), 'half');
    await writeFile(join(folder, '.services.yaml.2.tmp'), 'just begun');
    await utimes(join(folder, '.services.yaml.1.tmp'), 1, 1);
    await writeAtomically(path, 'new');
    expect(await readdir(folder)).toEqual(['.services.yaml.2.tmp', 'services.yaml']);
  });

  test('never where there is none', async () => {
    await expect(writeAtomically(path, 'new')).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('a file is created', () => {
  test('where there is none', async () => {
    expect(await createAtomically(path, 'new')).toBe(true);
    expect(await readFile(path, 'utf8')).toBe('new');
    expect(await readdir(folder)).toEqual(['services.yaml']);
  });

  test('never over another, nor over a link that leads nowhere', async () => {
    await writeFile(path, 'old');
    await symlink('nowhere', join(folder, 'link'));
    expect(await createAtomically(path, 'new')).toBe(false);
    expect(await createAtomically(join(folder, 'link'), 'new')).toBe(false);
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['link', 'services.yaml']);
  });

  test('by one of several writers only', async () => {
    const created = await Promise.all(['a', 'b', 'c', 'd'].map((text) => createAtomically(path, text)));
    expect(created.filter((made) => made)).toHaveLength(1);
  });
});

test('a writer that is killed at any instant leaves the old or the new text', async () => {
  const program = join(folder, 'editor.mjs');
  const entry = new URL('./endless-editor.ts', import.meta.url).pathname;
  await bundleProgram(entry, program);
  await writeFile(path, endlessTexts[0] ?? '');
  for (let kill = 0; kill < 12; kill += 1) {
    const child = spawn(process.execPath, [program, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout });
    // After a few writes, a little later each time: somewhere in the middle of the next one.
    for await (const round of lines) if (Number(round) >= 2 + kill) break;
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    expect(endlessTexts.indexOf(await readFile(path, 'utf8')), 'the file is whole').toBeGreaterThanOrEqual(0);
  }
});
