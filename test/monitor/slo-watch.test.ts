import { describe, expect, test } from 'vitest';
import { SloWorld, sloOf } from '../support/slo-world.ts';

const hour = 'H'.repeat(60);
const dayMs = 86_400_000;

describe('a burning error budget', () => {
  test('pages for an outage of ten minutes, says what is left, and is over when the short window is', async () => {
    const world = new SloWorld();
    await world.see(hour);
    await world.see('U'.repeat(10));
    expect(world.heard()).toEqual(['firing page']);
    const [page] = world.messages();
    expect(page?.message).toMatch(
      /^burning its error budget \d+× too fast: \d(\.\d)? % of 30 days' budget in the last hour; 9\d % left, gone in \d+ h( \d+ min)? at this rate$/,
    );
    await world.see('H'.repeat(6));
    // The tier of six hours is not known after one hour: what had begun goes on until its own short window is over.
    expect(world.heard()).toEqual(['firing page']);
    await world.see('H'.repeat(30));
    expect(world.heard()).toEqual(['firing page', 'resolved page']);
    expect(world.defects).toEqual([]);
  });

  test('is told once, whatever is found again meanwhile', async () => {
    const world = new SloWorld();
    await world.see(hour);
    await world.see('U'.repeat(40));
    expect(world.heard()).toEqual(['firing page']);
  });

  test.each<[what: string, options: ConstructorParameters<typeof SloWorld>[0], history: string]>([
    ['one failed minute, even where one confirms', { failureCountAlert: 1 }, `${hour} U HHHHHHHHHH`],
    ['failures that were never confirmed', {}, `${hour} UUHHUUHHUUHHUUHH`],
    ['an outage of a service that is known for less than half of the window', {}, `${'H'.repeat(12)} UUUU HHHH`],
    [
      'an outage that is as short as the contract allows',
      { slo: sloOf({ minOutageMs: 600_000 }) },
      `${hour} UUUUUUUU HHH`,
    ],
    ['a service whose objective is not to be told of', { slo: sloOf({ alert: false }) }, `${hour} UUUUUUUUUU`],
    ['degraded time, which counts as available', {}, `${hour} DDDDDDDDDD`],
  ])('does not page for %s', async (_what, options, history) => {
    const world = new SloWorld(options);
    await world.see(history);
    expect(world.heard()).toEqual([]);
  });

  test('counts degraded time where the objective says how much', async () => {
    const world = new SloWorld({ slo: sloOf({ degradedWeight: 0.5 }) });
    await world.see(`${hour} DDDDDDDDDD`);
    expect(world.heard()).toEqual(['firing page']);
  });

  test('does not begin while nobody looks, and is not over for that reason', async () => {
    const world = new SloWorld();
    await world.see(`${hour} UUUUU`);
    expect(world.heard()).toEqual(['firing page']);
    await world.wait(90 * 60_000);
    expect(world.heard().filter((told) => told.startsWith('resolved'))).toEqual([]);
  });

  test('says that an objective of 100 % allows no failure', async () => {
    const world = new SloWorld({ slo: sloOf({ availability: 1 }) });
    await world.see(`${hour} UUU`);
    expect(world.messages().map(({ message }) => message)).toEqual([
      'failed within the last hour, and its objective of 100 % allows no failure',
    ]);
  });

  test('is not spent in maintenance that was announced, and is in one that was not', async () => {
    const planned = async (announcedMs: number) => {
      const world = new SloWorld();
      await world.see(hour);
      const nowAt = world.world.clock.now();
      world.windows.push({
        id: 'm',
        name: 'patching',
        match: {},
        startsAt: nowAt,
        endsAt: nowAt + 3_600_000,
        createdAt: nowAt - announcedMs,
        by: 'kim',
        origin: 'person',
      });
      await world.see('U'.repeat(10));
      return world.heard();
    };
    expect(await planned(1)).toEqual([]);
    expect(await planned(-1)).toEqual(['firing page']);
  });

  test('goes on as the same alert after a restart, from what is stored', async () => {
    const world = new SloWorld();
    await world.see(`${hour} UUUUU`);
    await world.crash();
    await world.see('UUUUU');
    expect(world.heard()).toEqual(['firing page']);
    await world.see('H'.repeat(40));
    expect(world.heard()).toEqual(['firing page', 'resolved page']);
  });

  test('is over when nothing is promised any more', async () => {
    const world = new SloWorld();
    await world.see(`${hour} UUUUU`);
    world.use(undefined);
    await world.wait(60_000);
    expect(world.heard()).toEqual(['firing page', 'resolved page']);
  });

  test('is held back by a silence like every other alert', async () => {
    const world = new SloWorld();
    await world.see(hour);
    const nowAt = world.world.clock.now();
    const silence = {
      id: 's',
      match: {},
      startsAt: nowAt,
      endsAt: nowAt + 1e9,
      by: 'kim',
      comment: '',
      createdAt: nowAt,
    };
    world.world.surroundings = { ...world.world.surroundings, silences: [silence] };
    await world.see('UUUUU');
    expect(world.heard()).toEqual([]);
    expect(world.world.disk.notSent.map(({ dedupKey, reason }) => [dedupKey.split('/')[0], reason])).toContainEqual([
      'slo_burn_page',
      'silenced',
    ]);
  });

  test('becomes a ticket when it need no longer page', async () => {
    const world = new SloWorld({ knownForMs: 30 * dayMs });
    await world.see('U'.repeat(5));
    expect(world.heard()).toEqual(['firing page']);
    await world.see('H'.repeat(40));
    expect(world.heard()).toEqual(['firing page', 'resolved page', 'firing ticket']);
    expect(world.messages().at(-1)?.message).toBe(
      "burning its error budget 1.2× too fast: 12 % of 30 days' budget in the last 3 d; 88 % left, gone in 22 d 21 h at this rate",
    );
    await world.see('H'.repeat(360));
    expect(world.heard().at(-1)).toBe('resolved ticket');
  });

  test('of which something is left that lasts, or nothing, is told as such', async () => {
    const world = new SloWorld({ knownForMs: 30 * dayMs, slo: sloOf({ window: { unit: 'month' } }) });
    await world.see('U'.repeat(5));
    expect(world.messages()[0]?.message).toMatch(/ of the month's budget in the last hour; 9\d % left, gone in /);
    await world.see(`${'U'.repeat(60)} ${'H'.repeat(40)}`);
    expect(world.messages().at(-1)?.message).toMatch(/; nothing is left: overspent by \d+ %$/);
  });

  test('goes where alerts of its severity go', async () => {
    const world = new SloWorld({ route: { match: { severity: 'warning' } }, knownForMs: 30 * dayMs });
    await world.see('U'.repeat(5));
    expect(world.heard()).toEqual([]);
    await world.see('H'.repeat(40));
    expect(world.heard()).toEqual(['firing ticket']);
  });
});

describe('a burning latency budget', () => {
  const slo = sloOf({ latency: { underMs: 500, share: 0.99 } });

  test('pages when too many answers are slow, and says which share', async () => {
    const world = new SloWorld({ slo });
    await world.answer(Array.from({ length: 360 }, () => 100));
    await world.answer(Array.from({ length: 30 }, () => 900));
    expect(world.heard()).toEqual(['firing latency_page']);
    expect(world.messages()[0]?.message).toMatch(
      /^burning its latency budget [\d.]+× too fast: [\d.]+ % of the answers of the last 6 h took longer than 500 ms, where 1 % may; /,
    );
  });

  test('needs twenty answers in the short window', async () => {
    const world = new SloWorld({ slo });
    await world.answer(Array.from({ length: 60 }, () => 100));
    await world.answer(Array.from({ length: 20 }, () => 900));
    expect(world.heard()).toEqual([]);
  });

  test('is known again after a restart', async () => {
    const world = new SloWorld({ slo });
    await world.answer(Array.from({ length: 370 }, () => 100));
    await world.answer(Array.from({ length: 10 }, () => 900));
    await world.crash();
    await world.answer(Array.from({ length: 20 }, () => 900));
    expect(world.heard()).toEqual(['firing latency_page']);
  });
});
