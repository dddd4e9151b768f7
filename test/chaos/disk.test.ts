import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { describeWhere } from '../support/describe-where.ts';
import { readAccount, troublesIn } from './account.ts';
import { canMountDevices, mountFailingDisk } from './failing-disk.ts';
import { tell } from './figures.ts';
import { canMount, mountSmallDisk } from './small-disk.ts';
import { until } from './until.ts';
import { askedSince, heard, startWorld, type World } from './world.ts';

const names = ['api', 'web'];

async function untilStored({ folder }: World): Promise<void> {
  await until('a result of every service is stored', async () => {
    if (!(await readdir(folder)).includes('svcmon.db')) return false;
    const { results } = await readAccount(join(folder, 'svcmon.db'));
    return names.every((name) => results.some(({ service }) => service === name));
  });
}

const mounting = { allowed: canMount, needs: 'needs root, and to be allowed to mount a tmpfs' };
const mountingDevices = {
  allowed: canMountDevices,
  needs: 'needs root, mkfs.ext4, and to be allowed to mount a loop device',
};

describeWhere(mounting, 'a disk of its own', () => {
  test('that is full keeps nobody from checking and alerting, is told of once, and is used again when there is room', async (context) => {
    const disk = mountSmallDisk({ kilobytes: 2_048 });
    onTestFinished(() => disk.unmount());
    const database = join(disk.path, 'svcmon.db');
    const world = await startWorld({ names, storageUrl: `sqlite:${database}` });
    const { target, receiver } = world;
    const monitor = world.monitor();
    await until('results are stored', async () => {
      return (await readdir(disk.path)).includes('svcmon.db') && (await readAccount(database)).results.length >= 4;
    });

    disk.fill();
    const filledAt = Date.now();
    const asked = performance.now();
    target.settle('api', false);
    await until('the alert is told', () => heard(receiver, 'ServiceUnhealthy').includes('firing api'), 30_000);
    await until('the trouble is told', () => heard(receiver, 'MonitorStorage').length > 0, 30_000);
    const checked = askedSince(target, asked).web ?? 0;
    expect(checked).toBeGreaterThanOrEqual(5);
    const [lastStored = 0] = (await readAccount(database)).results.map(({ startedAt }) => startedAt).slice(-1);
    expect(lastStored).toBeLessThan(filledAt + 2_000);

    disk.clear();
    await until('its end is told', () => heard(receiver, 'MonitorStorage').length > 1, 30_000);
    target.settle('api', true);
    await until('the recovery is told', () => heard(receiver, 'ServiceUnhealthy').includes('resolved api'), 30_000);
    expect(heard(receiver, 'MonitorStorage')).toEqual(['firing svcmon', 'resolved svcmon']);
    expect(heard(receiver, 'ServiceUnhealthy')).toEqual(['firing api', 'resolved api']);
    expect(await monitor.stop()).toBe(0);

    const { incidents, results } = await readAccount(database);
    expect(incidents).toMatchObject([{ service: 'api', closedAs: 'recovered' }]);
    // What could not be stored then was stored later.
    const gaps = results.filter(({ service }) => service === 'web').map(({ startedAt }) => startedAt);
    tell(context, {
      'disk full': `${checked} checks of one service until it was told, its history has no gap above ${widestGap(gaps)} ms`,
    });
    expect(widestGap(gaps)).toBeLessThan(3_000);
  }, 120_000);

  test('that can only be read is refused before anything is checked', async () => {
    const disk = mountSmallDisk({ kilobytes: 2_048 });
    onTestFinished(() => disk.unmount());
    const { monitor, target } = await startWorld({ names, storageUrl: `sqlite:${join(disk.path, 'svcmon.db')}` });
    disk.makeReadOnly();
    const refused = monitor();
    expect(await refused.ended).toBe(3);
    expect(refused.notes()).toContain('read-only');
    expect(target.answered).toEqual([]);
  });

  test('whose history could be read but not written is refused as well, and left as it is', async () => {
    const disk = mountSmallDisk({ kilobytes: 4_096 });
    onTestFinished(() => disk.unmount());
    const database = join(disk.path, 'svcmon.db');
    const { monitor, target } = await startWorld({ names, storageUrl: `sqlite:${database}` });
    const first = monitor();
    // Reading the file here would keep it open, and the disk from becoming read-only.
    await until('every service was asked', () => target.answered.length >= 4);
    expect(await first.stop()).toBe(0);
    const before = await readFile(database);
    disk.makeReadOnly();
    const refused = monitor();
    expect(await refused.ended).toBe(3);
    expect(await readFile(database)).toEqual(before);
    expect(await readdir(disk.path)).not.toContainEqual(expect.stringContaining('corrupt'));
  });
});

describeWhere(mountingDevices, 'a disk that turns read-only under an open history', () => {
  test('keeps nobody from checking and alerting, is told of once, and holds all that was stored before', async (context) => {
    const disk = mountFailingDisk();
    onTestFinished(() => disk.unmount());
    const database = join(disk.path, 'svcmon.db');
    const world = await startWorld({ names, storageUrl: `sqlite:${database}` });
    const { target, receiver } = world;
    const first = world.monitor();
    target.settle('web', false);
    await until('an incident is told', () => heard(receiver, 'ServiceUnhealthy').includes('firing web'));

    disk.fail();
    const failedAt = performance.now();
    target.settle('api', false);
    await until('the alert is told', () => heard(receiver, 'ServiceUnhealthy').includes('firing api'), 30_000);
    await until('the trouble is told', () => heard(receiver, 'MonitorStorage').length > 0, 30_000);
    target.settle('api', true);
    await until('the recovery is told', () => heard(receiver, 'ServiceUnhealthy').includes('resolved api'), 30_000);
    first.requireAlive();
    const checked = askedSince(target, failedAt).web ?? 0;
    tell(context, {
      'disk turned read-only': `${checked} checks of one service went on, an alert and its end were told`,
    });
    expect(checked).toBeGreaterThanOrEqual(5);
    expect(heard(receiver, 'MonitorStorage')).toEqual(['firing svcmon']);
    expect(heard(receiver, 'ServiceUnhealthy')).toEqual(['firing web', 'firing api', 'resolved api']);
    expect(await first.stop()).toBe(0);
    expect(first.notes()).toContain('it is lost');

    disk.repair();
    expect(await troublesIn(database)).toEqual([]);
    const [before] = (await readAccount(database)).incidents;
    expect(before).toMatchObject({ service: 'web' });
    target.settle('web', true);
    const second = world.monitor();
    await until('the recovery is told', () => heard(receiver, 'ServiceUnhealthy').includes('resolved web'));
    expect(await second.stop()).toBe(0);
    expect(await readdir(disk.path)).not.toContainEqual(expect.stringContaining('corrupt'));
    expect((await readAccount(database)).incidents).toMatchObject([{ id: before?.id, closedAs: 'recovered' }]);
  }, 120_000);
});

describe('a damaged history', () => {
  test.each([
    ['without its beginning', (path: string) => overwrite(path, { from: 0, bytes: 4_096 })],
    ['with noise in its middle', (path: string) => overwrite(path, { from: 8_192, bytes: 20_000 })],
    ['that was cut short', (path: string) => truncate(path, 20_000)],
    ['that is a text', (path: string) => writeFile(path, 'not a database, but something somebody wrote\n'.repeat(99))],
  ])(
    '%s is set aside whole and told of, and a new one begins',
    async (_name, damage) => {
      const world = await startWorld({ names });
      const first = world.monitor();
      await untilStored(world);
      expect(await first.stop()).toBe(0);
      const path = join(world.folder, 'svcmon.db');
      await damage(path);
      const damaged = await readFile(path);

      const second = world.monitor();
      const kept = await until('the damaged file is set aside', async () => {
        second.requireAlive();
        return (await readdir(world.folder)).find((name) => /^svcmon\.db\.corrupt-[^-]+$/.test(name));
      });
      expect(await readFile(join(world.folder, kept))).toEqual(damaged);
      world.target.settle('api', false);
      await until('the alert is told', () => heard(world.receiver, 'ServiceUnhealthy').includes('firing api'));
      await untilStored(world);
      expect(second.notes()).toContain(kept);
      expect(await second.stop()).toBe(0);
    },
    60_000,
  );
});

test('a second monitor on the same history is refused, and may begin as soon as the first was killed', async () => {
  const world = await startWorld({ names });
  const first = world.monitor();
  await untilStored(world);
  const second = world.monitor();
  expect(await second.ended).toBe(3);
  expect(second.notes()).toContain(`${first.pid}`);
  first.requireAlive();

  await first.kill();
  const killedAt = performance.now();
  const third = world.monitor();
  await until('it checks', () => Object.keys(askedSince(world.target, killedAt)).length === names.length);
  expect(await third.stop()).toBe(0);
}, 60_000);

async function overwrite(
  path: string,
  { from, bytes }: { readonly from: number; readonly bytes: number },
): Promise<void> {
  const all = await readFile(path);
  for (let at = from; at < Math.min(all.length, from + bytes); at += 1) all[at] = (at * 167 + 13) % 256;
  await writeFile(path, all);
}

function widestGap(instants: readonly number[]): number {
  return Math.max(...instants.slice(1).map((at, index) => at - (instants[index] ?? at)));
}
