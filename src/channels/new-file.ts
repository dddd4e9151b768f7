import { constants } from 'node:fs';
import { type FileHandle, link, lstat, mkdir, open, unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** The name a file got; or why there is none, and whether trying again could help. */
export type WrittenFile = { readonly name: string } | { readonly problem: string; readonly lasting: boolean };

export interface NewFile {
  readonly directory: string;
  /** The name without extension; `_2`, `_3`, … is added to it where the name is taken. */
  readonly stem: string;
  readonly extension: string;
  readonly text: string;
}

/**
 * Writes a file that appears whole or not at all, under a name that nothing had, also among several processes: a hidden
 * temporary file is synced, then linked to the first free name, then the folder is synced. Makes the folder (0700) where
 * it is missing; the file is 0600. Symbolic links are refused, not followed. Never rejects.
 */
export async function writeNewFile(file: NewFile): Promise<WrittenFile> {
  const directory = resolve(file.directory);
  try {
    const problem = await problemOf(directory);
    if (problem !== undefined) return { problem: `${file.directory} ${problem}`, lasting: true };
    const temporary = await writeTemporary(directory, file);
    try {
      return { name: await linkToFreeName(temporary, directory, file) };
    } finally {
      await unlink(temporary).catch(() => undefined);
      await syncFolder(directory);
    }
  } catch (thrown) {
    const code = codeOf(thrown);
    return { problem: `cannot write into ${file.directory}: ${code}`, lasting: !passingCodes.has(code) };
  }
}

// What may be different a moment later; everything else needs somebody to change something.
const passingCodes = new Set(['ENOSPC', 'EDQUOT', 'EIO', 'EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN', 'EBUSY', 'EINTR']);

/** Makes the folder where it is missing; tells what stands in its place. */
async function problemOf(directory: string): Promise<string | undefined> {
  try {
    const found = await lstat(directory);
    if (found.isSymbolicLink()) return 'is a symbolic link, which is not followed';
    return found.isDirectory() ? undefined : 'is not a folder';
  } catch (thrown) {
    if (codeOf(thrown) !== 'ENOENT') throw thrown;
    await mkdir(directory, { recursive: true, mode: 0o700 });
    return undefined;
  }
}

const newFileOnly = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** The path of a hidden file that holds the text, synced. Its name is free of extensions that readers look for. */
async function writeTemporary(directory: string, { stem, text }: NewFile): Promise<string> {
  const { path, handle } = await firstFree(async (number) => {
    const candidate = join(directory, `.${stem}.${process.pid}.${number}.tmp`);
    return { path: candidate, handle: await open(candidate, newFileOnly, 0o600) };
  });
  try {
    await writeAndSync(handle, text);
    return path;
  } catch (thrown) {
    await unlink(path).catch(() => undefined);
    throw thrown;
  }
}

async function writeAndSync(handle: FileHandle, text: string): Promise<void> {
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Unlike a rename, a link never replaces what has the name already. */
async function linkToFreeName(temporary: string, directory: string, { stem, extension }: NewFile): Promise<string> {
  return firstFree(async (number) => {
    const name = number === 1 ? `${stem}${extension}` : `${stem}_${number}${extension}`;
    await link(temporary, join(directory, name));
    return name;
  });
}

const maxNames = 10_000;

/** The result of the first number, from 1, whose name does not exist yet. */
async function firstFree<T>(take: (number: number) => Promise<T>): Promise<T> {
  for (let number = 1; ; number += 1) {
    try {
      return await take(number);
    } catch (thrown) {
      if (codeOf(thrown) !== 'EEXIST' || number === maxNames) throw thrown;
    }
  }
}

async function syncFolder(directory: string): Promise<void> {
  const handle = await open(directory, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function codeOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : 'an unknown error';
}
