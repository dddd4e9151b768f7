import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readOptionFile } from '../../src/http/option-file.ts';
import { failureFrom } from '../support/failures.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'svcmon-option-file-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = async (name: string) => readOptionFile(join(folder, name), 'body_file');

describe('a file that an option names', () => {
  test('is read as it stands, and again when it changed', async () => {
    writeFileSync(join(folder, 'a'), Buffer.from([1, 0xff]));
    expect(await read('a')).toEqual(Buffer.from([1, 0xff]));
    expect(await read('a')).toBe(await read('a'));
    writeFileSync(join(folder, 'a'), 'other');
    expect(String(await read('a'))).toBe('other');
  });

  test.each([
    ['missing', () => undefined, /^body_file: .*\/f cannot be read \(ENOENT\)$/],
    ['a pipe', (path: string) => execFileSync('mkfifo', [path]), /^body_file: .*\/f is not a regular file$/],
    [
      'larger than 16 MiB',
      (path: string) => {
        writeFileSync(path, '');
        truncateSync(path, 16 * 1_048_576 + 1);
      },
      /^body_file: .*\/f is larger than 16 MiB$/,
    ],
  ])('is no fault of the target when it is %s', async (_what, make, message) => {
    make(join(folder, 'f'));
    const failure = await failureFrom(read('f'));
    expect(failure.reason).toBe('config_file_unreadable');
    expect(failure.message).toMatch(message);
  });
});
