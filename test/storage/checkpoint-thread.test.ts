import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/app/system-clock.ts';
import { systemTimer } from '../../src/resilience/timer.ts';
import { startCheckpointThread, ThreadEnded } from '../../src/storage/checkpoint-thread.ts';
import { createFile } from '../../src/storage/create-file.ts';
import { migrations } from '../../src/storage/migrations.ts';
import { type Connection, connect } from '../../src/storage/sqlite.ts';
import { testFolder } from './stores.ts';

const effects = { clock: systemClock, startTimer: systemTimer };

async function openedFile() {
  const path = join(await testFolder(), 'svcmon.db');
  await createFile(path, { ...effects, steps: migrations });
  const connection = await connect({ ...effects, path, access: 'keep' });
  const thread = startCheckpointThread(path);
  onTestFinished(async () => {
    await thread.stop();
    await connection.close();
  });
  return { path, connection, thread };
}

function addService({ write }: Connection, name: string): Promise<void> {
  return write('written', async (db) => {
    await db.insertInto('service').values({ name, paused_at: null }).execute();
  });
}

test('what is in the log is written into the file, and only that', async () => {
  const { connection, thread } = await openedFile();
  await addService(connection, 'api');
  const { inLog, inFile } = await thread.run();
  expect(inLog).toBeGreaterThan(0);
  expect(inFile).toBe(inLog);
  await addService(connection, 'web');
  // The log began anew.
  expect((await thread.run()).inLog).toBeLessThanOrEqual(inLog);
});

test('nobody who writes waits for it, and what they are about to write is left for the next time', async () => {
  const { connection, thread } = await openedFile();
  await addService(connection, 'api');
  const { inLog, inFile } = await connection.write('written', async (db) => {
    await db.insertInto('service').values({ name: 'web', paused_at: null }).execute();
    return thread.run();
  });
  expect(inFile).toBe(inLog);
  expect((await thread.run()).inLog).toBeGreaterThan(0);
  const names = await connection.read((db) => db.selectFrom('service').select('name').execute());
  expect(names.map(({ name }) => name)).toEqual(['api', 'web']);
});

test('a thread that was stopped says so, and may be stopped again', async () => {
  const { thread } = await openedFile();
  await thread.run();
  await thread.stop();
  await thread.stop();
  await expect(thread.run()).rejects.toBeInstanceOf(ThreadEnded);
});

test('a thread that finds no file to open ends, and says so', async () => {
  const { path, thread: _ } = await openedFile();
  await rm(path, { force: true });
  const thread = startCheckpointThread(join(path, 'no', 'such.db'));
  await expect(thread.run()).rejects.toBeInstanceOf(ThreadEnded);
  await thread.stop();
});
