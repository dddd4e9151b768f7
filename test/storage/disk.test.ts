import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, statfsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/app/system-clock.ts';
import { type StartTimer, systemTimer } from '../../src/resilience/timer.ts';
import { createFile } from '../../src/storage/create-file.ts';
import { migrations } from '../../src/storage/migrations.ts';
import { connect } from '../../src/storage/sqlite.ts';
import { type Store, StoreUnavailable } from '../../src/storage/store.ts';
import { StoreRefused } from '../../src/storage/store-refused.ts';
import { unhealthyResult } from '../support/check-result.ts';
import { commitOf, serviceName } from '../support/many-results.ts';
import { nextLine, storeProcesses } from './processes.ts';
import { incident, noon, outboxItem } from './records.ts';
import { openAt, testFolder } from './stores.ts';

const canMount = mounts();
const start = storeProcesses();

/** A commit with an incident, what it owes, and some evidence. */
function commitNumber(number: number) {
  const evidence = { body: 'x'.repeat(5_000) };
  return commitOf({
    results: [{ ...unhealthyResult, service: serviceName(number), startedAt: noon + number, evidence }],
    incidents: [incident({ id: `i-${number}`, startedAt: noon + number })],
    outbox: [outboxItem({ id: `o-${number}`, createdAt: noon + number })],
  });
}

/** Commits until the store can no more; the number of the commit that failed, and why. */
async function commitUntilRefused(store: Store, from: number): Promise<{ readonly at: number; readonly why: unknown }> {
  for (let number = from; ; number += 1) {
    try {
      await store.commit(commitNumber(number));
    } catch (why) {
      return { at: number, why };
    }
  }
}

/** What keeps the store from being kept in order, or that nothing does. */
async function upkeepOf(store: Store): Promise<unknown> {
  try {
    while ((await store.maintain(noon)).more);
    return 'done';
  } catch (thrown) {
    return thrown;
  }
}

async function storedNumbers(store: Store): Promise<readonly number[]> {
  const incidents = (await store.incidents({ limit: 100_000 })).map(({ id }) => Number(id.slice(2)));
  const outbox = (await store.pendingOutbox()).map(({ id }) => Number(id.slice(2)));
  const results = (await store.results({ limit: 100_000 })).map(({ startedAt }) => startedAt - noon);
  const ordered = [incidents, outbox, results].map((numbers) => numbers.toSorted((a, b) => a - b));
  expect(ordered[1]).toEqual(ordered[0]);
  expect(ordered[2]).toEqual(ordered[0]);
  return ordered[0] ?? [];
}

function numbersBelow(end: number): readonly number[] {
  return Array.from({ length: end }, (_, number) => number);
}

describe('a disk that is full', () => {
  test('fails a write whole, and the next one succeeds once there is room', async () => {
    const path = join(await testFolder(), 'svcmon.db');
    const effects = { clock: systemClock, startTimer: systemTimer };
    await createFile(path, { ...effects, steps: migrations });
    const connection = await connect({ ...effects, path, access: 'write' });
    onTestFinished(() => connection.close());
    const fill = (bytes: number) =>
      connection.write('synced', async (db) => {
        await db.insertInto('service').values({ name: 'before', paused_at: null }).execute();
        await db
          .insertInto('service')
          .values({ name: 'x'.repeat(bytes), paused_at: null })
          .execute();
      });
    // SQLite says the same of a file that may not grow as of a disk that has no room.
    await sql`pragma max_page_count = 60`.execute(connection.db);
    await expect(fill(1_000_000)).rejects.toMatchObject({ name: 'StoreUnavailable', trouble: 'full' });
    const count = () => connection.read((db) => db.selectFrom('service').select('name').execute());
    expect(await count()).toEqual([]);
    await fill(10);
    expect(await count()).toHaveLength(2);
  });

  test.runIf(canMount)(
    'loses nothing that was confirmed, says so, and goes on by itself when there is room again',
    async () => {
      const folder = mountedFolder('2m');
      const { store } = await openAt(join(folder, 'data', 'svcmon.db'));
      const filler = join(folder, 'filler');
      for (let number = 0; number < 20; number += 1) await store.commit(commitNumber(number));
      await writeFile(filler, new Uint8Array(freeBytes(folder) - 60_000));

      const { at, why } = await commitUntilRefused(store, 20);
      expect(why).toBeInstanceOf(StoreUnavailable);
      expect(why).toMatchObject({ trouble: 'full' });
      expect(await storedNumbers(store)).toEqual(numbersBelow(at));
      await expect(store.commit(commitNumber(at))).rejects.toMatchObject({ trouble: 'full' });
      await expect(store.setPaused('x'.repeat(100_000), true, noon)).rejects.toMatchObject({ trouble: 'full' });

      await rm(filler);
      await store.commit(commitNumber(at));
      expect(await storedNumbers(store)).toEqual(numbersBelow(at + 1));
      await store.close();
      expect(integrityOf(join(folder, 'data', 'svcmon.db'))).toBe('ok');
    },
  );

  test.runIf(canMount)(
    'is told where what was confirmed no longer fits into the file, and nothing is lost',
    async () => {
      const folder = mountedFolder('4m');
      const path = join(folder, 'data', 'svcmon.db');
      let checkpoint = () => {};
      const startTimer: StartTimer = (ms, callback) => {
        if (ms !== 60_000) return systemTimer(ms, callback);
        checkpoint = callback;
        return () => undefined;
      };
      const { store } = await openAt(path, { startTimer, checkpointEveryMs: 60_000 });
      for (let number = 0; number < 25; number += 1) await store.commit(commitNumber(number));
      const filler = join(folder, 'filler');
      await writeFile(filler, new Uint8Array(freeBytes(folder)));
      checkpoint();
      await expect.poll(() => upkeepOf(store)).toMatchObject({ name: 'StoreUnavailable', trouble: 'full' });
      expect(await storedNumbers(store)).toEqual(numbersBelow(25));

      await rm(filler);
      await expect.poll(() => upkeepOf(store)).toBe('done');
      await store.commit(commitNumber(25));
      expect(await storedNumbers(store)).toEqual(numbersBelow(26));
      await store.close();
      expect(integrityOf(path)).toBe('ok');
    },
  );

  test.runIf(canMount)('is told before anything begins, where not even an empty store fits', async () => {
    const folder = mountedFolder('1m');
    await writeFile(join(folder, 'filler'), new Uint8Array(freeBytes(folder)));
    const opening = openAt(join(folder, 'svcmon.db'));
    await expect(opening).rejects.toBeInstanceOf(StoreRefused);
    await expect(opening).rejects.toMatchObject({ reason: 'unusable' });
    await expect(opening).rejects.toThrow('the disk is full');
    await rm(join(folder, 'filler'));
    const { notices } = await openAt(join(folder, 'svcmon.db'));
    expect(notices).toEqual([]);
  });
});

describe('a disk that is read-only', () => {
  test.runIf(canMount)('is told before anything begins', async () => {
    const opening = openAt(join(readOnlyView(await testFolder()), 'data', 'svcmon.db'));
    await expect(opening).rejects.toMatchObject({ reason: 'unusable' });
    await expect(opening).rejects.toThrow('the file or its disk is read-only');
  });

  test.runIf(canMount)('is told before anything begins, also where there is a store', async () => {
    const folder = await testFolder();
    const keeper = start('hold', join(folder, 'svcmon.db'));
    expect(await nextLine(keeper)).toBe('open');
    expect(await keeper.finish()).toBe(0);
    const opening = openAt(join(readOnlyView(folder), 'svcmon.db'));
    await expect(opening).rejects.toMatchObject({ reason: 'unusable' });
    await expect(opening).rejects.toThrow('the file or its disk is read-only');
    expect((await openAt(join(folder, 'svcmon.db'))).notices).toEqual([]);
  });
});

/** The folder as it would be on a read-only disk. */
function readOnlyView(folder: string): string {
  const view = mkdtempSync(join(tmpdir(), 'svcmon-disk-'));
  execFileSync('mount', ['--bind', folder, view]);
  onTestFinished(() => unmount(view));
  execFileSync('mount', ['-o', 'remount,bind,ro', view]);
  return view;
}

/** A disk of that size, for one test. */
function mountedFolder(size: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'svcmon-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  onTestFinished(() => unmount(folder));
  return folder;
}

function unmount(folder: string): void {
  execFileSync('umount', ['-l', folder]);
  rmdirSync(folder);
}

/** Only root may mount, and not in every container. */
function mounts(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'svcmon-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(folder);
  }
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function integrityOf(path: string): unknown {
  const handle = new DatabaseSync(path);
  try {
    return Object.values(handle.prepare('pragma integrity_check').get())[0];
  } finally {
    handle.close();
  }
}
