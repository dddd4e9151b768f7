import { describe, expect, test } from 'vitest';
import { slotPlan } from '../../src/domain/slots.ts';
import { type MissedSlots, Scheduler } from '../../src/monitor/scheduler.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const at = Date.UTC(2026, 10, 21);

interface Look {
  readonly name: string;
  readonly atMs: number;
  /** Of the event loop, as far as the scheduler has any. */
  readonly turn: number;
}

/** A scheduler on a fake clock whose runs take `runMs` of its time; a sleep of the machine shows on the boot and the wall clock. */
function scheduled({ runMs = 0, maxWorkers = 100 }: { readonly runMs?: number; readonly maxWorkers?: number } = {}) {
  const clock = createFakeClock({ at });
  const beganAt = clock.monotonic();
  const looks: Look[] = [];
  const missed: (MissedSlots & { readonly name: string })[] = [];
  const woken: number[] = [];
  const running = new Map<string, number>();
  let most = 0;
  let asleep = 0;
  let turn = 0;
  const scheduler = new Scheduler<{ readonly name: string; readonly intervalMs: number }>({
    clock,
    uptime: () => clock.monotonic() + asleep,
    startTimer: (ms, callback) =>
      clock.startTimer(ms, () => {
        turn += 1;
        callback();
      }),
    maxWorkers,
    run: ({ name }) => {
      looks.push({ name, atMs: clock.monotonic() - beganAt, turn });
      running.set(name, (running.get(name) ?? 0) + 1);
      most = Math.max(most, ...running.values());
      return new Promise((resolve) => {
        clock.startTimer(runMs, () => {
          running.set(name, (running.get(name) ?? 0) - 1);
          resolve();
        });
      });
    },
    missed: ({ name }, slots) => missed.push({ name, ...slots }),
    woke: () => woken.push(looks.length),
  });
  return {
    clock,
    scheduler,
    looks,
    missed,
    woken,
    mostAtOnceOfOne: () => most,
    sleepMachine: (ms: number) => {
      asleep += ms;
      clock.jumpWallClock(ms);
    },
  };
}

const minute = 60_000;

describe('a scheduler', () => {
  test('looks for the first time within ten seconds and then at a fixed rate at its phase', async () => {
    const { clock, scheduler, looks } = scheduled({ runMs: 700 });
    scheduler.schedule([{ name: 'checkout', intervalMs: minute }]);
    await clock.advance(10 * minute);
    const [first, ...regular] = looks.map(({ atMs }) => atMs);
    expect(first).toBeLessThanOrEqual(10_000);
    const { phaseMs } = slotPlan('checkout', minute);
    expect(regular.map((atMs) => (at + atMs - phaseMs) % minute)).toEqual(regular.map(() => 0));
    expect(regular.length).toBeGreaterThanOrEqual(9);
  });

  test('keeps the same phase after a restart', () => {
    expect(slotPlan('checkout', minute)).toEqual(slotPlan('checkout', minute));
    expect(slotPlan('checkout', minute).phaseMs).not.toBe(slotPlan('search', minute).phaseMs);
  });

  test('spreads many services evenly over their interval', async () => {
    const { clock, scheduler, looks } = scheduled();
    scheduler.schedule(Array.from({ length: 1_000 }, (_, index) => ({ name: `service-${index}`, intervalMs: minute })));
    await clock.advance(2 * minute);
    const perSecond = new Map<number, number>();
    for (const { atMs } of looks) {
      if (atMs >= minute) perSecond.set(Math.floor(atMs / 1_000), (perSecond.get(Math.floor(atMs / 1_000)) ?? 0) + 1);
    }
    expect(Math.max(...perSecond.values())).toBeLessThan(40);
    expect(looks.filter(({ atMs }) => atMs > minute && atMs <= 2 * minute)).toHaveLength(1_000);
  });

  test('never runs one service twice at once and records the slots it overran', async () => {
    const { clock, scheduler, missed, mostAtOnceOfOne } = scheduled({ runMs: 150_000 });
    scheduler.schedule([{ name: 'slow', intervalMs: minute }]);
    await clock.advance(5 * minute);
    expect(mostAtOnceOfOne()).toBe(1);
    expect(missed.map(({ why }) => why)).toContain('overrun');
    expect(missed.every(({ name }) => name === 'slow')).toBe(true);
  });

  test('accounts for every slot: looked at or missed', async () => {
    const { clock, scheduler, looks, missed } = scheduled({ runMs: 2_500, maxWorkers: 3 });
    const items = Array.from({ length: 40 }, (_, index) => ({ name: `service-${index}`, intervalMs: 20_000 }));
    scheduler.schedule(items);
    await clock.advance(10 * minute);
    for (const { name } of items) {
      const seen = looks.filter((look) => look.name === name).length;
      const lost = missed.filter((slot) => slot.name === name).reduce((sum, { count }) => sum + count, 0);
      // The first look is beside the slots; the last slot may still wait for its turn.
      expect(seen + lost).toBeGreaterThanOrEqual(29);
      expect(seen + lost).toBeLessThanOrEqual(31);
      expect(seen).toBeGreaterThan(10);
    }
    expect(missed.some(({ why }) => why === 'late')).toBe(true);
  });

  test.each([
    ['an hour forwards', 60 * minute],
    ['two hours backwards', -120 * minute],
  ])('keeps its cadence when the wall clock jumps %s', async (_name, jumpMs) => {
    const { clock, scheduler, looks, missed, woken } = scheduled();
    scheduler.schedule([{ name: 'checkout', intervalMs: minute }]);
    await clock.advance(3 * minute);
    const before = looks.length;
    clock.jumpWallClock(jumpMs);
    await clock.advance(3 * minute);
    expect(looks.length - before).toBe(3);
    expect([missed, woken]).toEqual([[], []]);
  });

  test('after a sleep looks once at everything, without a burst, and records the gap', async () => {
    const { clock, scheduler, looks, missed, woken, sleepMachine } = scheduled();
    const items = Array.from({ length: 50 }, (_, index) => ({ name: `service-${index}`, intervalMs: minute }));
    scheduler.schedule(items);
    await clock.advance(3 * minute);
    sleepMachine(10 * minute);
    await clock.advance(11_000);
    expect(woken).toHaveLength(1);
    expect(
      looks
        .slice(woken[0])
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(items.map(({ name }) => name).toSorted());
    expect(missed).toHaveLength(50);
    expect(missed.every(({ count, why }) => why === 'asleep' && count >= 9 && count <= 11)).toBe(true);
  });

  test('begins what is due at once a few at a time, in turns of the event loop', async () => {
    const { clock, scheduler, looks } = scheduled();
    // Thirty a millisecond.
    const items = Array.from({ length: 3_000 }, (_, index) => ({ name: `service-${index}`, intervalMs: 100 }));
    scheduler.schedule(items);
    await clock.advance(300);
    expect(looks.length).toBeGreaterThan(5_000);
    const perTurn = new Map<number, number>();
    for (const { turn } of looks) perTurn.set(turn, (perTurn.get(turn) ?? 0) + 1);
    expect(Math.max(...perTurn.values())).toBe(8);
  });

  test('goes on with the services that stay when others come and go', async () => {
    const { clock, scheduler, looks } = scheduled();
    const stays = { name: 'stays', intervalMs: minute };
    scheduler.schedule([stays, { name: 'goes', intervalMs: minute }]);
    await clock.advance(2 * minute);
    const before = looks.length;
    scheduler.schedule([{ ...stays }, { name: 'comes', intervalMs: minute }]);
    await clock.advance(2 * minute);
    const after = looks.slice(before).map(({ name }) => name);
    expect(after.filter((name) => name === 'stays')).toHaveLength(2);
    expect(after).toContain('comes');
    expect(after).not.toContain('goes');
  });

  test('begins nothing after it was stopped and waits for what is under way', async () => {
    const { clock, scheduler, looks } = scheduled({ runMs: 5_000 });
    scheduler.schedule([{ name: 'checkout', intervalMs: minute }]);
    await clock.advance(10_000);
    const seen = looks.length;
    await clock.settle(scheduler.stop());
    await clock.advance(5 * minute);
    expect([seen, looks.length]).toEqual([1, 1]);
  });

  test('looks at once where that is asked for, and keeps to its slots', async () => {
    const { clock, scheduler, looks } = scheduled();
    scheduler.schedule([{ name: 'backup', intervalMs: minute }]);
    await clock.advance(3 * minute);
    const regular = looks.length;
    scheduler.hasten('backup');
    await clock.advance(5);
    expect(looks.length).toBe(regular + 1);
    await clock.advance(3 * minute);
    expect(looks.length).toBe(regular + 4);
  });

  test('looks once more where that is asked for again and again during a look', async () => {
    const { clock, scheduler, looks, missed, mostAtOnceOfOne } = scheduled({ runMs: 1_000 });
    scheduler.schedule([{ name: 'backup', intervalMs: minute }]);
    await clock.advance(3 * minute);
    const regular = looks.length;
    scheduler.hasten('backup');
    await clock.advance(500);
    for (let times = 0; times < 5; times += 1) scheduler.hasten('backup');
    await clock.advance(5_000);
    expect([looks.length, mostAtOnceOfOne(), missed]).toEqual([regular + 2, 1, []]);
  });

  test('looks at nothing that it does not know, and at nothing once it has stopped', async () => {
    const { clock, scheduler, looks } = scheduled();
    scheduler.schedule([{ name: 'backup', intervalMs: minute }]);
    scheduler.hasten('unknown');
    await scheduler.stop();
    scheduler.hasten('backup');
    await clock.advance(minute);
    expect(looks).toEqual([]);
  });
});
