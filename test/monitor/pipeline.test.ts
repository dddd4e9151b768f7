import { describe, expect, test } from 'vitest';
import type { Silence } from '../../src/domain/silence.ts';
import { noSurroundings } from '../../src/monitor/surroundings.ts';
import { resultOf, World } from '../support/monitor-world.ts';

const hourMs = 3_600_000;

describe('a service', () => {
  test.each<[what: string, history: string, incidents: number, log: readonly string[]]>([
    ['tells nothing of failures below the threshold', 'H U U H H', 0, []],
    ['fires when failures reach the threshold', 'H U U U', 1, ['firing api']],
    ['learns nothing from a check that did not look', 'H U ? U ? U', 1, ['firing api']],
    ['resolves once the recovery is confirmed', 'U U U H H', 0, ['firing api', 'resolved api']],
    ['does not resolve for one good result', 'U U U H U', 1, ['firing api']],
    ['is told as down when it was degraded, which is not told', 'D D D U U U', 1, ['firing api']],
    ['is no longer down when it is only degraded', 'U U U D D', 1, ['firing api', 'resolved api']],
    [
      'is told again when it goes down within the same incident',
      'UUU DD UUU',
      1,
      ['firing api', 'resolved api', 'firing api'],
    ],
    ['is told as slow when it is so beyond the critical threshold', 'H S S S H H', 0, ['firing api', 'resolved api']],
  ])('%s: %s', async (_what, history, incidents, log) => {
    const world = new World();
    await world.see(history);
    expect(world.disk.openIncidents('api')).toHaveLength(incidents);
    expect(world.receiver().log()).toEqual(log);
  });

  test('whose incident is over has it dated from the first failure to the first success', async () => {
    const world = new World();
    const beganAt = world.clock.now();
    await world.see('H U U U U H H');
    const [incident] = world.disk.incidents.values();
    expect(incident).toMatchObject({
      startedAt: beganAt + 60_000,
      confirmedAt: beganAt + 3 * 60_000,
      recoveredAt: beganAt + 5 * 60_000,
      closedAt: beganAt + 6 * 60_000,
      closedAs: 'recovered',
    });
    expect(world.receiver().messages.at(-1)?.unhealthy[0]).toMatchObject({
      sinceAt: beganAt + 60_000,
      endedAt: beganAt + 5 * 60_000,
      message: 'api is unhealthy',
    });
  });

  test('has its story told line by line', async () => {
    const world = new World();
    await world.see('U U U H H');
    expect(world.disk.timeline.toSorted((a, b) => a.at - b.at).map(({ kind }) => kind)).toEqual([
      'first_failure',
      'confirmed',
      'firing',
      'delivered',
      'recovered',
      'closed',
      'resolved',
      'delivered',
    ]);
  });

  test('that was asked for is told when it is degraded', async () => {
    const world = new World({ alerts: { turnedOn: new Set(['degraded']) } });
    await world.see('D D D H H');
    expect(world.receiver().log()).toEqual(['firing api', 'resolved api']);
  });

  test('that flaps is told as that, once, and its single changes are not', async () => {
    const world = new World({ services: [{ name: 'api', failureCountAlert: 1, recoveryCount: 1 }] });
    await world.see('H U H U H U H U H U H U');
    const rules = world
      .receiver()
      .messages.flatMap(({ state, others }) => others.map(({ rule }) => `${state} ${rule}`));
    expect(rules).toEqual(['firing flapping']);
    const before = world.receiver().log().length;
    await world.see('H U H U');
    expect(world.receiver().log()).toHaveLength(before);
    await world.see('H'.repeat(20));
    expect(world.receiver().log().at(-1)).toBe('resolved api');
    expect(world.receiver().believesFiring()).toEqual([]);
    expect(world.disk.notSent.some(({ reason }) => reason === 'flapping')).toBe(true);
  });
});

describe('results', () => {
  test('of the same service and start count once', async () => {
    const world = new World();
    const at = world.clock.now();
    const [first, second] = [resultOf('U', 'api', at), resultOf('U', 'api', at + 60_000)];
    for (const result of [first, second, first, second, second]) void world.pipeline.accept([result]);
    await world.pass(1_000);
    expect(world.disk.results).toHaveLength(2);
    expect(world.disk.openIncidents('api')).toEqual([]);
  });

  test('are known to be repetitions after a restart too', async () => {
    const world = new World();
    const at = world.clock.now();
    void world.pipeline.accept([resultOf('U', 'api', at), resultOf('U', 'api', at + 1)]);
    await world.pass(1_000);
    await world.crash();
    void world.pipeline.accept([resultOf('U', 'api', at + 1)]);
    await world.pass(1_000);
    expect(world.disk.openIncidents('api')).toEqual([]);
  });

  test('of services that are not configured are let go', async () => {
    const world = new World();
    await world.see('U U U', 'gone');
    expect(world.disk.results).toEqual([]);
  });

  test('of one tick are written in one commit, and nothing is told before it', async () => {
    const world = new World();
    const at = world.clock.now();
    const accepted = ['U', 'U', 'U'].map((letter, n) => world.pipeline.accept([resultOf(letter, 'api', at + n)]));
    await world.clock.advance(19);
    expect([world.disk.commits, world.receiver().attempts, world.events.length]).toEqual([0, 0, 0]);
    await world.clock.advance(1);
    await Promise.all(accepted);
    expect(world.disk.commits).toBe(1);
    expect(world.disk.results).toHaveLength(3);
    expect(world.receiver().log()).toEqual(['firing api']);
  });
});

const silence: Silence = {
  id: 's',
  match: {},
  startsAt: 0,
  endsAt: Number.MAX_SAFE_INTEGER,
  by: 'ann',
  comment: '',
  createdAt: 0,
};

describe('a message', () => {
  test('is held back by a silence, which is recorded once, and sent when it ends while the trouble holds', async () => {
    const world = new World();
    world.surroundings = { ...noSurroundings, silences: [silence] };
    await world.see('U U U U U U');
    expect(world.receiver().log()).toEqual([]);
    expect(world.disk.notSent).toMatchObject([{ reason: 'silenced', service: 'api' }]);
    world.surroundings = noSurroundings;
    await world.pass(1_000);
    await world.pass(1_000);
    expect(world.receiver().log()).toEqual(['firing api']);
  });

  test('of an end gets through a silence, where the beginning was told', async () => {
    const world = new World();
    await world.see('U U U');
    world.surroundings = { ...noSurroundings, silences: [silence] };
    await world.see('H H');
    expect(world.receiver().log()).toEqual(['firing api', 'resolved api']);
  });

  test('is never sent about what began and ended within a silence', async () => {
    const world = new World();
    world.surroundings = { ...noSurroundings, silences: [silence] };
    await world.see('U U U H H');
    world.surroundings = noSurroundings;
    await world.pass(hourMs);
    expect(world.receiver().log()).toEqual([]);
  });

  test('waits while a parent fails, by name, and goes out when only the child still does', async () => {
    const world = new World({ services: [{ name: 'db' }, { name: 'api', dependsOn: ['db'] }] });
    for (let round = 0; round < 3; round += 1) {
      const at = world.clock.now();
      void world.pipeline.accept([resultOf('U', 'api', at), resultOf('U', 'db', at)]);
      await world.pass(60_000);
    }
    expect(world.receiver().log()).toEqual(['firing db']);
    expect(world.receiver().messages[0]?.unhealthy[0]?.affects).toEqual(['api']);
    expect(world.disk.notSent).toMatchObject([
      { service: 'api', reason: 'parent_down', text: 'suppressed: db is down' },
    ]);
    await world.see('H H', 'db');
    expect(world.receiver().log()).toEqual(['firing db', 'resolved db', 'firing api']);
  });

  test('waits for a parent that fails and is not confirmed yet', async () => {
    const world = new World({ services: [{ name: 'db' }, { name: 'api', dependsOn: ['db'] }] });
    await world.see('U', 'db');
    await world.see('U U U');
    expect(world.receiver().log()).toEqual([]);
    await world.see('H', 'db');
    expect(world.receiver().log()).toEqual(['firing api']);
  });

  test('about a service that leaves the configuration says so, and nothing stays open', async () => {
    const world = new World();
    await world.see('U U U');
    world.services.delete('api');
    void world.pipeline.retain(new Set());
    await world.pass(1_000);
    expect(world.receiver().log()).toEqual(['firing api', 'resolved api']);
    expect(world.receiver().messages.at(-1)?.unhealthy[0]?.ended).toBe('removed');
    expect([...world.disk.incidents.values()]).toMatchObject([{ closedAs: 'removed' }]);
    world.services.set('api', { name: 'api', tags: {}, failureCountAlert: 3, recoveryCount: 2 });
    await world.see('U U U');
    expect(world.disk.openIncidents('api')).toHaveLength(1);
  });
});

test('a review of very many alerts gives others their turn, and leaves none out', async () => {
  const many = Array.from({ length: 600 }, (_, n) => ({ name: `s${n}`, failureCountAlert: 1 }));
  const world = new World({ services: many });
  world.surroundings = { ...noSurroundings, silences: [silence] };
  const at = world.clock.now();
  void world.pipeline.accept(many.map(({ name }) => resultOf('U', name, at)));
  await world.clock.advance(100);
  const idle = world.clock.pendingTimers();
  void world.pipeline.review();
  await new Promise((resolve) => setImmediate(resolve));
  expect(world.clock.pendingTimers()).toBe(idle + 1);
  world.surroundings = noSurroundings;
  void world.pipeline.review();
  await world.clock.advance(1_000);
  expect(new Set(world.receiver().believesFiring()).size).toBe(600);
});

describe('reminders', () => {
  test('come every repeat interval, and none once somebody has acknowledged', async () => {
    const world = new World();
    await world.see('U U U');
    for (let hour = 0; hour < 10; hour += 1) await world.pass(hourMs);
    expect(world.receiver().log()).toEqual(['firing api', 'reminder api', 'reminder api']);
    const [incident] = world.disk.openIncidents('api');
    const acknowledged = new Map([[incident?.id ?? '', { by: 'ann', at: world.clock.now() }]]);
    world.surroundings = { ...noSurroundings, acknowledged };
    for (let hour = 0; hour < 9; hour += 1) await world.pass(hourMs);
    expect(world.receiver().log()).toHaveLength(3);
    expect(world.disk.notSent).toMatchObject([{ reason: 'acknowledged', text: 'acknowledged by ann: no reminders' }]);
    await world.see('H H');
    expect(world.receiver().log().at(-1)).toBe('resolved api');
  });

  test.each([
    ['forwards', 6 * hourMs],
    ['backwards', -6 * hourMs],
  ])(
    'are neither early nor double when the wall clock jumps %s, nor after the restart that follows',
    async (_way, ms) => {
      const world = new World();
      await world.see('U U U');
      await world.pass(hourMs);
      world.clock.jumpWallClock(ms);
      await world.pass(hourMs);
      await world.crash();
      await world.pass(hourMs);
      expect(world.receiver().log()).toEqual(['firing api']);
      await world.pass(hourMs);
      await world.pass(1_000);
      expect(world.receiver().log()).toEqual(['firing api', 'reminder api']);
    },
  );

  test('of one channel do not stand in for those of another', async () => {
    const world = new World({ channels: ['ops', 'pager'] });
    world.receiver('pager').mood = 'fail';
    await world.see('U U U');
    await world.pass(2 * hourMs);
    world.receiver('pager').mood = 'ok';
    await world.pass(hourMs);
    await world.pass(hourMs + 1_000);
    await world.pass(1_000);
    expect(world.receiver('ops').log()).toEqual(['firing api', 'reminder api']);
    expect(world.receiver('pager').log()).toEqual(['firing api']);
  });
});

describe('while nothing can be stored', () => {
  test('alerts go out all the same, one of them about that, and everything is stored when the disk is back', async () => {
    const world = new World();
    world.disk.full = true;
    await world.see('U U U');
    await world.pass(60_000);
    expect(world.receiver().log()).toEqual(['firing svcmon', 'firing api']);
    world.disk.full = false;
    await world.pass(60_000);
    await world.see('H H');
    expect(world.receiver().log()).toEqual(['firing svcmon', 'firing api', 'resolved svcmon', 'resolved api']);
    expect(world.disk.results).toHaveLength(5);
    expect(world.disk.pending()).toEqual([]);
    expect([...world.disk.incidents.values()]).toMatchObject([{ closedAs: 'recovered' }]);
  });

  test('a moment of it wakes nobody', async () => {
    const world = new World();
    world.disk.full = true;
    await world.see('H');
    expect(world.events.filter(({ kind }) => kind === 'storage')).toMatchObject([{ state: 'unavailable' }]);
    const quiet = new World();
    quiet.disk.full = true;
    void quiet.pipeline.accept([resultOf('H', 'api', quiet.clock.now())]);
    await quiet.clock.advance(1_000);
    quiet.disk.full = false;
    await quiet.pass(60_000);
    expect(quiet.receiver().log()).toEqual([]);
    expect(quiet.disk.results).toHaveLength(1);
  });
});

describe('our own network', () => {
  test('being down holds messages about services back, and its own alert goes to every channel of every route', async () => {
    const world = new World();
    await world.see('U U');
    world.offline = true;
    void world.pipeline.raise({ rule: 'monitor_offline', message: 'our own network is down' });
    await world.see('U');
    expect(world.receiver().log()).toEqual(['firing svcmon']);
    world.offline = false;
    await world.pass(1_000);
    expect(world.receiver().log().toSorted()).toEqual(['firing api', 'firing svcmon', 'resolved svcmon']);
  });
});

describe('a certificate', () => {
  test('that comes close to its end is told once per threshold, and its renewal once', async () => {
    const world = new World();
    const expiresAt = world.clock.now() + 13 * 86_400_000;
    const look = (letter: 'expiring' | 'renewed') => {
      const result = resultOf('H', 'api', world.clock.now());
      const finding = {
        status: 'degraded',
        reason: 'certificate_expiring',
        severity: 'warning',
        message: 'expires',
      } as const;
      const chain = result.observation?.tls?.chain.map((one) => ({ ...one, validToAt: expiresAt }));
      const tls = result.observation?.tls && chain && { ...result.observation.tls, chain };
      const found = {
        ...result,
        ...finding,
        findings: [finding],
        observation: { ...result.observation, ...(tls && { tls }) },
      };
      void world.pipeline.accept([letter === 'expiring' ? found : { ...result, attempts: [answered] }]);
    };
    for (let hour = 0; hour < 13 * 24; hour += 1) {
      look('expiring');
      await world.pass(hourMs);
    }
    expect(world.receiver().log()).toEqual(['firing api', 'reminder api', 'reminder api', 'reminder api']);
    look('renewed');
    await world.pass(1_000);
    expect(world.receiver().log().at(-1)).toBe('resolved api');
  });
});

const answered = { number: 1, startedAt: 0, durationMs: 1, reason: 'ok', waitedMs: 0 } as const;
