import { describe, expect, test } from 'vitest';
import { type StateWorld, stateWorld } from './state-world.ts';

async function silencesIn(world: StateWorld) {
  return JSON.parse((await world.run('silence', '-o', 'json')).stdout).silences;
}

async function windowsIn(world: StateWorld) {
  return JSON.parse((await world.run('maintenance', '-o', 'json')).stdout).windows;
}

describe('a silence', () => {
  test('is kept, even before anything was monitored, and shown', async () => {
    const world = await stateWorld();
    const added = await world.run('silence', 'add', '--service', 'checkout', '--for', '2h', '--comment', 'known');
    expect(added.exitCode).toBe(0);
    expect(added.stdout).toMatch(/^silence [0-9A-Z]{26}\n {2}For {9}checkout \(1 service\)\n {2}Until .*, in 2 h\n/);
    const [silence] = await silencesIn(world);
    expect(silence).toMatchObject({ match: { services: ['checkout'] }, by: 'kim', comment: 'known' });
    expect(Date.parse(silence.ends) - Date.parse(silence.starts)).toBe(7_200_000);
    expect((await world.run('silence')).stdout).toMatch(/checkout .* in 2 h +kim +known\n/);
    expect((await world.run('status', 'checkout')).stdout).toContain('silenced by kim until');
  });

  test('is ended by the beginning of its id', async () => {
    const world = await stateWorld();
    const { silence } = JSON.parse((await world.run('silence', 'add', '--all', '--for', '1h', '-o', 'json')).stdout);
    expect(await world.run('silence', 'end', silence.id.slice(0, 12))).toMatchObject({ exitCode: 0 });
    expect(await silencesIn(world)).toEqual([]);
    expect(await world.run('silence', 'end', silence.id)).toMatchObject({ exitCode: 4 });
    expect(await world.run('silence')).toMatchObject({ exitCode: 0, stdout: '', stderr: 'nothing is silenced\n' });
  });

  test.each([
    ['about nothing', ['--for', '2h'], 2],
    ['about a service that there is not', ['--service', 'chekout', '--for', '2h'], 4],
    ['without an end', ['--all'], 2],
    ['that is over', ['--all', '--until', '2020-01-01'], 2],
    ['for no time', ['--all', '--for', 'ever'], 2],
  ])('%s is refused, and nothing is kept', async (_name, args, exitCode) => {
    const world = await stateWorld();
    expect(await world.run('silence', 'add', ...args)).toMatchObject({ exitCode, stdout: '' });
    expect(await silencesIn(world)).toEqual([]);
  });
});

describe('maintenance', () => {
  const patching = { name: 'patching', schedule: '0 2 * * SUN', duration: '2h', match: { group: 'shop' } };

  test('is planned by people and by the configuration', async () => {
    const world = await stateWorld({ maintenance: [patching] });
    const added = await world.run('maintenance', 'add', 'upgrade', '--from', '1h', '--for', '30m', '--group', 'shop');
    expect(added.stdout).toMatch(/^maintenance "upgrade", window [0-9A-Z]{26}\n {2}For {9}group shop \(2 services\)\n/);
    const windows = await windowsIn(world);
    expect(windows.map(({ name, origin }: Record<string, string>) => [name, origin]).toSorted()).toEqual([
      ['patching', 'config'],
      ['upgrade', 'person'],
    ]);
    const { starts, ends, announced } = windows.find(({ name }: { name: string }) => name === 'upgrade');
    expect(Date.parse(ends) - Date.parse(starts)).toBe(1_800_000);
    expect(Date.parse(starts) - Date.parse(announced)).toBe(3_600_000);
  });

  test('that has begun shows in the status of its services', async () => {
    const world = await stateWorld();
    await world.run('maintenance', 'add', 'upgrade', '--for', '30m', '--service', 'checkout');
    expect((await world.run('status', 'checkout')).stdout).toContain('maintenance "upgrade" until');
    expect((await world.run('status', 'search')).stdout).not.toContain('maintenance');
  });

  test('is cancelled by its name', async () => {
    const world = await stateWorld();
    await world.run('maintenance', 'add', 'upgrade', '--for', '30m', '--all');
    expect(await world.run('maintenance', 'cancel', 'upgrade')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('has ended'),
    });
    expect(await windowsIn(world)).toEqual([]);
    expect((await world.run('status', 'checkout')).stdout).not.toContain('maintenance');
  });

  test('of the configuration is changed there, and one of several of a name is told by its id', async () => {
    const world = await stateWorld({ maintenance: [patching] });
    expect(await world.run('maintenance', 'cancel', 'patching')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('change it there'),
    });
    for (const from of ['1h', '2h'])
      await world.run('maintenance', 'add', 'twice', '--from', from, '--for', '5m', '--all');
    expect(await world.run('maintenance', 'cancel', 'twice')).toMatchObject({ exitCode: 2 });
    const [{ id }] = (await windowsIn(world)).filter(({ name }: { name: string }) => name === 'twice');
    expect(await world.run('maintenance', 'cancel', id)).toMatchObject({ exitCode: 0 });
    expect(await world.run('maintenance', 'cancel', id)).toMatchObject({ exitCode: 4 });
  });

  test.each([
    ['without a name', ['add', ' ', '--for', '1h', '--all'], 2],
    ['that ends before it begins', ['add', 'x', '--from', '2h', '--until', '1h', '--all'], 2],
    ['on a day that there is not', ['add', 'x', '--from', '2031-02-30', '--for', '1h', '--all'], 2],
    ['of no service', ['add', 'x', '--for', '1h', '--service', 'nope'], 4],
    ['that there is not is not cancelled', ['cancel', 'nope'], 4],
  ])('%s is refused', async (_name, args, exitCode) => {
    const world = await stateWorld();
    expect(await world.run('maintenance', ...args)).toMatchObject({ exitCode, stdout: '' });
    expect(await windowsIn(world)).toEqual([]);
  });
});
