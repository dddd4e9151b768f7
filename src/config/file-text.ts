import { accessSync, constants, type Stats, statSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';

/** The text of a file without byte order mark, or why it could not be read. */
export type FileText =
  | { readonly ok: true; readonly text: string; readonly readableByOthers: boolean }
  | {
      readonly ok: false;
      readonly reason: string;
      readonly hint?: string;
      readonly line?: number;
      readonly column?: number;
    };

/** What loading a configuration needs of the file system; an effect. */
export interface ConfigFiles {
  /** Reads UTF-8 of at most `maxBytes`. Never rejects. */
  read(path: string, maxBytes: number): Promise<FileText>;
  /** The names in a folder, or undefined where it cannot be listed. Never rejects. */
  list(folder: string): Promise<readonly string[] | undefined>;
  /** Why a file cannot be read, as in `does not exist`; undefined where it can be. Never throws. */
  whyUnreadable(path: string): string | undefined;
}

/** The file system of this machine. */
export const diskFiles: ConfigFiles = {
  async read(path, maxBytes) {
    try {
      return await readText(path, maxBytes);
    } catch (error) {
      return { ok: false, reason: reasonOf(error) };
    }
  },
  async list(folder) {
    try {
      return await readdir(folder);
    } catch {
      return undefined;
    }
  },
  whyUnreadable(path) {
    try {
      accessSync(path, constants.R_OK);
      return whyNoFile(statSync(path));
    } catch (error) {
      return reasonOf(error);
    }
  },
};

/** Decodes UTF-8, with or without byte order mark; anything else comes back as a reason. */
export function decodeText(bytes: Uint8Array): FileText {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return { ok: false, reason: 'is UTF-16', hint: 'save it as UTF-8' };
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { ok: true, text, readableByOthers: false };
  } catch {
    const decoded = new TextDecoder('utf-8').decode(bytes);
    return { ok: false, reason: 'is not UTF-8', hint: 'save it as UTF-8', ...placeOfDamage(decoded) };
  }
}

async function readText(path: string, maxBytes: number): Promise<FileText> {
  // A pipe that nobody writes to would otherwise be waited for.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = await file.stat();
    const reason = whyNoFile(stats);
    if (reason !== undefined) return { ok: false, reason };
    const buffer = Buffer.alloc(maxBytes + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, length);
      length += bytesRead;
      if (bytesRead === 0 || length > maxBytes) break;
    }
    if (length > maxBytes) return { ok: false, reason: `is larger than ${maxBytes / 1_024} KiB` };
    const decoded = decodeText(buffer.subarray(0, length));
    return decoded.ok ? { ...decoded, readableByOthers: (stats.mode & 0o004) !== 0 } : decoded;
  } finally {
    await file.close();
  }
}

function whyNoFile(stats: Stats): string | undefined {
  if (stats.isFile()) return undefined;
  return stats.isDirectory() ? 'is a folder' : 'is not a regular file';
}

/** What the system says about a file, as a verb and its object: `does not exist`. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return reasons[code] ?? `cannot be read (${code})`;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
  EISDIR: 'is a folder',
  ENOTDIR: 'does not exist',
  ELOOP: 'is a symbolic link in a circle',
  ENAMETOOLONG: 'has too long a name',
  EROFS: 'is on a file system that is read-only',
  ENOSPC: 'is on a file system that is full',
};

function placeOfDamage(decoded: string): { readonly line: number; readonly column: number } {
  const before = decoded.slice(0, decoded.indexOf('\ufffd')).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
