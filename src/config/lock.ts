import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** Thrown when a file stays locked by another process for as long as one waits. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
}

const retryMs = 50;

/**
 * Runs work while holding `PATH.lock`, so that of several processes only one edits a file at a time. A lock left behind by a
 * process that is gone is taken over. Rejects with a LockedError after `waitMs`, and with whatever the work rejects with.
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  { waitMs = 5_000 }: { readonly waitMs?: number } = {},
): Promise<T> {
  const lock = `${path}.lock`;
  const own = JSON.stringify(await ownerOf(process.pid));
  for (let attempts = Math.ceil(waitMs / retryMs); !(await tryLock(lock, own)); attempts -= 1) {
    if (attempts <= 0) throw new LockedError(`${lock} is held by ${await describeHolder(lock)}`);
    await sleep(retryMs);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

/** Who holds a lock. The boot and the process's start time tell a process from a later one with the same number. */
interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly boot: string;
  readonly start: string;
}

async function tryLock(lock: string, own: string): Promise<boolean> {
  if (await create(lock, own)) return true;
  if (!(await isAbandoned(lock))) return false;
  await removeAbandoned(lock, own);
  return false;
}

/**
 * Two processes may find the same lock abandoned: without care the slower one would remove the lock that the faster one has
 * made meanwhile. So only the holder of a second lock removes, after looking again.
 */
async function removeAbandoned(lock: string, own: string): Promise<void> {
  const guard = `${lock}.recovery`;
  if (!(await create(guard, own))) {
    if (await isOld(guard)) await rm(guard, { force: true });
    return;
  }
  try {
    if (await isAbandoned(lock)) await rm(lock, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}

async function create(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function isAbandoned(lock: string): Promise<boolean> {
  const text = await readOrNothing(lock);
  if (text === undefined) return false;
  const owner = parseOwner(text);
  // A process killed between creating and filling the lock leaves it empty; a living one fills it at once.
  if (owner === undefined) return isOld(lock);
  if (owner.host !== hostname()) return false;
  const living = await ownerOf(owner.pid);
  return living === undefined || living.boot !== owner.boot || living.start !== owner.start;
}

function parseOwner(text: string): Owner | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isOwner(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isOwner(value: unknown): value is Owner {
  return (
    value !== null && typeof value === 'object' && 'pid' in value && Number.isSafeInteger(value.pid) && 'host' in value
  );
}

/** What identifies a running process; undefined when there is none of that number. */
async function ownerOf(pid: number): Promise<Owner | undefined> {
  if (!isRunning(pid)) return undefined;
  const boot = (await readOrNothing('/proc/sys/kernel/random/boot_id'))?.trim() ?? '';
  // Field 22 of proc_pid_stat(5); the second one, the program's name, may hold blanks and brackets.
  const stats = await readOrNothing(`/proc/${pid}/stat`);
  const fields = stats?.slice(stats.lastIndexOf(')') + 2).split(' ') ?? [];
  // A zombie has ended and only waits for its parent to look.
  return fields[0] === 'Z' ? undefined : { pid, host: hostname(), boot, start: fields[19] ?? '' };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, and belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function isOld(path: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(path);
    return Date.now() - mtimeMs > 2_000;
  } catch {
    return false;
  }
}

async function describeHolder(lock: string): Promise<string> {
  const owner = parseOwner((await readOrNothing(lock)) ?? '');
  return owner === undefined ? 'another process' : `process ${owner.pid} on ${owner.host}`;
}

async function readOrNothing(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}
