import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { channels } from '../../src/channels/registry.ts';

const notKinds = ['channel.ts', 'registry.ts', 'delivery.ts', 'new-file.ts'];

test('every kind of channel in the folder is registered under the name of its file', async () => {
  const files = await readdir(new URL('../../src/channels/', import.meta.url));
  const kinds = files.filter((file) => !notKinds.includes(file)).map((file) => file.replace('.ts', ''));
  expect(channels.map(({ type }) => type).toSorted()).toEqual(kinds.toSorted());
});
