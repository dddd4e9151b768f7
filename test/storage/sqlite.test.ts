import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/app/system-clock.ts';
import { type StartTimer, systemTimer } from '../../src/resilience/timer.ts';
import { createFile } from '../../src/storage/create-file.ts';
import { migrations } from '../../src/storage/migrations.ts';
import { type Connection, type ConnectOptions, connect } from '../../src/storage/sqlite.ts';
import { testFolder } from './stores.ts';

const system = { clock: systemClock, startTimer: systemTimer };

async function newFile(): Promise<string> {
  const path = join(await testFolder(), 'svcmon.db');
  await createFile(path, { ...system, steps: migrations });
  return path;
}

async function connected(path: string, options: Partial<ConnectOptions> = {}): Promise<Connection> {
  const connection = await connect({ ...system, path, access: 'write', ...options });
  onTestFinished(() => connection.close());
  return connection;
}

function addService({ write }: Connection, name: string): Promise<void> {
  return write('written', async (db) => {
    await db.insertInto('service').values({ name, paused_at: null }).execute();
  });
}

/** Another process that has begun to write. */
function anotherWriter(path: string): { readonly commit: () => void } {
  const handle = new DatabaseSync(path);
  onTestFinished(() => handle.close());
  handle.exec('begin immediate');
  return { commit: () => handle.exec('commit') };
}

test.each([
  ['written', 1],
  ['synced', 2],
] as const)('what is %s has the setting %i of synchronous, whatever came before', async (durability, setting) => {
  const { write } = await connected(await newFile());
  for (const before of ['written', 'synced'] as const) {
    await write(before, async () => undefined);
    const { rows } = await write(durability, (db) => sql<{ synchronous: number }>`pragma synchronous`.execute(db));
    expect(rows[0]?.synchronous).toBe(setting);
  }
});

test('a write that fails leaves nothing behind, and its own error is seen', async () => {
  const connection = await connected(await newFile());
  const failing = connection.write('synced', async (db) => {
    await db.insertInto('service').values({ name: 'half', paused_at: null }).execute();
    throw new Error('a defect');
  });
  await expect(failing).rejects.toThrow('a defect');
  expect(await connection.read((db) => db.selectFrom('service').selectAll().execute())).toEqual([]);
  await addService(connection, 'whole');
});

test('a write waits for another process, and lets everything else go on meanwhile', async () => {
  const path = await newFile();
  let waits = 0;
  const startTimer: StartTimer = (ms, callback) => {
    waits += 1;
    if (waits === 3) other.commit();
    return systemTimer(ms, callback);
  };
  const connection = await connected(path, { startTimer });
  const other = anotherWriter(path);
  await addService(connection, 'after');
  expect(waits).toBe(3);
});

test('a write gives up on a process that never ends its own', async () => {
  const path = await newFile();
  const connection = await connected(path);
  anotherWriter(path);
  let now = 0;
  const clock = {
    now: () => now,
    monotonic: () => {
      now += 1_000;
      return now;
    },
  };
  const impatient = await connected(path, { clock });
  await expect(addService(impatient, 'never')).rejects.toMatchObject({ name: 'StoreUnavailable', trouble: 'busy' });
  expect(await connection.read((db) => db.selectFrom('service').selectAll().execute())).toEqual([]);
});

test('everything read at once is of one instant, whatever is written meanwhile', async () => {
  const path = await newFile();
  const writer = await connected(path);
  const reader = await connected(path, { access: 'read' });
  const count = (db: Connection['db']) => db.selectFrom('service').select('id').execute();
  const seen = await reader.read(async (db) => {
    const before = await count(db);
    await addService(writer, 'meanwhile');
    return [before.length, (await count(db)).length];
  });
  expect(seen).toEqual([0, 0]);
  expect(await reader.read(count)).toHaveLength(1);
});

test('a connection that is closed refuses further work', async () => {
  const connection = await connected(await newFile());
  await connection.close();
  await expect(addService(connection, 'late')).rejects.toThrow('is closed');
});
