import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { storedStory } from '../support/stored-story.ts';
import { type StateWorld, stateWorld } from './state-world.ts';

/** A world in which checkout is down and told of, and whose configuration is then edited. */
async function editedWorld(text: (path: string) => string): Promise<StateWorld> {
  const world = await stateWorld();
  await world.seed(async (store) => {
    for (const commit of storedStory(Date.now())) await store.commit(commit);
  });
  await world.edit(text(world.path));
  return world;
}

/** checkout has a mistake, orders-db has none, search has gone missing in the edit. */
const halfEdited = (path: string) => `
services:
  - { name: checkout, url: https://shop.example/checkout, group: shop, timeout: 5 sec }
  - { name: orders-db, type: tcp, host: db.internal, port: 5432 }
  - { nme: search, url: https://shop.example/search }
alerts:
  channels:
    - { name: ops, type: slack, webhook_url: "\${SLACK_WEBHOOK}" }
    - { name: pager, type: file, directory: ${join(dirname(path), 'pager')} }
storage: { url: "sqlite:${path}" }
`;

const noYaml = () => 'services:\n  - { name: checkout, url: https://shop.example/checkout\nstorage: {}\n';

describe('with mistakes in the configuration', () => {
  test.each([
    [['status'], 1],
    [['history'], 0],
    [['history', 'checkout'], 0],
    [['incidents'], 0],
    [['incidents', 'show', 'checkout'], 0],
    [['incidents', 'ack', 'checkout'], 0],
    [['incidents', 'note', 'checkout', 'on it'], 0],
    [['silence', 'add', '--service', 'checkout', '--for', '1h'], 0],
    [['silence'], 0],
    [['maintenance', 'add', 'upgrade', '--service', 'search', '--for', '1h'], 0],
    [['maintenance'], 0],
    [['alerts'], 0],
    [['alerts', 'explain', 'checkout'], 0],
    [['alerts', 'test', 'pager'], 0],
  ])('svcmon %j works on what is stored, and tells the first of them in one line', async (args, exitCode) => {
    const ran = await (await editedWorld(halfEdited)).run(...args);
    expect(ran.exitCode).toBe(exitCode);
    const [line, ...notes] = ran.stderr.trimEnd().split('\n');
    expect(line).toMatch(
      /^warning: \S+services\.yaml:3:81 services\[0\]\.timeout: expected a duration .* \(and 3 more; svcmon validate shows all\); going on without that$/,
    );
    expect(notes.join()).not.toContain('services.yaml');
  });

  test('an acknowledgement is kept', async () => {
    const world = await editedWorld(halfEdited);
    await world.run('incidents', 'ack', 'checkout');
    const { stdout } = await world.run('incidents', 'show', 'checkout', '-o', 'json');
    expect(JSON.parse(stdout).incident.acknowledged.by).toBe('kim');
  });

  test('a service whose entry has one, or is gone, is not left out of the status', async () => {
    const { stdout } = await (await editedWorld(halfEdited)).run('status', '-o', 'json');
    const services: readonly { readonly name: string; readonly status: string; readonly group: string | null }[] =
      JSON.parse(stdout).services;
    expect(services.map(({ name, status, group }) => [name, status, group])).toEqual([
      ['checkout', 'unhealthy', 'shop'],
      ['orders-db', 'healthy', null],
      ['search', 'healthy', null],
    ]);
  });

  test('a name that nobody knows is refused as ever', async () => {
    const ran = await (await editedWorld(halfEdited)).run('status', 'chekcout');
    expect(ran).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('did you mean "checkout"?') });
  });

  test('a channel that has none is told apart from those that have, and from what is not configured', async () => {
    const world = await editedWorld(halfEdited);
    const types = (await world.run('alerts')).stdout.split('\n').slice(1, 5);
    expect(types.map((line) => line.trim().split(/\s+/).slice(0, 2))).toEqual([
      ['directory', 'file'],
      ['pager', 'file'],
      ['ops', 'slack'],
      ['oncall', '–'],
    ]);
    expect(await world.run('alerts', 'test', 'ops')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('the channel "ops" has a mistake in the configuration: mend it first'),
    });
  });

  test('nobody is said to have left the configuration', async () => {
    const world = await editedWorld((path) => `alerts: { routes: [{}] }\nstorage: { url: "sqlite:${path}" }\n`);
    const { stdout } = await world.run('alerts', 'explain', 'checkout');
    expect(stdout).not.toContain('not configured any more');
    expect((await world.run('alerts', 'explain', 'orders-db')).stdout).toMatch(/^orders-db is healthy since/);
  });

  test('maintenance of the configuration that cannot be read is said to be missing', async () => {
    const world = await editedWorld((path) => `maintenance: [{ name: a }]\nstorage: { url: "sqlite:${path}" }\n`);
    expect((await world.run('maintenance')).stderr).toContain(
      'maintenance of the configuration cannot be read: only that of people is shown\n',
    );
  });
});

describe('where the configuration does not say where the history is', () => {
  test.each([
    ['it is no YAML', noYaml],
    ['the key is misspelt', (path: string) => `services: []\nstorag: { url: "sqlite:${path}" }\n`],
    ['the url is', () => 'services: []\nstorage: { url: "sqlite:${HISTORY}" }\n'],
  ])('since %s, nothing is taken for it: the mistake is told, and how to go on', async (_name, text) => {
    const world = await editedWorld(text);
    const ran = await world.run('incidents', 'ack', 'checkout');
    expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ran.stderr).toMatch(/^\S+services\.yaml:\d+:\d+ /);
    expect(ran.stderr).toMatch(
      /\nsvcmon: \S+services\.yaml does not say where the history is: mend it, or name the history with --storage sqlite:PATH\n$/,
    );
    expect(existsSync('data/svcmon.db')).toBe(false);
  });

  test.each([
    [['incidents', 'ack', 'checkout'], 0, 'is acknowledged by kim'],
    [['status', 'checkout'], 1, 'unhealthy 10 min'],
    [['silence', 'add', '--service', 'checkout', '--for', '1h'], 0, 'checkout (1 service)'],
    [['alerts', 'explain', 'checkout'], 0, 'checkout is unhealthy'],
  ])('svcmon %j works on the one that is named', async (args, exitCode, said) => {
    const world = await editedWorld(noYaml);
    const ran = await world.run(...args, '--storage', `sqlite:${world.path}`);
    expect(ran).toMatchObject({ exitCode, stdout: expect.stringContaining(said) });
    expect(ran.stderr).toMatch(/^warning: \S+services\.yaml:\d+:\d+ .*; going on without it\n/);
  });

  test('a channel cannot be tested', async () => {
    const world = await editedWorld(noYaml);
    const ran = await world.run('alerts', 'test', 'pager', '--storage', `sqlite:${world.path}`);
    expect(ran).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('the channels cannot be read') });
  });
});

test('what is named with --storage takes the place of what is configured, and has its form', async () => {
  const world = await editedWorld(() => '{ services: [{ name: checkout, url: "https://shop.example" }] }');
  expect(await world.run('status', '--storage', `sqlite:${world.path}`)).toMatchObject({ exitCode: 1, stderr: '' });
  expect(await world.run('status', '--storage', 'history.db')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('--storage "history.db": expected "sqlite:" and a path'),
  });
});
