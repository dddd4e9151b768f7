import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LockedError, withLock } from '../../src/config/lock.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'svcmon-lock-'));
  path = join(folder, 'services.yaml');
});
afterEach(() => rm(folder, { recursive: true }));

/** The number of a process that has ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

function owner(about: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ host: hostname(), boot: 'b', start: '1', ...about });
}

async function isTaken(): Promise<boolean> {
  return withLock(path, async () => false, { waitMs: 100 }).catch((error: unknown) => {
    if (error instanceof LockedError) return true;
    throw error;
  });
}

describe('a lock', () => {
  test('yields what the work yields and is gone afterwards', async () => {
    expect(await withLock(path, async () => existsSync(`${path}.lock`))).toBe(true);
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  test('is gone after work that fails', async () => {
    await expect(withLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  test('names its holder while it is held', async () => {
    const text = await withLock(path, () => readFile(`${path}.lock`, 'utf8'));
    expect(JSON.parse(text)).toMatchObject({ pid: process.pid, host: hostname() });
  });

  test('lets only one work at a time', async () => {
    let working = 0;
    let most = 0;
    const work = async () => {
      working += 1;
      most = Math.max(most, working);
      await readFile(`${path}.lock`);
      working -= 1;
    };
    await Promise.all(Array.from({ length: 10 }, () => withLock(path, work)));
    expect(most).toBe(1);
  });

  test('is refused after the waiting time, naming the file and its holder', async () => {
    await withLock(path, async () => {
      const refused = withLock(path, async () => undefined, { waitMs: 100 });
      await expect(refused).rejects.toThrow(`${path}.lock is held by process ${process.pid} on ${hostname()}`);
    });
  });

  test('rejects with the system’s error where no file can be made', async () => {
    await expect(withLock(join(folder, 'none', 'x'), async () => undefined)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('a lock that was left behind', () => {
  test.each([
    ['by a process that has ended is taken over', () => owner({ pid: deadPid() }), false],
    ['by a process whose number another one has now is taken over', () => owner({ pid: process.pid }), false],
    ['on another machine is respected', () => owner({ pid: deadPid(), host: 'elsewhere' }), true],
    ['just now without a word in it is respected', () => '', true],
  ])('%s', async (_name, text, taken) => {
    await writeFile(`${path}.lock`, text());
    expect(await isTaken()).toBe(taken);
  });

  test('a while ago without a word in it is taken over', async () => {
    await writeFile(`${path}.lock`, '');
    await utimes(`${path}.lock`, 1, 1);
    expect(await isTaken()).toBe(false);
  });

  test('is taken over by only one of many', async () => {
    await writeFile(`${path}.lock`, owner({ pid: deadPid() }));
    let working = 0;
    const work = async () => {
      working += 1;
      expect(working).toBe(1);
      await readFile(`${path}.lock`);
      working -= 1;
    };
    await Promise.all(Array.from({ length: 10 }, () => withLock(path, work)));
    expect(existsSync(`${path}.lock.recovery`)).toBe(false);
  });

  test('is taken over although a recovery was interrupted a while ago', async () => {
    await writeFile(`${path}.lock`, owner({ pid: deadPid() }));
    await writeFile(`${path}.lock.recovery`, '');
    await utimes(`${path}.lock.recovery`, 1, 1);
    expect(await withLock(path, async () => 'done')).toBe('done');
  });
});
