import { type StoreTrouble, StoreUnavailable, storeTroubles } from './store.ts';

// Primary result codes of SQLite (https://www.sqlite.org/rescode.html) that tell of the world, not of a defect of ours.
const troubleByCode: Readonly<Record<number, StoreTrouble>> = {
  3: 'read_only', // SQLITE_PERM
  5: 'busy', // SQLITE_BUSY
  6: 'busy', // SQLITE_LOCKED
  8: 'read_only', // SQLITE_READONLY
  10: 'broken', // SQLITE_IOERR
  11: 'corrupt', // SQLITE_CORRUPT
  13: 'full', // SQLITE_FULL
  14: 'broken', // SQLITE_CANTOPEN
  15: 'busy', // SQLITE_PROTOCOL: a race for the locks of the write-ahead log
  26: 'corrupt', // SQLITE_NOTADB
};

// The system's own words, where a file operation failed before SQLite did.
const troubleByErrno: Readonly<Record<string, StoreTrouble>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EROFS: 'read_only',
  EACCES: 'read_only',
  EPERM: 'read_only',
  EIO: 'broken',
};

/** What keeps the file from working, by the error's code; undefined for anything else, which is a defect. */
export function troubleOf(thrown: unknown): StoreTrouble | undefined {
  if (thrown instanceof StoreUnavailable) return thrown.trouble;
  if (typeof thrown !== 'object' || thrown === null) return undefined;
  // The extended codes carry the primary one in their lowest byte.
  if ('errcode' in thrown && typeof thrown.errcode === 'number') return troubleByCode[thrown.errcode & 0xff];
  return 'code' in thrown ? troubleByErrno[String(thrown.code)] : undefined;
}

/** The same as a StoreUnavailable that names the file; a defect comes back as it is. */
export function toUnavailable(thrown: unknown, path: string): unknown {
  const trouble = troubleOf(thrown);
  if (trouble === undefined || thrown instanceof StoreUnavailable) return thrown;
  return new StoreUnavailable(`${path}: ${storeTroubles[trouble]}`, { trouble, cause: thrown });
}
