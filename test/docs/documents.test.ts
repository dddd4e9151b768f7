import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { documents } from '../../scripts/docs/documents.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('what is generated in the documents is up to date; `npm run docs` makes it so', async () => {
  const expected = await documents(root);
  for (const [path, text] of expected) {
    await expect(readFile(join(root, path), 'utf8'), path).resolves.toBe(text);
  }
  expect(expected.size).toBeGreaterThan(3);
});
