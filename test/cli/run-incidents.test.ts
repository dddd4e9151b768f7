import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { storedStory, storyIds } from '../support/stored-story.ts';
import { type StateWorld, stateWorld } from './state-world.ts';

async function seededWorld(): Promise<StateWorld> {
  const world = await stateWorld();
  await world.seed(async (store) => {
    for (const commit of storedStory(Date.now())) await store.commit(commit);
  });
  return world;
}

async function storyOf(world: StateWorld, which: string) {
  return JSON.parse((await world.run('incidents', 'show', which, '-o', 'json')).stdout);
}

describe('incidents', () => {
  test('are none without a history: a list of them is empty, and one of them is not there', async () => {
    const world = await stateWorld();
    expect(await world.run('incidents')).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: 'no history yet: run svcmon monitor\nno incidents\n',
    });
    expect(await world.run('incidents', 'show', '01KAH')).toMatchObject({ exitCode: 4, stdout: '' });
    expect(JSON.parse((await world.run('incidents', 'list', '-o', 'json')).stdout)).toMatchObject({
      schema: 'svcmon.incidents/v1',
      incidents: [],
    });
  });

  test('are listed, the newest first', async () => {
    const world = await seededWorld();
    const { stdout } = await world.run('incidents');
    expect(stdout).toMatch(/^✕ 01KAH3Y2 +checkout .* open .*\n✓ 01KAGZZZ +search .* 4 min +recovered /m);
  });

  test('can be chosen by service, and by whether they are open', async () => {
    const world = await seededWorld();
    const open = JSON.parse((await world.run('incidents', 'list', '--open', '-o', 'json')).stdout);
    expect(open.incidents).toMatchObject([{ id: storyIds.checkout, service: 'checkout', closed: null }]);
    const search = JSON.parse((await world.run('incidents', '--service', 'search', '-o', 'json')).stdout);
    expect(search.incidents).toMatchObject([{ id: storyIds.search, closed_as: 'recovered' }]);
    expect(await world.run('incidents', '--service', 'serch')).toMatchObject({ exitCode: 4 });
  });

  test.each([
    ['its id', storyIds.checkout, storyIds.checkout],
    ['the beginning of its id in any case', '01kah3', storyIds.checkout],
    ['its service while it is open', 'checkout', storyIds.checkout],
    ['its service when it is over', 'search', storyIds.search],
  ])('are found by %s', async (_name, text, id) => {
    expect((await storyOf(await seededWorld(), text)).incident.id).toBe(id);
  });

  test('are not found by what several begin with', async () => {
    expect(await (await seededWorld()).run('incidents', 'show', '01KA')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'svcmon: "01KA" is the beginning of 2 ids: 01KAH3Y2, 01KAGZZZ\n',
    });
  });

  test('have a story with every message and the proof', async () => {
    const { stdout } = await (await seededWorld()).run('incidents', 'show', 'checkout');
    for (const part of [
      '✕ checkout, unhealthy for 10 min',
      '→ alert, unhealthy: to ops, oncall, pager',
      '✓ delivered, firing to ops: answered 200',
      '… firing 3 attempts failed, the last: answered 503',
      '✕ firing refused for good',
      '│ {"db":"down",',
    ]) {
      expect(stdout).toContain(part);
    }
  });
});

describe('an acknowledgement', () => {
  test('is kept with its comment, in the name of the user', async () => {
    const world = await seededWorld();
    const ran = await world.run('incidents', 'ack', 'checkout', '--comment', 'restarting the pool');
    expect(ran).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('is acknowledged by kim: no more reminders'),
    });
    const { incident, timeline } = await storyOf(world, 'checkout');
    expect(incident.acknowledged.by).toBe('kim');
    expect(timeline.slice(-2)).toMatchObject([
      { kind: 'acknowledged', by: 'kim' },
      { kind: 'note', by: 'kim', text: 'restarting the pool' },
    ]);
    expect((await world.run('status', 'checkout')).stdout).toContain('acknowledged by kim');
  });

  test('stays with who was first', async () => {
    const world = await seededWorld();
    await world.run('incidents', 'ack', 'checkout', '--by', 'lee');
    const second = await world.run('incidents', 'ack', 'checkout');
    expect(second).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('was acknowledged by lee already') });
    expect((await storyOf(world, 'checkout')).incident.acknowledged.by).toBe('lee');
  });

  test('of what is over comes too late', async () => {
    const world = await seededWorld();
    const ran = await world.run('incidents', 'ack', 'search');
    expect(ran).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('has ended already') });
    expect((await storyOf(world, 'search')).incident.acknowledged).toBeNull();
  });

  test.each([
    ['of nothing that there is', ['ack', '01ZZ'], 4, 'there is no incident "01ZZ"'],
    ['by nobody', ['ack', 'checkout', '--by', ' '], 2, '--by is empty'],
  ])('%s is refused', async (_name, args, exitCode, message) => {
    const ran = await (await seededWorld()).run('incidents', ...args);
    expect(ran).toMatchObject({ exitCode, stdout: '', stderr: expect.stringContaining(message) });
  });
});

test('a note is added as one plain line', async () => {
  const world = await seededWorld();
  await world.run('incidents', 'note', 'checkout', 'the\u001b[31m pool', 'was\nexhausted');
  expect((await storyOf(world, 'checkout')).timeline.at(-1)).toMatchObject({
    kind: 'note',
    by: 'kim',
    text: 'the pool was exhausted',
  });
  expect(await world.run('incidents', 'note', 'checkout', ' ')).toMatchObject({ exitCode: 2 });
});

test('changing nothing makes no store', async () => {
  const world = await stateWorld();
  expect(await world.run('incidents', 'ack', 'checkout')).toMatchObject({ exitCode: 4 });
  expect(existsSync(world.path)).toBe(false);
});
