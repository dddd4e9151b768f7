import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { channels as table } from '../../src/channels/registry.ts';

const channels = await table.every();
const folder = new URL('../../src/channels/', import.meta.url);

/** The names of the files that define a channel. */
async function kinds(): Promise<readonly string[]> {
  const files = await readdir(folder);
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, folder), 'utf8')));
  return files.filter((_, at) => texts[at]?.includes('= defineChannel(')).map((file) => file.replace('.ts', ''));
}

test('every kind of channel in the folder is registered under the name of its file', async () => {
  expect(channels.map(({ type }) => type).toSorted()).toEqual((await kinds()).toSorted());
  expect(table.types).toEqual(channels.map(({ type }) => type));
});

test.each(channels.map((channel) => [channel.type, channel] as const))(
  '%s says what it does and what its keys mean',
  (_type, channel) => {
    expect(channel.summary).toMatch(/^[A-Z].+\.$/);
    for (const [name, key] of Object.entries(channel.options.shape)) {
      expect(z.globalRegistry.get(key)?.description, name).toBeTruthy();
    }
  },
);
