import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { freshFolder } from '../support/svcmon.ts';
import { type Account, believedFiring, readAccount, troublesIn } from './account.ts';
import { bounds, startChance } from './bounds.ts';
import { tell } from './figures.ts';
import { lostIncidents, lostMessages, repetitions } from './losses.ts';
import { type MonitorProcess, startMonitor } from './monitor-process.ts';
import { type MoodyReceiver, moods, startMoodyReceiver } from './moody-receiver.ts';
import { type ScriptedTarget, startScriptedTarget } from './scripted-target.ts';
import { until } from './until.ts';

const policy = { failureCount: 2, recoveryCount: 2 };
const steady = Array.from({ length: 38 }, (_, index) => `steady-${index}`);
const nervous = ['nervous-0', 'nervous-1'];
const names = [...steady, ...nervous];
// A life lasts from before the first line of the program has run to some rounds of checks and messages.
const shortestLifeMs = 50;
const longestLifeMs = 2_500;

test(`a monitor that is killed ${bounds.kills} times under load forgets no incident and leaves nobody with a wrong belief`, {
  // A loss is a loss, even where it does not come again.
  timeout: bounds.kills * 5_000 + 120_000,
  retry: 0,
}, async (context) => {
  const { seed, random } = startChance();
  const world = await startWorld(random);
  const lives: MonitorProcess[] = [];
  const troubles: string[] = [];
  for (let kill = 0; kill < bounds.kills; kill += 1) {
    lives.push(await liveAndDie(world, random));
    troubles.push(...(await troublesAfterDeath(world)));
  }
  lives.push(await comeToRest(world, random));

  const account = await readAccount(world.database);
  const incidentsLost = lostIncidents(account, { policy, lines: lives.flatMap(({ lines }) => lines) });
  const receivers = Object.entries(world.receivers);
  const messagesLost = receivers.flatMap(([name, { told }]) => lostMessages(name, told, account));
  tell(context, {
    killed: `${bounds.kills} times by kill -9 within ${shortestLifeMs} to ${longestLifeMs} ms of its start (SVCMON_CHAOS_SEED=${seed})`,
    'database integrity': troubles.length === 0 ? `ok after each of ${bounds.kills} kills` : troubles.join('; '),
    incidents: `${account.incidents.length} from ${account.results.length} results, ${incidentsLost.length} lost`,
    notifications: `${account.outbox.length} owed, ${messagesLost.length} firing or resolved lost`,
    ...Object.fromEntries(receivers.map(([name, receiver]) => [`told to ${name}`, heardBy(name, receiver, account)])),
  });
  expect(troubles).toEqual([]);
  expect(incidentsLost).toEqual([]);
  expect(messagesLost).toEqual([]);
  for (const [, { told }] of receivers) {
    expect(told.length).toBeGreaterThan(0);
    expect(believedFiring(told, 'ServiceUnhealthy')).toEqual(downOnes(world.target));
  }
  expect(await knowTheTruth(world)).toBe(true);
  await expectAlertFiles(world.folder, account);
});

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

/** One life of the monitor; one in ten is asked to end before it is killed. */
async function liveAndDie({ folder, receivers }: World, random: () => number): Promise<MonitorProcess> {
  for (const receiver of Object.values(receivers)) receiver.mood = moods[Math.floor(random() * moods.length)] ?? 'ok';
  const monitor = startMonitor({ cwd: folder });
  await delay(shortestLifeMs + random() * (longestLifeMs - shortestLifeMs));
  monitor.requireAlive();
  if (random() < 0.1) {
    process.kill(monitor.pid, 'SIGTERM');
    await delay(random() * 200);
  }
  await monitor.kill();
  return monitor;
}

async function troublesAfterDeath({ folder, database }: World): Promise<readonly string[]> {
  return (await readdir(folder)).includes('svcmon.db') ? troublesIn(database) : [];
}

/** Nothing changes any more and everybody listens: time enough for everything that is owed, and for flapping to end. */
async function comeToRest(world: World, random: () => number): Promise<MonitorProcess> {
  const { folder, target, receivers } = world;
  for (const receiver of Object.values(receivers)) receiver.mood = 'ok';
  for (const name of names) target.settle(name, random() < 0.7);
  const monitor = startMonitor({ cwd: folder });
  // What is still missing then is found by comparing.
  await until('the receivers know the truth', () => knowTheTruth(world), 60_000).catch(() => undefined);
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

function heardBy(channel: string, { told, asked }: MoodyReceiver, account: Account): string {
  const moods = Object.entries(asked).map(([mood, count]) => `${mood} ${count}`);
  const again = repetitions(channel, told, account);
  return `${told.length} alerts, of which ${again} again, each under its own dedup_key; messages by mood: ${moods.join(', ')}`;
}
