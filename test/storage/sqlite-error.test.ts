import { expect, test } from 'vitest';
import { toUnavailable, troubleOf } from '../../src/storage/sqlite-error.ts';
import { StoreUnavailable } from '../../src/storage/store.ts';

test.each([
  ['SQLITE_FULL', { errcode: 13 }, 'full'],
  ['SQLITE_READONLY', { errcode: 8 }, 'read_only'],
  ['SQLITE_READONLY_DBMOVED, an extended code', { errcode: 8 | (4 << 8) }, 'read_only'],
  ['SQLITE_IOERR_FSYNC, an extended code', { errcode: 10 | (4 << 8) }, 'broken'],
  ['SQLITE_CANTOPEN', { errcode: 14 }, 'broken'],
  ['SQLITE_CORRUPT', { errcode: 11 }, 'corrupt'],
  ['SQLITE_NOTADB', { errcode: 26 }, 'corrupt'],
  ['SQLITE_BUSY_SNAPSHOT, an extended code', { errcode: 5 | (2 << 8) }, 'busy'],
  ['ENOSPC', { code: 'ENOSPC' }, 'full'],
  ['EROFS', { code: 'EROFS' }, 'read_only'],
  ['EIO', { code: 'EIO' }, 'broken'],
])('%s is a trouble of the world', (_name, properties, trouble) => {
  const error = Object.assign(new Error('as the library says it'), properties);
  expect(troubleOf(error)).toBe(trouble);
  const unavailable = toUnavailable(error, 'data/svcmon.db');
  expect(unavailable).toBeInstanceOf(StoreUnavailable);
  expect(unavailable).toMatchObject({ trouble, cause: error });
  expect(String(unavailable)).toContain('data/svcmon.db');
});

test.each([
  ['a mistake in a statement', Object.assign(new Error('no such table'), { errcode: 1 })],
  ['a violated constraint', Object.assign(new Error('UNIQUE constraint failed'), { errcode: 19 | (8 << 8) })],
  ['an error of ours', new TypeError('undefined is not a function')],
  ['what is no error', 'text'],
])('%s is a defect and comes back as it is', (_name, thrown) => {
  expect(troubleOf(thrown)).toBeUndefined();
  expect(toUnavailable(thrown, 'data/svcmon.db')).toBe(thrown);
});
