import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { watchConfig } from '../../src/app/config-watch.ts';
import { stampOf } from '../../src/config/stamp.ts';
import { systemTimer } from '../../src/resilience/timer.ts';
import { freshFolder } from '../support/svcmon.ts';

/** A folder with a configuration that includes `services.d/*.yaml` and refers to a secret, and its watcher. */
async function watching() {
  const folder = await freshFolder();
  onTestFinished(() => rm(folder, { recursive: true }));
  const [main, secret] = [join(folder, 'services.yaml'), join(folder, 'token')];
  await mkdir(join(folder, 'services.d'));
  await writeFile(main, 'services: []\n');
  await writeFile(secret, 'one');
  const origins = { main, files: [main, secret], include: ['services.d/*.yaml'] };
  const seen: string[] = [];
  const watch = await watchConfig({
    origins,
    changed: async () => {
      seen.push(await stampOf(origins));
      return origins;
    },
    startTimer: systemTimer,
    onDefect: (error) => seen.push(String(error)),
  });
  onTestFinished(() => watch.stop());
  return { folder, main, secret, seen, watch };
}

const patience = { timeout: 5_000, interval: 50 };

test.each<[string, (files: { folder: string; main: string; secret: string }) => Promise<void>]>([
  ['written to', ({ main }) => writeFile(main, 'services: [ ]\n')],
  [
    'replaced, as editors do',
    async ({ folder, main }) => {
      await writeFile(join(folder, '.services.yaml.swp'), 'services: [ ]\n');
      await rename(join(folder, '.services.yaml.swp'), main);
    },
  ],
  ['joined by an included file', ({ folder }) => writeFile(join(folder, 'services.d', 'more.yaml'), 'services: []\n')],
  ['given another secret', ({ secret }) => writeFile(secret, 'another')],
])('a configuration that is %s is noticed once', async (_name, change) => {
  const { seen, ...files } = await watching();
  await change(files);
  await vi.waitFor(() => expect(seen).toHaveLength(1), patience);
});

test('a reload that was asked for is not done again for the same change', async () => {
  const { main, seen, watch, folder } = await watching();
  await writeFile(main, 'services: [ ]\n');
  await watch.use({ main, files: [main], include: [] });
  await writeFile(join(folder, 'unrelated.txt'), 'x');
  await watch.stop();
  expect(seen).toEqual([]);
});
