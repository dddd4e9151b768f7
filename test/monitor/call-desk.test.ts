import { describe, expect, test } from 'vitest';
import { judgeHeartbeat } from '../../src/domain/heartbeat-verdict.ts';
import { gapsIn } from '../../src/domain/listening.ts';
import { CallDesk, type Caller } from '../../src/monitor/call-desk.ts';
import { createCleanText } from '../../src/monitor/clean-text.ts';
import { Ledger } from '../../src/monitor/ledger.ts';
import { StoreUnavailable } from '../../src/storage/store.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { createMemoryStore, emptyContents } from '../support/memory-store.ts';

const minute = 60_000;
const hour = 60 * minute;
const backup: Caller = {
  service: 'backup',
  plan: { rhythm: { periodMs: hour }, graceMs: 10 * minute },
  token: 'backup-token-0123456789',
};

/** A desk on a fake clock that ticks as in the monitor; `die` leaves what is on the disk to the next. */
function deskWorld() {
  const clock = createFakeClock();
  const contents = emptyContents();
  const disk = { full: false, commits: 0 };
  const store = createMemoryStore(contents);
  const looks: string[] = [];
  const life = { number: 0 };
  let asleepMs = 0;

  const begin = async (callers: readonly Caller[] = [backup]) => {
    life.number += 1;
    const born = life.number;
    const ledger = new Ledger({
      store: {
        commit: async (commit) => {
          if (born !== life.number) return;
          if (disk.full) throw new StoreUnavailable('no space left', { trouble: 'full' });
          disk.commits += 1;
          await store.commit(commit);
        },
      },
      loaded: new Map(),
      clock,
      startTimer: clock.startTimer,
      batchMs: 100,
    });
    const desk = new CallDesk({
      clock,
      startTimer: clock.startTimer,
      uptime: () => clock.monotonic() + asleepMs,
      ledger,
      stored: await store.calls(),
      clean: createCleanText((text) => text.replaceAll('hunter22', '***')),
      hasten: (service) => looks.push(service),
    });
    desk.use(callers);
    desk.begin();
    const tick = () => {
      clock.startTimer(1_000, () => {
        if (born !== life.number) return;
        desk.tick(1_000);
        tick();
      });
    };
    tick();
    return { desk, ledger };
  };
  const stateIn = (desk: CallDesk): string => {
    const { heartbeat, gaps } = desk.of('backup');
    return heartbeat === undefined
      ? 'waiting'
      : judgeHeartbeat({ plan: backup.plan, heartbeat, gaps, now: clock.now() }).state;
  };
  return {
    clock,
    contents,
    disk,
    looks,
    begin,
    stateIn,
    die: () => {
      life.number += 1;
    },
    sleep: (ms: number) => {
      asleepMs += ms;
      clock.jumpWallClock(ms);
    },
  };
}

const ping = (desk: CallDesk, clock: ReturnType<typeof createFakeClock>, kind: 'success' | 'fail' = 'success') =>
  clock.settle(desk.ping(backup.token, { kind }));

describe('a ping', () => {
  test('is acknowledged once it is stored, and survives the process', async () => {
    const world = deskWorld();
    const { desk } = await world.begin();
    expect(await ping(desk, world.clock)).toBe('accepted');
    expect(world.contents.heartbeats.get('backup')).toMatchObject({ count: 1, lastSuccessAt: expect.any(Number) });
    world.die();
    const { desk: next } = await world.begin();
    expect(next.of('backup').heartbeat?.count).toBe(1);
  });

  test('has its service looked at, at most once a second', async () => {
    const world = deskWorld();
    const { desk } = await world.begin();
    const pings = Array.from({ length: 50 }, () => desk.ping(backup.token, { kind: 'success' }));
    await world.clock.advance(900);
    expect(world.looks).toEqual(['backup']);
    await Promise.all(pings);
    void desk.ping(backup.token, { kind: 'fail' });
    await world.clock.advance(1_000);
    expect(world.looks).toEqual(['backup', 'backup']);
    expect(desk.of('backup').heartbeat?.count).toBe(51);
  });

  test('is refused beyond a hundred at once, and taken again a little later', async () => {
    const world = deskWorld();
    const { desk } = await world.begin();
    const pings = Array.from({ length: 150 }, () => desk.ping(backup.token, { kind: 'success' }));
    const outcomes = await world.clock.settle(Promise.all(pings));
    expect(outcomes.filter((outcome) => outcome === 'too_many')).toHaveLength(50);
    expect(world.disk.commits).toBeLessThan(5);
    await world.clock.advance(1_000);
    expect(await ping(desk, world.clock)).toBe('accepted');
  });

  test.each(['backup-token-012345678', 'backup-token-01234567890', 'backup', ''])(
    'by the token %j is of nobody',
    async (token) => {
      const { desk } = await deskWorld().begin();
      expect(await desk.ping(token, { kind: 'success' })).toBe('unknown');
    },
  );

  test('comes with a message that is kept plain, redacted and within 10 kB', async () => {
    const world = deskWorld();
    const { desk } = await world.begin();
    const message = `\u001b[31mhunter22\u0007 done\n${'é'.repeat(20_000)}`;
    await world.clock.settle(desk.ping(backup.token, { kind: 'fail', message }));
    const kept = desk.of('backup').heartbeat?.ended?.message ?? '';
    expect(kept).toMatch(/^\*\*\*.* done\né+$/);
    expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(10_000);
  });

  test('is taken and judged while the disk is full, and stored when there is room', async () => {
    const world = deskWorld();
    const { desk } = await world.begin();
    await world.clock.advance(1_000);
    world.disk.full = true;
    expect(await ping(desk, world.clock)).toBe('accepted');
    expect(world.stateIn(desk)).toBe('on_time');
    expect(world.contents.heartbeats.size).toBe(0);
    world.disk.full = false;
    await world.clock.advance(10_000);
    expect(world.contents.heartbeats.get('backup')?.count).toBe(1);
  });
});

describe('a service that does not call', () => {
  test('is looked at when it is due and when it is missed, to the second', async () => {
    const world = deskWorld();
    const { desk } = await world.begin();
    await ping(desk, world.clock);
    await world.clock.advance(1_000);
    world.looks.length = 0;
    await world.clock.advance(hour - 2_000);
    expect(world.looks).toEqual([]);
    await world.clock.advance(3_000);
    expect([world.looks.length, world.stateIn(desk)]).toEqual([1, 'late']);
    await world.clock.advance(10 * minute);
    expect([world.looks.length, world.stateIn(desk)]).toEqual([2, 'missed']);
  });

  test('is not missed for the time in which the process was dead', async () => {
    const world = deskWorld();
    const { desk } = await world.begin();
    await ping(desk, world.clock);
    await world.clock.advance(30 * minute);
    world.die();
    await world.clock.advance(45 * minute);
    const { desk: next } = await world.begin();
    expect(world.stateIn(next)).toBe('unheard');
    await world.clock.advance(hour + 9 * minute);
    expect(world.stateIn(next)).toBe('unheard');
    await world.clock.advance(2 * minute);
    expect(world.stateIn(next)).toBe('missed');
  });

  test('is missed all the same where the process was dead long before', async () => {
    const world = deskWorld();
    const { desk } = await world.begin();
    await ping(desk, world.clock);
    await world.clock.advance(10 * minute);
    world.die();
    await world.clock.advance(minute);
    const { desk: next } = await world.begin();
    await world.clock.advance(hour);
    expect(world.stateIn(next)).toBe('missed');
  });

  test('is not missed for the time in which the machine slept', async () => {
    const world = deskWorld();
    const { desk } = await world.begin();
    await ping(desk, world.clock);
    await world.clock.advance(30 * minute);
    world.sleep(hour);
    await world.clock.advance(1_000);
    expect(world.stateIn(desk)).toBe('unheard');
  });

  test.each([
    ['forward', 3 * hour],
    ['back', -3 * hour],
  ])('is neither missed nor forgiven because the clock was set %s', async (_name, jumpMs) => {
    const world = deskWorld();
    const { desk } = await world.begin();
    await ping(desk, world.clock);
    await world.clock.advance(10 * minute);
    world.clock.jumpWallClock(jumpMs);
    await world.clock.advance(2_000);
    expect(world.stateIn(desk)).toBe('on_time');
    await world.clock.advance(40 * minute);
    await ping(desk, world.clock);
    expect(world.stateIn(desk)).toBe('on_time');
    // What a clock that was wrong before or is now has told twice is believed by nobody.
    await world.clock.advance(5 * hour);
    expect(world.stateIn(desk)).toBe('missed');
  });
});

test('that it listens is noted every ten seconds, and when it ends', async () => {
  const world = deskWorld();
  const { desk, ledger } = await world.begin();
  await world.clock.advance(61_000);
  const { listening } = world.contents.own;
  expect(listening).toHaveLength(1);
  expect(world.clock.now() - (listening[0]?.toAt ?? 0)).toBeLessThan(11_000);
  expect(world.disk.commits).toBeLessThan(9);
  desk.end();
  await world.clock.settle(ledger.flush());
  expect(gapsIn(world.contents.own.listening, world.clock.now(), 2_000)).toHaveLength(1);
});

test('what is known of a service goes with it, and does not come back', async () => {
  const world = deskWorld();
  const { desk } = await world.begin();
  await ping(desk, world.clock);
  desk.use([]);
  expect(await desk.ping(backup.token, { kind: 'success' })).toBe('unknown');
  await world.clock.advance(1_000);
  expect(world.contents.heartbeats.size).toBe(0);
  desk.use([backup]);
  expect(world.stateIn(desk)).toBe('waiting');
});
