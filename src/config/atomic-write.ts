import { randomUUID } from 'node:crypto';
import { type FileHandle, link, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Replaces the contents of a file all at once: after a crash it holds the old or the new text, never a part. Keeps the mode;
 * behind a symbolic link the link's target is replaced. Rejects with the system's error.
 */
export async function writeAtomically(path: string, text: string): Promise<void> {
  const target = await realpath(path);
  const { mode } = await stat(target);
  await throughTemporary(target, async (temporary) => {
    await closing(await open(temporary, 'wx', 0o600), async (file) => {
      await file.writeFile(text);
      await file.chmod(mode & 0o7777);
      await file.sync();
    });
    await rename(temporary, target);
  });
}

/** Creates a file all at once; false where there is one already, which is left alone. Rejects with the system's error. */
export async function createAtomically(path: string, text: string): Promise<boolean> {
  try {
    await throughTemporary(path, async (temporary) => {
      await closing(await open(temporary, 'wx'), async (file) => {
        await file.writeFile(text);
        await file.sync();
      });
      // Unlike a renaming, a link never takes the place of another file.
      await link(temporary, path);
    });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function throughTemporary(path: string, work: (temporary: string) => Promise<void>): Promise<void> {
  const folder = dirname(path);
  const prefix = `.${basename(path)}.`;
  await removeLeftovers(folder, prefix);
  const temporary = join(folder, `${prefix}${randomUUID()}.tmp`);
  try {
    await work(temporary);
  } finally {
    await rm(temporary, { force: true });
  }
  await closing(await open(folder, 'r'), (handle) => handle.sync());
}

/** Takes away what killed writers of the same file left behind; no living one needs a minute. */
async function removeLeftovers(folder: string, prefix: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(prefix) && name.endsWith('.tmp'));
  for (const name of names) {
    const path = join(folder, name);
    const stats = await stat(path).catch(() => undefined);
    if (stats !== undefined && Date.now() - stats.mtimeMs > 60_000) await rm(path, { force: true });
  }
}

async function closing(file: FileHandle, work: (file: FileHandle) => Promise<void>): Promise<void> {
  try {
    await work(file);
  } finally {
    await file.close();
  }
}
