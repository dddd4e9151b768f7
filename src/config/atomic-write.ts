import { type FileHandle, link, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Replaces the contents of a file all at once: after a crash it holds the old or the new text, never a part. Keeps the mode;
 * behind a symbolic link the link's target is replaced. Only one writer at a time: see withLock. Rejects with the system's error.
 */
export async function writeAtomically(path: string, text: string): Promise<void> {
  const target = await realpath(path);
  const { mode } = await stat(target);
  const temporary = temporaryName(target);
  try {
    await writeDurably(temporary, text, mode & 0o7777);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(target));
}

/** Creates a file all at once; false where there is one already, which is left alone. Rejects with the system's error. */
export async function createAtomically(path: string, text: string): Promise<boolean> {
  const temporary = `${temporaryName(path)}-${process.pid}`;
  try {
    await writeDurably(temporary, text, 0o644);
    await link(temporary, path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(dirname(path));
  return true;
}

// Always the same name, so that what a killed writer left behind is taken away by the next one.
function temporaryName(path: string): string {
  return join(dirname(path), `.${basename(path)}.tmp`);
}

async function writeDurably(path: string, text: string, mode: number): Promise<void> {
  await rm(path, { force: true });
  // `wx` refuses to write through a link that somebody put there.
  await closing(await open(path, 'wx', 0o600), async (file) => {
    await file.writeFile(text);
    await file.chmod(mode);
    await file.sync();
  });
}

async function syncFolder(folder: string): Promise<void> {
  await closing(await open(folder, 'r'), (handle) => handle.sync());
}

async function closing(file: FileHandle, work: (file: FileHandle) => Promise<void>): Promise<void> {
  try {
    await work(file);
  } finally {
    await file.close();
  }
}
