import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFreshFile } from '../../src/http/fresh-file.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

function open(name: string) {
  const path = join(temporaryFolder(), 'folder');
  writeFileSync(path, 'one');
  const clock = createFakeClock();
  let parsed = 0;
  const parse = (text: string) => {
    parsed += 1;
    return text.toUpperCase();
  };
  return { path, clock, parses: () => parsed, read: createFreshFile({ path: join(path, name), parse, clock }) };
}

describe('a fresh file', () => {
  test('is parsed once while it stays the same', async () => {
    const { clock, read, parses } = open('');
    expect(read()).toBe('ONE');
    await clock.advance(2_000);
    expect(read()).toBe('ONE');
    expect(parses()).toBe(1);
  });

  test('is looked at again after a second', async () => {
    const { path, clock, read } = open('');
    read();
    writeFileSync(path, 'two!');
    expect(read()).toBe('ONE');
    await clock.advance(1_000);
    expect(read()).toBe('TWO!');
  });

  test('that goes away becomes empty', async () => {
    const { path, clock, read } = open('');
    read();
    rmSync(path);
    await clock.advance(1_000);
    expect(read()).toBe('');
  });

  test('that cannot even be looked for is empty', () => {
    expect(open('below-a-file').read()).toBe('');
  });
});
