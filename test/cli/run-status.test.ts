import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { health } from '../storage/records.ts';
import { commitOf, lifelikeResult } from '../support/many-results.ts';
import { storedStory } from '../support/stored-story.ts';
import { stateWorld } from './state-world.ts';

test('without a history nothing is known, and that is said', async () => {
  const world = await stateWorld();
  const ran = await world.run('status');
  expect(ran).toMatchObject({ exitCode: 3, stderr: 'no history yet: run svcmon monitor\n' });
  expect(ran.stdout).toMatch(/\? checkout +not checked yet/);
  expect(ran.stdout).toMatch(/3 services: 3 unknown\n$/);
});

test('with a history every service stands as it was stored, the worst first', async () => {
  // Ten minutes touch four slots of three minutes, or five.
  const world = await stateWorld();
  await world.seed(async (store) => {
    for (const commit of storedStory(Date.now())) await store.commit(commit);
  });
  const ran = await world.run('status');
  expect(ran).toMatchObject({ exitCode: 1, stderr: '' });
  const [, checkout, search, database, , sentence] = ran.stdout.split('\n');
  expect(checkout).toMatch(
    /^✕ checkout +unhealthy 10 min +·+▁+✕{4,5} +\d\d\.\d\d %\? +\d\d\.\d\d %\? +– +\d s +expected status 200, got 503/,
  );
  expect(search).toMatch(/^✓ search +healthy/);
  expect(database).toMatch(/^✓ orders-db +healthy +·+▁+ +100 %\? +100 %\? +3 ms +\d s$/);
  expect(sentence).toBe('3 services: 2 healthy, 1 unhealthy (checkout)');
});

test('services can be chosen, by name and by how they stand', async () => {
  const world = await stateWorld();
  await world.seed(async (store) => {
    for (const commit of storedStory(Date.now())) await store.commit(commit);
  });
  expect(await world.run('status', 'search', 'orders-db')).toMatchObject({ exitCode: 0 });
  const unhealthy = JSON.parse((await world.run('status', '--status', 'unhealthy', '-o', 'json')).stdout);
  expect(unhealthy.services.map(({ name }: { name: string }) => name)).toEqual(['checkout']);
  expect(await world.run('status', 'serch')).toMatchObject({
    exitCode: 4,
    stdout: '',
    stderr: 'svcmon: no service is named "serch"; did you mean "search"?\n',
  });
});

test('what nobody has looked at for long is unknown, and the question is asked whether anybody looks at all', async () => {
  const world = await stateWorld();
  await world.seed(async (store) => {
    for (const commit of storedStory(Date.now() - 3_600_000)) await store.commit(commit);
  });
  const ran = await world.run('status', 'search');
  expect(ran).toMatchObject({ exitCode: 3, stderr: 'nothing is being checked: is svcmon monitor running?\n' });
  expect(ran.stdout).toMatch(/\? search +not seen for 60 min .* it was healthy\n/);
});

test('of many services, too, the last twenty results are shown', async () => {
  const services = Array.from({ length: 60 }, (_, number) => ({
    name: `service-${String(number).padStart(5, '0')}`,
    url: 'https://many.example/',
    interval: 60,
  }));
  const world = await stateWorld({ services });
  const nowAt = Date.now();
  await world.seed(async (store) => {
    for (let back = 39; back >= 0; back -= 1) {
      const at = nowAt - back * 60_000;
      const results = services.map((_, number) => lifelikeResult(number, at));
      const healths = services.map(({ name }) => ({ service: name, health: health({ lastResultAt: at }) }));
      await store.commit(commitOf({ results, health: healths }));
    }
  });
  const { services: shown } = JSON.parse((await world.run('status', '-o', 'json')).stdout);
  expect(shown).toHaveLength(60);
  const expected = Array.from({ length: 20 }, (_, index) => new Date(nowAt - (19 - index) * 60_000).toISOString());
  for (const { recent } of shown) {
    expect(recent.map(({ timestamp }: { timestamp: string }) => timestamp)).toEqual(expected);
  }
});

test('a store of another program is refused, and left as it is', async () => {
  const world = await stateWorld();
  await writeFile(world.path, 'this is not a database'.repeat(100));
  expect(await world.run('status')).toMatchObject({
    exitCode: 3,
    stdout: '',
    stderr: expect.stringContaining(world.path),
  });
  expect(await readFile(world.path, 'utf8')).toMatch(/^this is not a database/);
});
