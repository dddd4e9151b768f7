import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { openHandle } from './sqlite-dialect.ts';
import { troubleOf } from './sqlite-error.ts';
import { StoreRefused } from './store-refused.ts';

/** The right of one process to keep a store in order, until it is released or the process ends in any way. */
export interface Lock {
  release(): void;
}

/**
 * Takes the lock of a store; throws StoreRefused, with the pid of the holder, where another process has it. The lock is
 * the kernel's, held by SQLite on a file of its own: none is left behind by a kill, and containers that share a disk see
 * it too, while process numbers mean nothing from one to another.
 */
export function acquireLock(path: string, { startedAt }: { readonly startedAt: number }): Lock {
  const lockPath = `${path}.lock`;
  const holderPath = `${path}.pid`;
  makePrivate(lockPath);
  const handle = openHandle(lockPath);
  try {
    // Without a journal file of its own; nothing is ever written.
    handle.exec('pragma journal_mode = memory');
    handle.exec('begin exclusive');
  } catch (thrown) {
    handle.close();
    if (troubleOf(thrown) !== 'busy') throw thrown;
    throw new StoreRefused('locked', `${path} is in use by ${holderIn(holderPath)}: stop it first, or store elsewhere`);
  }
  tellHolder(holderPath, startedAt);
  return {
    release() {
      if (!handle.isOpen) return;
      forgetHolder(holderPath);
      handle.close();
    },
  };
}

/**
 * Makes the file, readable by its owner only. One that exists is not opened: closing any handle to a file takes away all
 * locks that the process has on it (POSIX, fcntl).
 */
function makePrivate(lockPath: string): void {
  try {
    closeSync(openSync(lockPath, 'wx', 0o600));
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown;
  }
}

/** For people only: a full disk must not keep the lock from being taken. */
function tellHolder(holderPath: string, startedAt: number): void {
  const since = new Date(startedAt).toISOString();
  try {
    writeFileSync(holderPath, `process ${process.pid} on ${hostname()} since ${since}\n`, { mode: 0o600 });
  } catch {
    forgetHolder(holderPath);
  }
}

/** Whose name stays on a disk that has become read-only holds nothing any more. */
function forgetHolder(holderPath: string): void {
  try {
    rmSync(holderPath, { force: true });
  } catch {
    // The next holder writes its own name over it.
  }
}

const holderText = /^process \d+ on \S+ since \S+$/;

function holderIn(holderPath: string): string {
  try {
    const text = readFileSync(holderPath, 'utf8').trim();
    return holderText.test(text) ? `another svcmon (${text})` : 'another svcmon';
  } catch {
    return 'another svcmon';
  }
}
