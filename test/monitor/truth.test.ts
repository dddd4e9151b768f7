import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CheckResult } from '../../src/domain/check-result.ts';
import type { Silence } from '../../src/domain/silence.ts';
import { type Heard, type Mood, resultOf, World } from '../support/monitor-world.ts';

const services = ['api', 'db', 'web'] as const;
const channels = ['ops', 'pager'] as const;

/** What can happen to a monitor, in any order. */
type Happening =
  | { readonly do: 'look'; readonly service: (typeof services)[number]; readonly letter: string }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'mood'; readonly channel: (typeof channels)[number]; readonly mood: Mood }
  | { readonly do: 'disk'; readonly full: boolean }
  | { readonly do: 'silence'; readonly on: boolean }
  | { readonly do: 'acknowledge'; readonly service: (typeof services)[number] }
  | { readonly do: 'network'; readonly down: boolean }
  | { readonly do: 'clock'; readonly jumpMs: number }
  | { readonly do: 'crash' };

const look = fc.record({
  do: fc.constant('look' as const),
  service: fc.constantFrom(...services),
  letter: fc.constantFrom('H', 'H', 'D', 'U', 'U', 'U', '?', 'S'),
});
/** From within a commit, over group waits and send deadlines, to the longest backoff. */
const wait = fc.record({
  do: fc.constant('wait' as const),
  ms: fc.constantFrom(0, 5, 20, 200, 5_000, 10_100, 60_000, 400_000, 5 * 3_600_000),
});
const moodOf = (...moods: readonly Mood[]) =>
  fc.record({
    do: fc.constant('mood' as const),
    channel: fc.constantFrom(...channels),
    mood: fc.constantFrom(...moods),
  });
const disk = fc.record({ do: fc.constant('disk' as const), full: fc.boolean() });
const silenced = fc.record({ do: fc.constant('silence' as const), on: fc.boolean() });
const acknowledge = fc.record({ do: fc.constant('acknowledge' as const), service: fc.constantFrom(...services) });
const network = fc.record({ do: fc.constant('network' as const), down: fc.boolean() });
const clock = fc.record({
  do: fc.constant('clock' as const),
  jumpMs: fc.constantFrom(3_600_000, -7_200_000, 31_536_000_000),
});
const crash = fc.record({ do: fc.constant('crash' as const) });

const anything = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: look },
    { weight: 8, arbitrary: wait },
    { weight: 4, arbitrary: moodOf('ok', 'ok', 'fail', 'final', 'hang', 'lost') },
    { weight: 1, arbitrary: disk },
    { weight: 1, arbitrary: silenced },
    { weight: 2, arbitrary: acknowledge },
    { weight: 1, arbitrary: network },
    { weight: 1, arbitrary: clock },
    { weight: 2, arbitrary: crash },
  ),
  { maxLength: 60 },
);

/** Left to chance alone, hardly anything would be acknowledged while it lasts. */
const takenOn: readonly Happening[] = [
  { do: 'look', service: 'web', letter: 'U' },
  { do: 'wait', ms: 20_000 },
  { do: 'acknowledge', service: 'web' },
];
const opening = fc.constantFrom<readonly Happening[]>([], takenOn.slice(0, 1), takenOn);

const silence: Silence = { id: 's', match: {}, startsAt: 0, endsAt: 1e15, by: 'ann', comment: '', createdAt: 0 };

function worldOf(): World {
  return new World({
    services: [
      { name: 'api', failureCountAlert: 2, recoveryCount: 2, dependsOn: ['db'] },
      { name: 'db', failureCountAlert: 2, recoveryCount: 1 },
      { name: 'web', failureCountAlert: 1, recoveryCount: 2 },
    ],
    channels,
    traits: { pager: { oneByOne: true, acknowledges: true } },
    route: { groupWaitMs: 10_000 },
    alerts: { turnedOn: new Set(['unhealthy', 'slow', 'degraded', 'flapping', 'monitor_offline', 'storage']) },
  });
}

async function happen(world: World, happening: Happening): Promise<void> {
  switch (happening.do) {
    case 'look':
      void world.pipeline.accept([resultOf(happening.letter, happening.service, world.clock.now())]);
      return world.clock.advance(1);
    case 'wait':
      return world.pass(happening.ms);
    case 'mood':
      world.receiver(happening.channel).mood = happening.mood;
      return;
    case 'disk':
      world.disk.full = happening.full;
      return;
    case 'silence':
      world.surroundings = { ...world.surroundings, silences: happening.on ? [silence] : [] };
      return;
    case 'acknowledge':
      return acknowledgeIn(world, happening.service);
    case 'network':
      world.offline = happening.down;
      if (happening.down) void world.pipeline.raise({ rule: 'monitor_offline', message: 'no canary answers' });
      return;
    case 'clock':
      return world.clock.jumpWallClock(happening.jumpMs);
    case 'crash':
      // What was told while nothing could be stored is known to nobody once the process is gone.
      return world.disk.full || !world.ledger.isAvailable() ? undefined : world.crash();
  }
}

/** By a person who sees what is stored; the first stays. */
function acknowledgeIn(world: World, service: string): void {
  const acknowledged = new Map(world.surroundings.acknowledged);
  for (const { id } of world.disk.openIncidents(service)) {
    if (!acknowledged.has(id)) acknowledged.set(id, { by: 'ann', at: world.clock.now() });
  }
  world.surroundings = { ...world.surroundings, acknowledged };
}

/** Everything works again, every service is seen a last few times, and there is time enough for everything that is owed. */
async function comeToRest(world: World, endings: Readonly<Record<string, string>>): Promise<void> {
  world.disk.full = false;
  world.offline = false;
  world.surroundings = { ...world.surroundings, silences: [] };
  for (const receiver of world.receivers.values()) receiver.mood = 'ok';
  for (const service of services) await world.see((endings[service] ?? 'H').repeat(25), service);
  for (let hour = 0; hour < 3; hour += 1) await world.pass(3_600_000);
}

/** Without what neither opens nor ends, and what says the same as the message before about the same alert. */
function withoutRepetitions(heard: readonly Heard[]): readonly string[] {
  const turns = heard.map(({ state }) => state).filter((state) => state === 'firing' || state === 'resolved');
  return turns.filter((state, n, all) => state !== all[n - 1]);
}

function byAlert(heard: readonly Heard[]): ReadonlyMap<string, readonly Heard[]> {
  const alerts = new Map<string, Heard[]>();
  for (const one of heard) alerts.set(one.dedupKey, [...(alerts.get(one.dedupKey) ?? []), one]);
  return alerts;
}

const endings = fc.record({
  api: fc.constantFrom('H', 'U', 'D'),
  db: fc.constantFrom('H', 'U'),
  web: fc.constantFrom('H', 'U', 'S'),
});

describe('whatever happens', () => {
  test('every receiver ends with the truth, told in order', async () => {
    await fc.assert(
      fc.asyncProperty(opening, anything, endings, async (first, happenings, last) => {
        const world = worldOf();
        for (const happening of [...first, ...happenings]) {
          await happen(world, happening);
          for (const service of services) expect(world.disk.openIncidents(service).length).toBeLessThanOrEqual(1);
        }
        await comeToRest(world, last);

        expect(world.disk.pending()).toEqual([]);
        expect(unsettledOf(world)).toEqual([]);
        for (const name of channels) expectTruthToldTo(name, world);
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  test('nobody is told anything twice, as long as no answer is lost and nobody is killed', async () => {
    const calm = fc.array(
      fc.oneof(
        { weight: 6, arbitrary: look },
        { weight: 4, arbitrary: wait },
        { weight: 2, arbitrary: moodOf('ok', 'fail', 'final', 'hang') },
        { weight: 1, arbitrary: silenced },
        { weight: 1, arbitrary: acknowledge },
        { weight: 1, arbitrary: disk },
        { weight: 1, arbitrary: clock },
      ),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(opening, calm, endings, async (first, happenings, last) => {
        const world = worldOf();
        for (const happening of [...first, ...happenings]) await happen(world, happening);
        await comeToRest(world, last);
        for (const receiver of world.receivers.values()) {
          for (const heard of byAlert(receiver.heard()).values()) {
            const told = heard.map(({ state }) => state).filter((state) => state !== 'reminder');
            expect(told).toEqual([...new Set(told)]);
          }
        }
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  test('being killed at any step changes nothing in the end', async () => {
    const steps = fc.array(
      fc.oneof(
        { weight: 6, arbitrary: look },
        { weight: 4, arbitrary: wait },
        { weight: 2, arbitrary: moodOf('ok', 'fail', 'hang', 'lost') },
        { weight: 1, arbitrary: silenced },
      ),
      { minLength: 1, maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(), endings, async (happenings, killedAfter, last) => {
        const survivor = worldOf();
        const victim = worldOf();
        const accepted: CheckResult[] = [];
        for (const [n, happening] of happenings.entries()) {
          if (happening.do === 'look') {
            accepted.push(resultOf(happening.letter, happening.service, victim.clock.now()));
          }
          await happen(survivor, happening);
          await happen(victim, happening);
          if (n !== killedAfter % happenings.length) continue;
          const stored = new Set(victim.disk.results.map(({ service, startedAt }) => `${service} ${startedAt}`));
          await victim.crash();
          void victim.pipeline.accept(
            accepted.filter(({ service, startedAt }) => !stored.has(`${service} ${startedAt}`)),
          );
          await victim.clock.advance(1);
          await survivor.clock.advance(1);
        }
        await comeToRest(survivor, last);
        await comeToRest(victim, last);
        expect(endStateOf(victim)).toEqual(endStateOf(survivor));
      }),
      { numRuns: 80 },
    );
  }, 120_000);
});

/** How channels stand with alerts that are over, where it is not settled. */
function unsettledOf(world: World): readonly unknown[] {
  const open = new Set(world.disk.openAlerts().map(({ dedupKey }) => dedupKey));
  const over = [...world.disk.channels.values()].filter(({ dedupKey }) => !open.has(dedupKey));
  return over.filter(({ state }) => state !== 'resolved' && state !== 'rejected');
}

/** The receiver believes what is so, and heard it in order: a firing, then its end, or an end that says it is news. What it refused is left out. */
function expectTruthToldTo(name: (typeof channels)[number], world: World): void {
  const states = [...world.disk.channels.values()].filter(({ channel }) => channel === name);
  const refused = new Set(states.filter(({ state }) => state === 'rejected').map(({ dedupKey }) => dedupKey));
  // Of what was told before it is only reminders that are held back.
  const firing = new Set(states.filter(({ state }) => state === 'firing').map(({ dedupKey }) => dedupKey));
  const open = world.disk.openAlerts().filter(({ dedupKey }) => !refused.has(dedupKey));
  const told = open.filter(({ dedupKey, held }) => held === undefined || firing.has(dedupKey));
  const believed = world.receiver(name).believesFiring();
  expect(believed.filter((key) => !refused.has(key))).toEqual(told.map(({ dedupKey }) => dedupKey).toSorted());
  for (const [key, heard] of byAlert(world.receiver(name).heard())) {
    if (refused.has(key)) continue;
    const order = withoutRepetitions(heard);
    expect([['firing'], ['resolved'], ['firing', 'resolved']]).toContainEqual(order);
    if (order[0] === 'resolved') expect(heard[0]?.firstMention).toBe(true);
    expectAcknowledgedInOrder(name, heard);
  }
}

/** Told only to the channel that has a state for it, after the firing and before the end. */
function expectAcknowledgedInOrder(name: (typeof channels)[number], heard: readonly Heard[]): void {
  const said = heard.map(({ state }) => state);
  if (!said.includes('acknowledged')) return;
  expect(name).toBe('pager');
  expect(said.indexOf('firing')).toBeGreaterThanOrEqual(0);
  expect(said.indexOf('firing')).toBeLessThan(said.indexOf('acknowledged'));
  if (said.includes('resolved')) expect(said.lastIndexOf('acknowledged')).toBeLessThan(said.indexOf('resolved'));
}

/** What is open, and what every receiver believes to be. */
function endStateOf(world: World) {
  return {
    incidents: services.map((service) =>
      world.disk.openIncidents(service).map(({ status, startedAt }) => [status, startedAt]),
    ),
    beliefs: channels.map((channel) => world.receiver(channel).believesFiring()),
  };
}
