import { existsSync, statSync } from 'node:fs';
import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { type Migration, migrations } from '../../src/storage/migrations.ts';
import { StoreUnavailable } from '../../src/storage/store.ts';
import { StoreRefused } from '../../src/storage/store-refused.ts';
import { checkResult, unhealthyResult } from '../support/check-result.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { commitOf, lifelikeResult, serviceName } from '../support/many-results.ts';
import { nextLine, storeProcesses } from './processes.ts';
import { health, incident, noon } from './records.ts';
import { openAt, testFolder } from './stores.ts';

const start = storeProcesses();

/** A file with the state of one service in it. */
async function usedFile(): Promise<string> {
  const path = join(await testFolder(), 'svcmon.db');
  const { store } = await openAt(path);
  await store.commit(commitOf({ results: [checkResult()], health: [{ service: 'web', health: health() }] }));
  await store.commit(commitOf({ incidents: [incident()] }));
  await store.close();
  return path;
}

/** What opening was refused with. */
async function refusalOf(opening: Promise<unknown>): Promise<StoreRefused> {
  const thrown = await opening.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(thrown).toBeInstanceOf(StoreRefused);
  if (!(thrown instanceof StoreRefused)) throw new Error('it was not refused');
  return thrown;
}

describe('opening a store', () => {
  test('makes the folder and the files for their owner only', async () => {
    const folder = join(await testFolder(), 'deep', 'data');
    const { store, notices } = await openAt(join(folder, 'svcmon.db'));
    await store.commit(commitOf({ results: [checkResult()] }));
    expect(notices).toEqual([]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const names = await readdir(folder);
    expect(names.sort()).toEqual(['svcmon.db', 'svcmon.db-shm', 'svcmon.db-wal', 'svcmon.db.lock', 'svcmon.db.pid']);
    for (const name of names) expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600]);
  });

  test('finds what was stored before', async () => {
    const { store, notices } = await openAt(await usedFile());
    expect(notices).toEqual([]);
    expect((await store.loadStates()).get('web')?.health).toEqual(health());
    expect(await store.incidents({ limit: 9 })).toEqual([incident()]);
    expect(await store.results({ limit: 9 })).toHaveLength(1);
  });

  test('begins anew where making the file was interrupted', async () => {
    const path = join(await testFolder(), 'svcmon.db');
    await writeFile(`${path}.new`, 'half a datab');
    const { store, notices } = await openAt(path);
    expect(notices).toEqual([]);
    expect(await store.loadStates()).toEqual(new Map());
    expect(existsSync(`${path}.new`)).toBe(false);
  });

  test('refuses a folder that is a file, with the reason', async () => {
    const path = join(await testFolder(), 'file');
    await writeFile(path, '');
    const refusal = await refusalOf(openAt(join(path, 'svcmon.db')));
    expect(refusal.reason).toBe('unusable');
    expect(refusal.message).toContain(join(path, 'svcmon.db'));
  });
});

describe('a damaged file', () => {
  const clock = createFakeClock({ at: Date.UTC(2026, 10, 21, 19, 36, 0) });
  const damages: readonly (readonly [name: string, damage: (path: string) => Promise<void>])[] = [
    ['that is no database', (path) => writeFile(path, 'this is not a database\n'.repeat(1_000))],
    ['that is empty', (path) => truncate(path, 0)],
    ['that was cut off', (path) => truncate(path, 3 * 4_096 + 100)],
    ['of which only the first bytes are left', (path) => truncate(path, 60)],
    ['in whose middle is rubbish', (path) => overwrite(path, 5 * 4_096, 8_192)],
    ['whose header is rubbish', (path) => overwrite(path, 0, 100)],
  ];

  test.each(damages)('%s is set aside, loudly, and a new history begins', async (_name, damage) => {
    const path = await usedFile();
    await damage(path);
    const damaged = await readFile(path);
    const { store, notices } = await openAt(path, { clock });
    expect(notices.map(({ kind }) => kind)).toEqual(['quarantined']);
    expect(notices[0]?.text).toContain('svcmon.db.corrupt-20261121T193600Z');
    expect(await readFile(`${path}.corrupt-20261121T193600Z`)).toEqual(damaged);
    expect(await store.loadStates()).toEqual(new Map());
    await store.commit(commitOf({ results: [checkResult()] }));
    await store.close();
    const { store: reopened, notices: none } = await openAt(path);
    expect(none).toEqual([]);
    expect(await reopened.results({ limit: 9 })).toHaveLength(1);
  });

  test('never takes the place of one that was set aside before', async () => {
    const path = await usedFile();
    for (const text of ['first', 'second']) {
      await writeFile(path, text);
      const { store } = await openAt(path, { clock });
      await store.close();
    }
    expect(await readFile(`${path}.corrupt-20261121T193600Z`, 'utf8')).toBe('first');
    expect(await readFile(`${path}.corrupt-20261121T193600Z_2`, 'utf8')).toBe('second');
  });

  test('is left alone by those who only look', async () => {
    const path = await usedFile();
    await writeFile(path, 'not a database at all');
    for (const mode of ['read', 'shared-write'] as const) {
      expect((await refusalOf(openAt(path, { mode }))).reason).toBe('damaged');
    }
    expect(await readFile(path, 'utf8')).toBe('not a database at all');
  });

  test('that is large shows when it is read, and is set aside when it is opened next', async () => {
    const path = join(await testFolder(), 'svcmon.db');
    const { store } = await openAt(path);
    const evidence = { body: 'x'.repeat(10_000) };
    const results = Array.from({ length: 2_000 }, (_, index) => ({
      ...unhealthyResult,
      service: serviceName(index),
      evidence,
    }));
    await store.commit(commitOf({ results }));
    await store.close();
    expect(statSync(path).size).toBeGreaterThan(16 * 1024 * 1024);
    await overwrite(path, 1024 * 1024, 15 * 1024 * 1024);

    const { store: damaged, notices } = await openAt(path);
    expect(notices).toEqual([]);
    const reads = await Promise.allSettled(results.map(({ service }) => damaged.failures(service, 10)));
    const failed = reads.flatMap((read) => (read.status === 'rejected' ? [read.reason] : []));
    expect(failed.length).toBeGreaterThan(0);
    for (const reason of failed) {
      expect(reason).toBeInstanceOf(StoreUnavailable);
      expect(reason).toMatchObject({ trouble: 'corrupt' });
    }
    await damaged.close();

    const reopened = await openAt(path);
    expect(reopened.notices.map(({ kind }) => kind)).toEqual(['quarantined']);
    expect(await reopened.store.loadStates()).toEqual(new Map());
  });
});

describe('a file of another origin', () => {
  test('that belongs to another program is refused and not touched', async () => {
    const path = join(await testFolder(), 'theirs.db');
    const theirs = new DatabaseSync(path);
    theirs.exec('create table customer (name text)');
    theirs.close();
    const before = await readFile(path);
    for (const mode of ['write', 'shared-write', 'read'] as const) {
      expect((await refusalOf(openAt(path, { mode }))).reason).toBe('foreign');
    }
    expect(await readFile(path)).toEqual(before);
  });

  test('that a newer version wrote is refused, with both versions', async () => {
    const path = join(await testFolder(), 'svcmon.db');
    const { store } = await openAt(path, { steps: [...migrations, addColumn] });
    await store.close();
    for (const mode of ['write', 'shared-write', 'read'] as const) {
      const refusal = await refusalOf(openAt(path, { mode }));
      expect(refusal.reason).toBe('newer_schema');
      const known = migrations.length;
      expect(refusal.message).toContain(`newer svcmon (version ${known + 1} of its schema, this one knows ${known})`);
    }
    const { notices } = await openAt(path, { steps: [...migrations, addColumn] });
    expect(notices).toEqual([]);
  });

  test('that an earlier version wrote is migrated, and kept as it was', async () => {
    const path = await usedFile();
    const clock = createFakeClock({ at: Date.UTC(2026, 10, 21, 19, 36, 0) });
    const { store, notices } = await openAt(path, { clock, steps: [...migrations, addColumn] });
    const name = `svcmon.db.backup-v${migrations.length}-20261121T193600Z`;
    const backup = join(dirname(path), name);
    expect(notices).toEqual([{ kind: 'migrated', text: expect.stringContaining(name) }]);
    expect(await store.incidents({ limit: 9 })).toEqual([incident()]);
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    const { store: before } = await openAt(backup, { mode: 'read' });
    expect(await before.incidents({ limit: 9 })).toEqual([incident()]);
  });

  test('stays as it was when its migration fails half-way', async () => {
    const path = await usedFile();
    const fails: Migration = async (db) => {
      await addColumn(db);
      await sql`insert into no_such_table values (1)`.execute(db);
    };
    await expect(openAt(path, { steps: [...migrations, fails] })).rejects.toThrow('no such table');
    const { store, notices } = await openAt(path);
    expect(notices).toEqual([]);
    expect(await store.incidents({ limit: 9 })).toEqual([incident()]);
  });

  test('of an earlier version is left to the process that keeps it', async () => {
    const path = await usedFile();
    for (const mode of ['shared-write', 'read'] as const) {
      const refusal = await refusalOf(openAt(path, { mode, steps: [...migrations, addColumn] }));
      expect(refusal.reason).toBe('older_schema');
    }
  });
});

describe('several processes on one file', () => {
  test('a second one that wants to keep it is refused with the pid of the first', async () => {
    const path = join(await testFolder(), 'svcmon.db');
    const first = start('hold', path);
    expect(await nextLine(first)).toBe('open');
    const refusal = await refusalOf(openAt(path));
    expect(refusal.reason).toBe('locked');
    expect(refusal.message).toContain(`process ${first.pid} on `);
    expect(await first.finish()).toBe(0);
    const { store } = await openAt(path);
    expect(await store.loadStates()).toEqual(new Map());
  });

  test('so is one in the same process, and the first goes on', async () => {
    const path = await usedFile();
    const { store } = await openAt(path);
    expect((await refusalOf(openAt(path))).message).toContain(`process ${process.pid} on `);
    expect((await refusalOf(openAt(path))).reason).toBe('locked');
    await store.commit(commitOf({ results: [checkResult({ startedAt: noon })] }));
    expect(await store.results({ limit: 9 })).toHaveLength(2);
  });

  test('a lock whose holder was killed is free at once', async () => {
    const path = join(await testFolder(), 'svcmon.db');
    const first = start('hold', path);
    expect(await nextLine(first)).toBe('open');
    await first.kill();
    expect(existsSync(`${path}.pid`)).toBe(true);
    const { notices } = await openAt(path);
    expect(notices).toEqual([]);
    expect(await readFile(`${path}.pid`, 'utf8')).toContain(`process ${process.pid} on `);
  });

  test('people read, acknowledge and pause while another process keeps it, and it sees that at once', async () => {
    const path = await usedFile();
    const { store: monitor } = await openAt(path);
    const { store: people } = await openAt(path, { mode: 'shared-write' });
    const { store: reader } = await openAt(path, { mode: 'read' });
    expect(await people.acknowledge('i-1', 'kim', noon)).toBe('done');
    await people.setPaused('web', true, noon);
    expect((await monitor.loadStates()).get('web')?.paused).toBe(true);
    await monitor.commit(commitOf({ incidents: [incident({ message: 'worse' })] }));
    expect(await reader.incidents({ limit: 9 })).toEqual([
      incident({ message: 'worse', acknowledged: { by: 'kim', at: noon } }),
    ]);
  });

  test('a short write of people waits for one that is under way, while both are at work', async () => {
    const path = join(await testFolder(), 'svcmon.db');
    const monitor = start('load', path);
    expect(await nextLine(monitor)).toBe('open');
    expect(await nextLine(monitor)).toBe('0');
    const { store } = await openAt(path, { mode: 'shared-write' });
    for (let note = 0; note < 50; note += 1) {
      expect(await store.addNote('i-0', { text: `note ${note}`, by: 'kim', at: noon + note })).toBe('done');
    }
    const before = await nextLine(monitor);
    await monitor.kill();
    expect(Number(before)).toBeGreaterThan(0);
    expect((await store.incident('i-0'))?.timeline.filter(({ kind }) => kind === 'note')).toHaveLength(50);
  });

  test('who writes shortly makes the file where there is none, and keeps no lock', async () => {
    const path = join(await testFolder(), 'svcmon.db');
    const { store } = await openAt(path, { mode: 'shared-write' });
    await store.setPaused('web', true, noon);
    expect(await store.maintain(noon)).toEqual({ more: false });
    const { store: monitor } = await openAt(path);
    expect(await monitor.pausedServices()).toEqual(['web']);
  });

  test('who only reads makes nothing and changes nothing', async () => {
    const missing = join(await testFolder(), 'data', 'svcmon.db');
    expect((await refusalOf(openAt(missing, { mode: 'read' }))).reason).toBe('missing');
    expect(existsSync(join(missing, '..'))).toBe(false);
    const { store } = await openAt(await usedFile(), { mode: 'read' });
    const write = store.commit(commitOf({ results: [lifelikeResult(0, noon)] }));
    await expect(write).rejects.toMatchObject({ name: 'StoreUnavailable', trouble: 'read_only' });
    expect(await store.results({ limit: 9 })).toHaveLength(1);
  });
});

const addColumn: Migration = async (db) => {
  await db.schema.alterTable('incident').addColumn('title', 'text').execute();
};

/** Random bytes over a part of the file; nothing of SQLite has it open in this process. */
async function overwrite(path: string, from: number, bytes: number): Promise<void> {
  const content = await readFile(path);
  for (let index = from; index < Math.min(content.length, from + bytes); index += 1)
    content[index] = (index * 31) & 0xff;
  await writeFile(path, content);
}
