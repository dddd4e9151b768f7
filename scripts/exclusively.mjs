// @ts-check
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * Runs a task while no other process holds the lock file, waiting for its turn; a lock whose process is gone is taken over.
 *
 * @template T
 * @param {{ lockFile: string, onWait: () => void }} options `onWait` is called once when there is something to wait for.
 * @param {() => Promise<T>} task
 * @returns {Promise<T>}
 */
export async function exclusively({ lockFile, onWait }, task) {
  mkdirSync(dirname(lockFile), { recursive: true });
  let waiting = false;
  while (!take(lockFile)) {
    if (isAbandoned(lockFile)) {
      rmSync(lockFile, { force: true });
      continue;
    }
    if (!waiting) onWait();
    waiting = true;
    await wait(200);
  }
  try {
    return await task();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

/** @param {string} lockFile */
function take(lockFile) {
  try {
    const file = openSync(lockFile, 'wx');
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} lockFile */
function isAbandoned(lockFile) {
  const holder = readHolder(lockFile);
  if (holder === undefined) return false;
  // Between its creation and its first byte the file says nobody; numbers of processes come round again.
  if (holder.ageMs > 15 * 60_000) return true;
  return holder.pid !== 0 && !isAlive(holder.pid);
}

/** @param {string} lockFile */
function readHolder(lockFile) {
  try {
    return { pid: Number(readFileSync(lockFile, 'utf8')), ageMs: Date.now() - statSync(lockFile).mtimeMs };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return /** @type {NodeJS.ErrnoException} */ (error).code;
}
