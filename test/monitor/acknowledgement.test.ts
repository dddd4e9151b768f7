import { describe, expect, test } from 'vitest';
import { noSurroundings } from '../../src/monitor/surroundings.ts';
import { World } from '../support/monitor-world.ts';

const hourMs = 3_600_000;

function worldOf(): World {
  return new World({ channels: ['ops', 'pager'], traits: { pager: { oneByOne: true, acknowledges: true } } });
}

/** Somebody acknowledges what is open, and the monitor notices. */
async function acknowledge(world: World, service = 'api'): Promise<void> {
  const [incident] = world.disk.openIncidents(service);
  if (incident === undefined) throw new Error(`nothing is open of ${service}`);
  const acknowledged = new Map([[incident.id, { by: 'ann', at: world.clock.now() }]]);
  world.surroundings = { ...noSurroundings, acknowledged };
  await world.pass(1_000);
}

describe('an acknowledgement', () => {
  test('is told once, and only to the channel that has a state for it', async () => {
    const world = worldOf();
    await world.see('U U U');
    await acknowledge(world);
    for (let hour = 0; hour < 9; hour += 1) await world.pass(hourMs);
    expect(world.receiver('ops').log()).toEqual(['firing api']);
    expect(world.receiver('pager').log()).toEqual(['firing api', 'acknowledged api']);
    expect(world.receiver('pager').messages[1]).toMatchObject({
      summary: 'api, unhealthy, is acknowledged by ann',
      unhealthy: [{ acknowledgedBy: 'ann' }],
    });
    expect(world.disk.timeline).toContainEqual(
      expect.objectContaining({ kind: 'delivered', text: 'acknowledgement to pager' }),
    );
    await world.see('H H');
    expect(world.receiver('pager').log()).toEqual(['firing api', 'acknowledged api', 'resolved api']);
    expect(world.receiver('ops').log()).toEqual(['firing api', 'resolved api']);
  });

  test('waits for a channel that has not heard yet what it is about', async () => {
    const world = worldOf();
    world.receiver('pager').mood = 'fail';
    await world.see('U U U');
    await acknowledge(world);
    world.receiver('pager').mood = 'ok';
    for (let minute = 0; minute < 20; minute += 1) await world.pass(60_000);
    expect(world.receiver('pager').log()).toEqual(['firing api', 'acknowledged api']);
  });

  test('outlives the process', async () => {
    const world = worldOf();
    await world.see('U U U');
    world.receiver('pager').mood = 'fail';
    await acknowledge(world);
    expect(world.disk.pending()).toMatchObject([{ channel: 'pager', kind: 'acknowledged' }]);
    await world.crash();
    world.receiver('pager').mood = 'ok';
    await world.pass(hourMs);
    await world.crash();
    await world.pass(hourMs);
    expect(world.receiver('pager').log()).toEqual(['firing api', 'acknowledged api']);
  });

  test('is not told any more when the trouble is over before it gets through', async () => {
    const world = worldOf();
    await world.see('U U U');
    world.receiver('pager').mood = 'fail';
    await acknowledge(world);
    await world.see('H H');
    world.receiver('pager').mood = 'ok';
    await world.pass(hourMs);
    expect(world.receiver('pager').heard()).toMatchObject([
      { state: 'firing' },
      { state: 'resolved', firstMention: false },
    ]);
  });

  test('that is refused changes nothing: the end is still told', async () => {
    const world = worldOf();
    await world.see('U U U');
    world.receiver('pager').mood = 'final';
    await acknowledge(world);
    world.receiver('pager').mood = 'ok';
    await world.see('H H');
    expect(world.receiver('pager').log()).toEqual(['firing api', 'resolved api']);
  });

  test('says nothing of what began after it: that is news to whoever is called', async () => {
    const world = new World({
      channels: ['pager'],
      traits: { pager: { oneByOne: true, acknowledges: true } },
      alerts: { turnedOn: new Set(['unhealthy', 'degraded']) },
    });
    await world.see('D D D');
    await acknowledge(world);
    await world.see('U U U');
    await world.pass(60_000);
    expect(
      world
        .receiver('pager')
        .heard()
        .map(({ state, dedupKey }) => `${state} ${dedupKey.split('/')[0]}`),
    ).toEqual(['firing degraded', 'acknowledged degraded', 'firing unhealthy']);
  });

  test('is told although the wall clock was set back meanwhile', async () => {
    const world = worldOf();
    await world.see('U U U');
    world.clock.jumpWallClock(-6 * hourMs);
    await world.pass(1_000);
    await acknowledge(world);
    expect(world.receiver('pager').log()).toEqual(['firing api', 'acknowledged api']);
  });
});

describe('the identity of a message', () => {
  test.each(['acknowledged', 'reminder'] as const)(
    'stays the same when a %s is sent again, also by another process',
    async (state) => {
      const world = worldOf();
      const pager = world.receiver('pager');
      await world.see('U U U');
      pager.mood = 'lost';
      if (state === 'acknowledged') await acknowledge(world);
      else await world.pass(4 * hourMs);
      await world.crash();
      await world.pass(hourMs);
      const ids = pager.sent.filter((message) => message.state === state).map(({ itemIds }) => itemIds);
      expect(ids.length).toBeGreaterThan(1);
      expect(new Set(ids.flat()).size).toBe(1);
    },
  );

  test('is another one for the next reminder', async () => {
    const world = worldOf();
    await world.see('U U U');
    for (let hour = 0; hour < 10; hour += 1) await world.pass(hourMs);
    const reminders = world.receiver('ops').messages.filter(({ state }) => state === 'reminder');
    expect(new Set(reminders.flatMap(({ itemIds }) => itemIds)).size).toBe(2);
  });
});
