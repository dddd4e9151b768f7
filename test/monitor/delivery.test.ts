import { describe, expect, test } from 'vitest';
import { resultOf, World } from '../support/monitor-world.ts';

const names = Array.from({ length: 200 }, (_, n) => ({ name: `s${n}`, failureCountAlert: 1, recoveryCount: 1 }));

/** All services at once, seen in the same way. */
async function seeAll(world: World, letter: string): Promise<void> {
  const at = world.clock.now();
  void world.pipeline.accept([...world.services.keys()].map((name) => resultOf(letter, name, at)));
  await world.clock.advance(100);
}

/** Three failures in one tick, so that the alert fires now. */
async function failAtOnce(world: World): Promise<void> {
  void world.pipeline.accept(['U', 'U', 'U'].map((letter, n) => resultOf(letter, 'api', world.clock.now() + n)));
  await world.clock.advance(100);
}

describe('a channel', () => {
  test('gets one message when 200 services fail at once, and one when they recover', async () => {
    const world = new World({ services: names, route: { groupWaitMs: 10_000 } });
    await seeAll(world, 'U');
    expect(world.receiver().attempts).toBe(0);
    await world.clock.advance(10_000);
    expect(world.receiver().messages).toHaveLength(1);
    expect(world.receiver().messages[0]?.summary).toBe('200 unhealthy of 200 services');
    await seeAll(world, 'H');
    await world.clock.advance(10_000);
    expect(world.receiver().messages).toHaveLength(2);
    expect(world.receiver().messages[1]?.unhealthy).toHaveLength(200);
  });

  test('is told together of what comes within the group wait of the first', async () => {
    const world = new World({ services: names.slice(0, 3), route: { groupWaitMs: 10_000 } });
    for (const name of world.services.keys()) {
      void world.pipeline.accept([resultOf('U', name, world.clock.now())]);
      await world.clock.advance(4_000);
    }
    expect(world.receiver().messages.map(({ unhealthy }) => unhealthy.length)).toEqual([3]);
  });

  test('hears of what else still fires', async () => {
    const world = new World({ services: names.slice(0, 2) });
    await world.see('U', 's0');
    await world.see('U', 's1');
    expect(world.receiver().messages.map(({ sinceLastMessage }) => sinceLastMessage)).toEqual([
      undefined,
      '1 still firing: s0',
    ]);
  });

  test('that answers 503 five times gets the message once it works, and the other one is not told again', async () => {
    const world = new World({ channels: ['ops', 'pager'] });
    world.receiver('ops').mood = 'fail';
    await failAtOnce(world);
    while (world.receiver('ops').attempts < 5) await world.clock.advance(100);
    world.receiver('ops').mood = 'ok';
    await world.clock.advance(60_000);
    expect(world.receiver('ops').log()).toEqual(['firing api']);
    expect(world.receiver('pager').attempts).toBe(1);
    const [item] = [...world.disk.outbox.values()].filter(({ channel }) => channel === 'ops');
    expect(item).toMatchObject({ state: 'delivered', attempts: 6, lastError: 'answered 503' });
  });

  test('is left alone for longer and longer while it fails, but never for more than five minutes', async () => {
    const world = new World();
    world.receiver().mood = 'fail';
    await failAtOnce(world);
    const gapsMs: number[] = [];
    for (let last = world.clock.monotonic(); gapsMs.length < 12; ) {
      const { attempts } = world.receiver();
      while (world.receiver().attempts === attempts) await world.clock.advance(250);
      gapsMs.push(world.clock.monotonic() - last);
      last = world.clock.monotonic();
    }
    expect(gapsMs.toSorted((one, other) => one - other)).toEqual(gapsMs);
    expect(gapsMs[0]).toBeLessThanOrEqual(1_250);
    expect(gapsMs.at(-1)).toBeLessThanOrEqual(300_250);
    expect(gapsMs.at(-1)).toBeGreaterThanOrEqual(150_000);
  });

  test('that asks to be left alone is, and gets everything in the right order afterwards', async () => {
    const world = new World();
    world.receiver().mood = 'fail';
    world.receiver().retryAfterMs = 600_000;
    await world.see('U U U');
    const { attempts } = world.receiver();
    world.receiver().mood = 'ok';
    await world.clock.advance(400_000);
    expect(world.receiver().attempts).toBe(attempts);
    await world.clock.advance(200_000);
    expect(world.receiver().log()).toEqual(['firing api']);
  });

  test('that asks to be left alone is so after a restart too', async () => {
    const world = new World();
    world.receiver().mood = 'fail';
    world.receiver().retryAfterMs = 600_000;
    await world.see('U U U');
    await world.crash();
    world.receiver().mood = 'ok';
    await world.clock.advance(400_000);
    expect(world.receiver().attempts).toBe(1);
    await world.clock.advance(200_000);
    expect(world.receiver().log()).toEqual(['firing api']);
  });

  test('that hangs holds nobody else up, and is asked again', async () => {
    const world = new World({ channels: ['ops', 'pager'] });
    world.receiver('ops').mood = 'hang';
    await world.see('U U U');
    expect(world.receiver('pager').log()).toEqual(['firing api']);
    world.receiver('ops').mood = 'ok';
    await world.clock.advance(60_000);
    expect(world.receiver('ops').log()).toEqual(['firing api']);
    expect(world.events.find(({ kind }) => kind === 'delivery')).toMatchObject({ outcome: 'delivered' });
    expect(world.events).toContainEqual(
      expect.objectContaining({ kind: 'delivery', outcome: 'retry', text: 'no answer within 10 s' }),
    );
  });

  test('that refuses is not asked again about it, not even about its end, which is recorded', async () => {
    const world = new World({ channels: ['ops', 'pager'] });
    world.receiver('ops').mood = 'final';
    await world.see('U U U');
    await world.pass(3_600_000);
    expect(world.receiver('ops').attempts).toBe(1);
    expect(world.disk.timeline).toContainEqual(
      expect.objectContaining({ kind: 'rejected', text: 'firing to ops: answered 404' }),
    );
    await world.see('H H');
    expect(world.receiver('ops').attempts).toBe(1);
    expect(world.receiver('pager').log()).toEqual(['firing api', 'resolved api']);
    expect(world.disk.notSent).toMatchObject([{ channel: 'ops', reason: 'never_told' }]);
  });

  test('that could not be told while it lasted is told of it when it is over, in one message', async () => {
    const world = new World();
    world.receiver().mood = 'fail';
    await world.see('U U U H H');
    world.receiver().mood = 'ok';
    await world.clock.advance(600_000);
    expect(world.receiver().heard()).toMatchObject([{ state: 'resolved', name: 'api', firstMention: true }]);
    expect(world.receiver().messages[0]).toMatchObject({ summary: 'api was unhealthy for 3 min' });
    expect([...world.disk.outbox.values()].map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'firing replaced',
      'resolved delivered',
    ]);
  });

  test('that was being told when it ended is told of the end after that', async () => {
    const world = new World();
    world.receiver().mood = 'hang';
    void world.pipeline.accept(['U', 'U', 'U'].map((letter, n) => resultOf(letter, 'api', world.clock.now() + n)));
    await world.clock.advance(5_000);
    void world.pipeline.accept(['H', 'H'].map((letter, n) => resultOf(letter, 'api', world.clock.now() + n)));
    await world.clock.advance(1_000);
    world.receiver().mood = 'ok';
    await world.clock.advance(60_000);
    expect(world.receiver().log()).toEqual(['resolved api']);
    expect(world.receiver().heard()[0]?.firstMention).toBe(true);
  });

  test('is sent the same key again when nobody knows whether it heard', async () => {
    const world = new World();
    world.receiver().mood = 'lost';
    await world.see('U U U');
    world.receiver().mood = 'ok';
    await world.clock.advance(60_000);
    const keys = world
      .receiver()
      .heard()
      .map(({ dedupKey }) => dedupKey);
    expect(keys.length).toBeGreaterThan(1);
    expect(new Set(keys).size).toBe(1);
  });

  test('that is away for long gets what holds, and is told how much else it missed', async () => {
    const world = new World({ services: names.slice(0, 8), mostItems: 3 });
    world.receiver().mood = 'fail';
    for (const name of ['s0', 's1', 's2', 's3', 's4', 's5']) await world.see('U H', name);
    await world.see('U', 's6');
    const dropped = [...world.disk.outbox.values()].filter(({ state }) => state === 'dropped');
    expect(dropped.map(({ about }) => about.name)).toEqual(['s0', 's1', 's2', 's3']);
    expect(world.disk.notSent.filter(({ reason }) => reason === 'queue_full')).toHaveLength(4);
    world.receiver().mood = 'ok';
    await world.clock.advance(600_000);
    expect(world.receiver().log()).toEqual(['resolved s4', 'resolved s5', 'firing s6']);
    expect(world.receiver().messages[0]?.sinceLastMessage).toBe('4 older messages were dropped');
    expect(world.receiver().messages[1]?.sinceLastMessage).toBeUndefined();
  });
});

describe('a channel that is told one by one', () => {
  const traits = { pager: { oneByOne: true } } as const;
  const fleet = (count: number) =>
    new World({ services: names.slice(0, count), channels: ['ops', 'pager'], traits, route: { groupWaitMs: 10_000 } });

  test('gets a message of its own for every service, while others get one about all', async () => {
    const world = fleet(200);
    await seeAll(world, 'U');
    await world.clock.advance(10_000);
    expect(world.receiver('ops').messages).toHaveLength(1);
    expect(world.receiver('pager').messages.map(({ unhealthy }) => unhealthy.length)).toEqual(Array(200).fill(1));
    expect(world.receiver('pager').messages[7]?.dedupKey).toContain('/s7/');
  });

  test('is not told again of what it accepted when the next is not accepted yet', async () => {
    const world = fleet(4);
    const pager = world.receiver('pager');
    pager.moodTowards.set('s1', 'fail');
    await seeAll(world, 'U');
    await world.clock.advance(60_000);
    expect(pager.log()).toEqual(['firing s0', 'firing s2', 'firing s3']);
    pager.moodTowards.clear();
    await world.clock.advance(600_000);
    expect(pager.log()).toEqual(['firing s0', 'firing s2', 'firing s3', 'firing s1']);
  });

  test('is told of others although one never gets through, and of that one again and again', async () => {
    const world = fleet(30);
    const pager = world.receiver('pager');
    pager.moodTowards.set('s0', 'hang');
    await seeAll(world, 'U');
    await world.clock.advance(120_000);
    expect(new Set(pager.log()).size).toBe(29);
    const tries = () => pager.sent.filter(({ dedupKey }) => dedupKey.includes('/s0/')).length;
    const before = tries();
    await world.clock.advance(600_000);
    expect(tries()).toBeGreaterThan(before);
  });

  test('is refused one for good without harm to the others, and hears of no end of it', async () => {
    const world = fleet(3);
    const pager = world.receiver('pager');
    pager.moodTowards.set('s1', 'final');
    await seeAll(world, 'U');
    await world.clock.advance(10_000);
    await seeAll(world, 'H');
    await world.clock.advance(10_000);
    expect(pager.log()).toEqual(['firing s0', 'firing s2', 'resolved s0', 'resolved s2']);
  });

  test('gets everything when it is drained', async () => {
    const world = fleet(50);
    await seeAll(world, 'U');
    await world.clock.settle(world.delivery.drain(world.clock.monotonic() + 5_000));
    expect(world.receiver('pager').messages).toHaveLength(50);
  });
});

describe('what is configured', () => {
  const channelOf = (world: World, name: string) => [name, world.receiver(name).channel] as const;

  test('later is told of what is open', async () => {
    const world = new World({ channels: ['ops', 'pager'], route: { channels: ['ops'] } });
    await world.see('U U U');
    const [route] = world.alertPolicy.routes;
    world.alertPolicy = { ...world.alertPolicy, routes: route ? [{ ...route, channels: ['ops', 'pager'] }] : [] };
    await world.pass(1_000);
    expect(world.receiver('pager').log()).toEqual(['firing api']);
    expect(world.receiver('ops').log()).toEqual(['firing api']);
  });

  test('no more in a route is still told of the end', async () => {
    const world = new World({ channels: ['ops', 'pager'] });
    await world.see('U U U');
    const [route] = world.alertPolicy.routes;
    world.alertPolicy = { ...world.alertPolicy, routes: route ? [{ ...route, channels: ['ops'] }] : [] };
    await world.see('H H');
    expect(world.receiver('pager').log()).toEqual(['firing api', 'resolved api']);
  });

  test('no more at all is told of the end should it come back within a week', async () => {
    const world = new World({ channels: ['ops', 'pager'] });
    await world.see('U U U');
    world.delivery.use(new Map([channelOf(world, 'ops')]));
    await world.see('H H');
    await world.clock.advance(6 * 86_400_000);
    expect(world.receiver('pager').log()).toEqual(['firing api']);
    world.delivery.use(new Map([channelOf(world, 'ops'), channelOf(world, 'pager')]));
    await world.clock.advance(1_000);
    expect(world.receiver('pager').log()).toEqual(['firing api', 'resolved api']);
  });

  test('no more at all is given up after a week', async () => {
    const world = new World({ channels: ['ops', 'pager'] });
    await world.see('U U U');
    world.delivery.use(new Map([channelOf(world, 'ops')]));
    await world.see('H H');
    await world.clock.advance(8 * 86_400_000);
    world.delivery.use(new Map([channelOf(world, 'ops')]));
    await world.clock.advance(1_000);
    expect(world.disk.pending()).toEqual([]);
    expect(world.delivery.statuses()).toContainEqual({ channel: 'pager', waiting: 0, failures: 0 });
  });
});

describe('draining', () => {
  test('waits for no group, and ends when all is sent', async () => {
    const world = new World({ route: { groupWaitMs: 60_000 } });
    void world.pipeline.accept(['U', 'U', 'U'].map((letter, n) => resultOf(letter, 'api', world.clock.now() + n)));
    await world.clock.advance(100);
    expect(world.receiver().attempts).toBe(0);
    await world.clock.settle(world.delivery.drain(world.clock.monotonic() + 10_000));
    expect(world.receiver().log()).toEqual(['firing api']);
  });

  test('tries again until the deadline, and leaves the rest owed', async () => {
    const world = new World();
    world.receiver().mood = 'fail';
    await world.see('U U U');
    const { attempts } = world.receiver();
    const deadlineAt = world.clock.monotonic() + 200_000;
    await world.clock.settle(world.delivery.drain(deadlineAt));
    expect(world.clock.monotonic()).toBeLessThanOrEqual(deadlineAt);
    expect(world.receiver().attempts).toBeGreaterThan(attempts);
    await world.clock.advance(20);
    expect(world.disk.pending()).toHaveLength(1);
  });

  test('has nothing to wait for where nothing is owed', async () => {
    const world = new World();
    await world.clock.settle(world.delivery.drain(world.clock.monotonic() + 10_000));
    expect(world.receiver().attempts).toBe(0);
  });
});

describe('stopping', () => {
  test('ends a sending, which stays owed and is not counted', async () => {
    const world = new World();
    world.receiver().mood = 'hang';
    await world.see('U U');
    void world.pipeline.accept([resultOf('U', 'api', world.clock.now())]);
    await world.clock.advance(1_000);
    await world.clock.settle(world.delivery.stop());
    await world.clock.settle(world.delivery.stop());
    await world.clock.advance(60_000);
    expect(world.disk.pending()).toMatchObject([{ kind: 'firing', attempts: 0 }]);
    expect(world.receiver().attempts).toBe(1);
  });
});
