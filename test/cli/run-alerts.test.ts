import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startLocalServer } from '../support/local-server.ts';
import { storedStory, storyIds } from '../support/stored-story.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { type StateWorld, stateWorld } from './state-world.ts';

const channels = ['ops', 'oncall', 'pager'].map((name) => ({ name, type: 'file', directory: `alerts-${name}` }));

async function seededWorld(): Promise<StateWorld> {
  const world = await stateWorld({
    alerts: { channels, routes: [{ match: { group: 'shop' }, channels: ['ops', 'oncall', 'pager'] }] },
  });
  await world.seed(async (store) => {
    for (const commit of storedStory(Date.now())) await store.commit(commit);
  });
  return world;
}

describe('the list of messages', () => {
  test('is empty without a history, but for the channels', async () => {
    const world = await stateWorld();
    const ran = await world.run('alerts');
    expect(ran).toMatchObject({ exitCode: 0, stderr: 'no history yet: run svcmon monitor\nno messages\n' });
    expect(ran.stdout).toMatch(/^directory +file +0/m);
  });

  test('tells how the channels are doing and what became of each message', async () => {
    const { stdout } = await (await seededWorld()).run('alerts');
    expect(stdout).toMatch(/^oncall +file +1 +– +answered 503$/m);
    expect(stdout).toMatch(/^✓ firing +ops +checkout .* delivered at/m);
    expect(stdout).toMatch(/^✕ firing +pager +checkout .* refused for good at .*: answered 404 no_service$/m);
    expect(stdout).toMatch(/^… firing +oncall +checkout .* 3 attempts failed/m);
  });

  test('can be cut down to a channel or a state', async () => {
    const world = await seededWorld();
    const pending = JSON.parse((await world.run('alerts', 'list', '--state', 'pending', '-o', 'json')).stdout);
    expect(pending).toMatchObject({ schema: 'svcmon.alerts/v1', messages: [{ channel: 'oncall', attempts: 3 }] });
    const pager = JSON.parse((await world.run('alerts', '--channel', 'pager', '-o', 'json')).stdout);
    expect(pager).toMatchObject({ channels: [{ name: 'pager' }], messages: [{ channel: 'pager' }] });
    expect(await world.run('alerts', '--channel', 'pagr')).toMatchObject({
      exitCode: 4,
      stderr: 'svcmon: no channel is named "pagr"; did you mean "pager"?\n',
    });
  });
});

describe('an explanation', () => {
  test('of what is open tells for every channel why it was told or was not', async () => {
    const { stdout } = await (await seededWorld()).run('alerts', 'explain');
    expect(stdout).toMatch(/^✕ checkout is unhealthy since .*, incident 01KAH3Y2M40000QWERTYASDFGH\n/);
    expect(stdout).toMatch(/ {2}ops +was told of it at .*\n +is next reminded at/);
    expect(stdout).toMatch(/ {2}oncall +is to be told of it: 3 attempts failed, the last: answered 503/);
    expect(stdout).toMatch(/ {2}pager +was not told of it: refused for good at .*: answered 404 no_service/);
    expect(stdout).not.toContain('search');
  });

  test.each([
    ['a service', 'search'],
    ['an incident', storyIds.search],
    ['the beginning of the id of an incident', '01kagz'],
  ])('of %s tells what was held back', async (_name, subject) => {
    const { stdout } = await (await seededWorld()).run('alerts', 'explain', subject);
    expect(stdout).toMatch(/search was unhealthy from .* to .*, incident 01KAGZ/);
    expect(stdout).toMatch(/was not told of it at .*: silenced by kim until/);
  });

  test('of a service that is well says so', async () => {
    const { stdout } = await (await seededWorld()).run('alerts', 'explain', 'orders-db');
    expect(stdout).toMatch(/^orders-db is healthy since .*: no alert is open\n$/);
  });

  test('is a document with the decisions that were stored', async () => {
    const world = await seededWorld();
    const { schema, alerts } = JSON.parse((await world.run('alerts', 'explain', 'search', '-o', 'json')).stdout);
    expect(schema).toBe('svcmon.alerts.explain/v1');
    expect(alerts).toMatchObject([
      { rule: 'unhealthy', open: false, not_sent: [{ reason: 'silenced', channel: null }] },
    ]);
  });

  test.each(['chekout', 'no such thing', '01ZZZZ'])('of %j, which there is not, is refused', async (subject) => {
    expect(await (await seededWorld()).run('alerts', 'explain', subject)).toMatchObject({ exitCode: 4, stdout: '' });
  });

  test('of nothing that is open says so', async () => {
    const world = await stateWorld();
    expect(await world.run('alerts', 'explain')).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: expect.stringContaining('no alert is open'),
    });
  });
});

describe('a test of a channel', () => {
  /** A world with a webhook that answers so. */
  async function webhookWorld(statusCodes: readonly number[]) {
    let answered = 0;
    const server = await startLocalServer((_question, response) => {
      response.writeHead(statusCodes[Math.min(answered, statusCodes.length - 1)] ?? 200).end();
      answered += 1;
    });
    const hook = { name: 'hook', type: 'webhook', url: `${server.url}/s3cret-path` };
    return { server, world: await stateWorld({ alerts: { channels: [hook] } }) };
  }

  test('sends one message that says what it is, and its end; it leaves a record and nothing else', async () => {
    const { server, world } = await webhookWorld([200]);
    const ran = await world.run('alerts', 'test', 'hook');
    expect(ran).toMatchObject({ exitCode: 0, stdout: 'the test reached hook: answered 200; so did its end\n' });
    const bodies = server.asked.map(({ body }) => JSON.parse(body));
    expect(bodies.map(({ status }) => status)).toEqual(['firing', 'resolved']);
    expect(JSON.stringify(bodies[0])).toContain('sent by kim: nothing is wrong');
    expect(new Set(bodies.map(({ alerts }) => alerts[0].fingerprint)).size).toBe(1);
    const { messages } = JSON.parse((await world.run('alerts', '-o', 'json')).stdout);
    expect(messages).toMatchObject([{ kind: 'test', channel: 'hook', state: 'delivered', attempts: 1 }]);
    expect(JSON.parse((await world.run('incidents', '-o', 'json')).stdout).incidents).toEqual([]);
    expect((await world.run('alerts', 'explain')).stdout).toBe('');
    await server.stop();
  });

  test.each([503, 404])('is not sent again after %i, and the exit code says so', async (statusCode) => {
    const { server, world } = await webhookWorld([statusCode]);
    const ran = await world.run('alerts', 'test', 'hook');
    expect(ran).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('the test did not reach hook: answered'),
    });
    expect(server.asked).toHaveLength(1);
    expect(ran.stdout + ran.stderr).not.toContain('s3cret-path');
    const { messages } = JSON.parse((await world.run('alerts', '-o', 'json')).stdout);
    expect(messages).toMatchObject([
      { kind: 'test', state: 'rejected', last_error: expect.stringMatching(/^answered/) },
    ]);
    await server.stop();
  });

  test('whose end does not arrive tells of that', async () => {
    const { server, world } = await webhookWorld([200, 503]);
    expect(await world.run('alerts', 'test', 'hook')).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('the test reached hook, but its end did not: answered 503'),
    });
    await server.stop();
  });

  test('needs no store', async () => {
    const folder = join(temporaryFolder(), 'ops');
    const file = { alerts: { channels: [{ name: 'ops', type: 'file', directory: folder }] } };
    const broken = await stateWorld({ ...file, storage: { url: 'sqlite:/proc/no/such/svcmon.db' } });
    const ran = await broken.run('alerts', 'test', 'ops');
    expect(ran).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('warning: the test is not recorded') });
    const [first = ''] = await readdir(folder);
    expect(await readFile(join(folder, first), 'utf8')).toContain('nothing is wrong');
  });

  test.each([
    ['a channel that there is not', 'hok', 'no channel is named "hok"; did you mean "hook"?'],
    ['no channel', '', 'no channel is named ""'],
  ])('of %s is refused', async (_name, channel, message) => {
    const { server, world } = await webhookWorld([200]);
    const ran = await world.run('alerts', 'test', channel);
    expect(ran).toMatchObject({ exitCode: 4, stdout: '', stderr: expect.stringContaining(message) });
    expect(server.asked).toEqual([]);
    await server.stop();
  });

  test('of the placeholder is refused with the reason', async () => {
    const webhook = 'https://hooks.slack.com/services/YOUR/WEBHOOK/URL';
    const world = await stateWorld({ alerts: { webhook_url: webhook } });
    expect(await world.run('alerts', 'test', 'webhook_url')).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('still the placeholder'),
    });
  });
});
