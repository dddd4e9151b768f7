import { statSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/app/system-clock.ts';
import { systemTimer } from '../../src/resilience/timer.ts';
import { createFile } from '../../src/storage/create-file.ts';
import { connectKeeper, type Keeper, type KeeperOptions } from '../../src/storage/keeper.ts';
import { migrations } from '../../src/storage/migrations.ts';
import { testFolder } from './stores.ts';

const effects = { clock: systemClock, startTimer: systemTimer };

async function keeperOf(options: Partial<KeeperOptions> = {}): Promise<Keeper & { readonly path: string }> {
  const path = join(await testFolder(), 'svcmon.db');
  await createFile(path, { ...effects, steps: migrations });
  const keeper = await connectKeeper({ ...effects, path, checkpointEveryMs: 1, ...options });
  onTestFinished(() => keeper.connection.close());
  return { ...keeper, path };
}

function addService({ connection }: Keeper, name: string): Promise<void> {
  return connection.write('written', async (db) => {
    await db.insertInto('service').values({ name, paused_at: null }).execute();
  });
}

/** After how many pages of the log whoever commits writes it back. */
async function pagesInPassing({ connection }: Keeper): Promise<number | undefined> {
  const { rows } = await sql<{ wal_autocheckpoint: number }>`pragma wal_autocheckpoint`.execute(connection.db);
  return rows[0]?.wal_autocheckpoint;
}

test('who commits does not write the log back: a thread does, and the log stays small', async () => {
  const keeper = await keeperOf();
  expect(await pagesInPassing(keeper)).toBe(16_384);
  const before = statSync(keeper.path).size;
  let names = 0;
  const grown = () => statSync(keeper.path).size - before;
  while (grown() < 100_000) {
    names += 1;
    await addService(keeper, `service ${names} ${'x'.repeat(500)}`);
  }
  expect(statSync(`${keeper.path}-wal`).size).toBeLessThan(16 * 1024 * 1024);
  expect(keeper.checkpointFailure()).toBeUndefined();
});

test('without the thread the log is written back in passing', async () => {
  const startCheckpointThread = () => {
    throw new Error('no threads here');
  };
  const keeper = await keeperOf({ startCheckpointThread });
  await addService(keeper, 'api');
  await expect.poll(() => pagesInPassing(keeper)).toBe(500);
  await addService(keeper, 'web');
  expect(keeper.checkpointFailure()).toBeUndefined();
});

test('closing leaves one complete file behind', async () => {
  const keeper = await keeperOf();
  await addService(keeper, 'api');
  await keeper.connection.close();
  await keeper.connection.close();
  expect(statSync(`${keeper.path}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBe(0);
});
