import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { Incident } from '../../src/domain/incident.ts';
import { freshFolder } from '../support/svcmon.ts';
import { type Account, believedFiring, readAccount, storiesOf, troublesIn } from './account.ts';
import { bounds, chance, tell } from './bounds.ts';
import { type Line, type MonitorProcess, startMonitor } from './monitor-process.ts';
import { type MoodyReceiver, moods, startMoodyReceiver } from './moody-receiver.ts';
import { type Episode, replay } from './replay.ts';
import { type ScriptedTarget, startScriptedTarget } from './scripted-target.ts';
import { until } from './until.ts';

const policy = { failureCount: 2, recoveryCount: 2 };
const steady = Array.from({ length: 38 }, (_, index) => `steady-${index}`);
const nervous = ['nervous-0', 'nervous-1'];
const names = [...steady, ...nervous];
// A life lasts from before the first line of the program has run to some rounds of checks and messages.
const shortestLifeMs = 50;
const longestLifeMs = 2_500;

test(
  `a monitor that is killed ${bounds.kills} times under load forgets no incident and leaves nobody with a wrong belief`,
  async () => {
    const random = chance('kill');
    const world = await startWorld(random);
    const lives: MonitorProcess[] = [];
    for (let kill = 0; kill < bounds.kills; kill += 1) lives.push(await liveAndDie(world, random));
    const last = await comeToRest(world, random);
    lives.push(last);

    const account = await readAccount(world.database);
    tellFigures(account, world);
    expectIncidents(account, lives);
    for (const [channel, receiver] of Object.entries(world.receivers)) expectTold(channel, receiver, account);
    for (const receiver of Object.values(world.receivers)) {
      expect(believedFiring(receiver.told, 'ServiceUnhealthy')).toEqual(downOnes(world.target));
    }
    await expectAlertFiles(world.folder, account);
  },
  bounds.kills * 5_000 + 120_000,
);

interface World {
  readonly folder: string;
  readonly database: string;
  readonly target: ScriptedTarget;
  readonly receivers: Readonly<Record<'ops' | 'oncall', MoodyReceiver>>;
}

async function startWorld(random: () => number): Promise<World> {
  const phaseMs = (name: string) => (nervous.includes(name) ? 1_500 : 9_000);
  const target = await startScriptedTarget({ names, random, phaseMs });
  const receivers = { ops: await startMoodyReceiver(), oncall: await startMoodyReceiver() };
  const folder = await freshFolder();
  onTestFinished(async () => {
    await Promise.all([target, ...Object.values(receivers)].map((server) => server.stop()));
  });
  const services = names.map((name) => ({ name, url: `${target.url}/${name}`, timeout: '500ms' }));
  const channels = Object.entries(receivers).map(([name, { url }]) => ({ name, type: 'webhook', url }));
  const thresholds = {
    response_time_warning: 40_000,
    response_time_critical: 50_000,
    failure_count_alert: policy.failureCount,
    recovery_count: policy.recoveryCount,
  };
  const config = {
    services,
    monitoring: { check_interval: '1s', max_workers: 100 },
    alerts: { channels, thresholds, group_wait: '200ms', repeat_interval: '5s' },
    storage: { url: 'sqlite:svcmon.db' },
  };
  await writeFile(join(folder, 'services.yaml'), JSON.stringify(config));
  return { folder, database: join(folder, 'svcmon.db'), target, receivers };
}

/** One life of the monitor, at the end of which its file must be whole. */
async function liveAndDie({ folder, database, receivers }: World, random: () => number): Promise<MonitorProcess> {
  for (const receiver of Object.values(receivers)) receiver.mood = moods[Math.floor(random() * moods.length)] ?? 'ok';
  const monitor = startMonitor({ cwd: folder });
  await delay(shortestLifeMs + random() * (longestLifeMs - shortestLifeMs));
  monitor.requireAlive();
  await monitor.kill();
  if ((await readdir(folder)).includes('svcmon.db')) expect(troublesIn(database)).toEqual([]);
  return monitor;
}

/** Nothing changes any more and everybody listens: time enough for everything that is owed, and for flapping to end. */
async function comeToRest(world: World, random: () => number): Promise<MonitorProcess> {
  const { folder, target, receivers } = world;
  for (const receiver of Object.values(receivers)) receiver.mood = 'ok';
  for (const name of names) target.settle(name, random() < 0.7);
  const monitor = startMonitor({ cwd: folder });
  await until('the receivers know the truth', () => knowTheTruth(world), 60_000);
  // Whatever else might still be told would be wrong.
  await delay(3_000);
  expect(await monitor.stop()).toBe(0);
  return monitor;
}

async function knowTheTruth({ target, receivers, database }: World): Promise<boolean> {
  const down = downOnes(target).join();
  const know = ({ told }: MoodyReceiver) =>
    believedFiring(told, 'ServiceUnhealthy').join() === down && believedFiring(told, 'ServiceFlapping').length === 0;
  if (!Object.values(receivers).every(know)) return false;
  return (await readAccount(database)).outbox.every(({ state }) => state !== 'pending');
}

function downOnes(target: ScriptedTarget): readonly string[] {
  return names.filter((name) => !target.isUp(name)).toSorted();
}

/** The incidents are those that the stored results give cause to, no more and no less; and nothing that was told on the way is missing. */
function expectIncidents({ results, incidents }: Account, lives: readonly MonitorProcess[]): void {
  const stored = incidents.map(({ service, startedAt, recoveredAt }): Episode => {
    return { service, startedAt, ...(recoveredAt !== undefined && { recoveredAt }) };
  });
  expect(inOrder(stored)).toEqual(inOrder(replay(results, policy)));
  expect(overlaps(incidents)).toEqual([]);
  const known = new Set([
    ...incidents.map(({ id }) => id),
    ...results.map(({ service, startedAt }) => `${service} ${new Date(startedAt).toISOString()}`),
  ]);
  const told = lives.flatMap(({ lines }) => lines.flatMap(toldBy));
  expect(told.length).toBeGreaterThan(0);
  expect(told.filter((one) => !known.has(one))).toEqual([]);
}

/** What a line says is stored: a result by its service and beginning, an incident by its id. */
function toldBy({ schema, name, timestamp, id }: Line): readonly string[] {
  if (schema === 'svcmon.monitor.result/v1') return [`${String(name)} ${String(timestamp)}`];
  return schema === 'svcmon.monitor.incident/v1' ? [String(id)] : [];
}

function inOrder(episodes: readonly Episode[]): readonly Episode[] {
  return episodes.toSorted((a, b) => a.service.localeCompare(b.service) || a.startedAt - b.startedAt);
}

/** The incidents that began before the one before of the same service had ended. */
function overlaps(incidents: readonly Incident[]): readonly Incident[] {
  const sorted = incidents.toSorted((a, b) => a.service.localeCompare(b.service) || a.startedAt - b.startedAt);
  return sorted.filter((incident, index) => {
    const before = sorted[index - 1];
    return before?.service === incident.service && incident.startedAt < (before.recoveredAt ?? Infinity);
  });
}

/** Every incident was told to the channel from its beginning to its end, or it is on record why not; and nothing else was. */
function expectTold(channel: string, { told }: MoodyReceiver, { incidents, outbox, heldBack }: Account): void {
  const stories = storiesOf(told);
  const owed = outbox.filter((item) => item.channel === channel);
  const unheard = new Set(owed.filter(({ about }) => about.firstMention === true).map(({ dedupKey }) => dedupKey));
  const wrong = incidents.flatMap((incident) => {
    const key = `unhealthy/${incident.service}/${new Date(incident.startedAt).toISOString()}`;
    const story = stories.get(key) ?? '';
    const whole = incident.closedAt === undefined ? 'firing' : 'firing resolved';
    const allowed = [whole, ...(unheard.has(key) ? ['resolved'] : []), ...(heldBack.has(key) ? [''] : [])];
    return allowed.includes(story) ? [] : [`${channel} heard "${story}" of ${key}`];
  });
  expect(wrong).toEqual([]);
  expect([...stories.values()].filter((story) => !['firing', 'resolved', 'firing resolved'].includes(story))).toEqual(
    [],
  );
  const keys = new Set(owed.map(({ dedupKey }) => dedupKey));
  expect([...stories.keys()].filter((key) => !keys.has(key))).toEqual([]);
}

/** Every file is whole, and each alert that the folder was told of is in one. */
async function expectAlertFiles(folder: string, { outbox }: Account): Promise<void> {
  const files = (await readdir(join(folder, 'alerts'))).filter((name) => name.endsWith('.json'));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, 'alerts', name), 'utf8')));
  const keys = texts.flatMap((text) => keysIn(JSON.parse(text)));
  const delivered = outbox.filter(({ channel, state }) => channel === 'directory' && state === 'delivered');
  expect(delivered.length).toBeGreaterThan(0);
  expect(delivered.map(({ dedupKey }) => dedupKey).filter((key) => !keys.includes(key))).toEqual([]);
}

interface AlertFile {
  readonly details: Readonly<Record<string, readonly { readonly dedup_key?: string }[]>>;
}

function keysIn({ details }: AlertFile): readonly (string | undefined)[] {
  return Object.values(details).flatMap((services) => services.map(({ dedup_key: key }) => key));
}

function tellFigures({ results, incidents, outbox }: Account, { receivers }: World): void {
  const { ops, oncall } = receivers;
  const repeated = (told: MoodyReceiver['told']) =>
    told.length - new Set(told.map(({ dedupKey, status }) => `${dedupKey} ${status}`)).size;
  tell(
    `kill: ${bounds.kills} kills, ${results.length} results, ${incidents.length} incidents, ${outbox.length} messages owed; ` +
      `ops took ${ops.told.length} alerts (${repeated(ops.told)} again), oncall ${oncall.told.length} (${repeated(oncall.told)} again); ` +
      `messages by mood ${JSON.stringify(ops.asked)} ${JSON.stringify(oncall.asked)}`,
  );
}
