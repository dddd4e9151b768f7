import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decodeText, diskFiles } from '../../src/config/file-text.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'svcmon-text-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('bytes are', () => {
  test.each([
    ['UTF-8', Buffer.from('a: é'), { ok: true, text: 'a: é' }],
    ['UTF-8 with a byte order mark, which is left out', Buffer.from('\ufeffa: 1'), { ok: true, text: 'a: 1' }],
    ['nothing', Buffer.from(''), { ok: true, text: '' }],
    ['UTF-16, little endian', Buffer.from('\ufeffa', 'utf16le'), { ok: false, reason: 'is UTF-16' }],
    ['UTF-16, big endian', Buffer.from([0xfe, 0xff, 0, 97]), { ok: false, reason: 'is UTF-16' }],
    [
      'Latin-1, told at its place',
      Buffer.from('a: 1\r\nb: é', 'latin1'),
      { ok: false, reason: 'is not UTF-8', line: 2, column: 4 },
    ],
    ['binary', Buffer.from([0x80]), { ok: false, reason: 'is not UTF-8', line: 1, column: 1 }],
  ])('%s', (_name, bytes, expected) => {
    expect(decodeText(bytes)).toMatchObject(expected);
  });
});

describe('a file is', () => {
  test.each([
    [0o600, false],
    [0o640, false],
    [0o644, true],
  ])('read, and with mode %o known to be readable by others: %s', async (mode, readableByOthers) => {
    const path = join(folder, 'f');
    await writeFile(path, 'x');
    await chmod(path, mode);
    expect(await diskFiles.read(path, 10)).toEqual({ ok: true, text: 'x', readableByOthers });
  });

  test('read up to its limit and no further', async () => {
    const path = join(folder, 'f');
    await writeFile(path, 'x'.repeat(1_024));
    expect(await diskFiles.read(path, 1_024)).toMatchObject({ ok: true });
    await writeFile(path, 'x'.repeat(1_025));
    expect(await diskFiles.read(path, 1_024)).toEqual({ ok: false, reason: 'is larger than 1 KiB' });
  });

  test('never waited for: a pipe is refused', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    expect(await diskFiles.read(path, 10)).toEqual({ ok: false, reason: 'is not a regular file' });
  });

  test.each([
    ['missing', 'none', 'does not exist'],
    ['below a file', 'file/none', 'does not exist'],
    ['a folder', 'folder', 'is a folder'],
    ['a link in a circle', 'loop', 'is a symbolic link in a circle'],
    ['named too long', 'x'.repeat(300), 'has too long a name'],
  ])('refused when it is %s', async (_name, name, reason) => {
    await writeFile(join(folder, 'file'), '');
    await mkdir(join(folder, 'folder'));
    await symlink('loop', join(folder, 'loop'));
    expect(await diskFiles.read(join(folder, name), 10)).toEqual({ ok: false, reason });
    expect(diskFiles.whyUnreadable(join(folder, name))).toBe(reason);
  });

  test('known to be readable without being read', async () => {
    const path = join(folder, 'f');
    await writeFile(path, Buffer.from([0x80]));
    expect(diskFiles.whyUnreadable(path)).toBeUndefined();
  });
});

test('a folder is listed, and one that is not there is nothing', async () => {
  await writeFile(join(folder, 'a'), '');
  expect(await diskFiles.list(folder)).toEqual(['a']);
  expect(await diskFiles.list(join(folder, 'none'))).toBeUndefined();
});
