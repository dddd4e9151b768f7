import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/app/system-clock.ts';
import { systemTimer } from '../../src/resilience/timer.ts';
import { openStore } from '../../src/storage/open.ts';
import type { Store } from '../../src/storage/store.ts';
import { type LocalServer, startLocalServer } from '../support/local-server.ts';
import { type MonitorProcess, startMonitor } from '../support/monitor-process.ts';
import { configOf, freshFolder, type ServiceEntry, svcmon } from '../support/svcmon.ts';

interface Site extends LocalServer {
  /** The status code of every answer from now on; `hang` for none at all. */
  answer: number | 'hang';
}

/** A site on loopback that is well until told otherwise. */
async function startSite(): Promise<Site> {
  const state: { answer: Site['answer'] } = { answer: 200 };
  const server = await startLocalServer((_question, response) => {
    if (state.answer === 'hang') return;
    response.statusCode = state.answer;
    response.end('ok');
  });
  onTestFinished(() => server.stop());
  return Object.assign(state, server);
}

async function folder(): Promise<string> {
  const cwd = await freshFolder();
  onTestFinished(() => rm(cwd, { recursive: true, force: true }));
  return cwd;
}

/** A service of that site that is looked at every second and confirmed by two results. */
function service(name: string, { url }: Site): ServiceEntry {
  return { name, url, interval: '1s', thresholds: { failure_count_alert: 2, recovery_count: 2 } };
}

const quickAlerts = { alerts: { group_wait: 0 } };

async function writeConfig(cwd: string, services: readonly ServiceEntry[], more: object = quickAlerts): Promise<void> {
  await writeFile(join(cwd, 'services.yaml'), configOf(services, { ...more }));
}

/** A monitor over the file in the folder, once it checks. */
async function monitorIn(cwd: string, ...args: readonly string[]): Promise<MonitorProcess> {
  const monitor = startMonitor(['-c', 'services.yaml', ...args], { cwd });
  await monitor.until(() => monitor.log().some(({ message }) => message === 'monitoring'));
  return monitor;
}

async function stored<T>(cwd: string, read: (store: Store) => Promise<T>): Promise<T> {
  const url = `sqlite:${join(cwd, 'data/svcmon.db')}`;
  const { store } = await openStore({ url, mode: 'read', clock: systemClock, startTimer: systemTimer });
  try {
    return await read(store);
  } finally {
    await store.close();
  }
}

function messages(monitor: MonitorProcess): readonly string[] {
  return monitor.log().map(({ message }) => message);
}

describe('svcmon monitor', () => {
  test('checks, stores, tells of changes and of their end, and stops with 0 on SIGTERM', async () => {
    const [cwd, site] = [await folder(), await startSite()];
    await writeConfig(cwd, [service('api', site)]);
    const monitor = await monitorIn(cwd);
    await monitor.until(() => site.asked.length >= 2);
    site.answer = 503;
    await monitor.until(() => monitor.stdout().includes('healthy -> unhealthy'));
    site.answer = 200;
    await monitor.until(() => monitor.stdout().includes('unhealthy -> healthy'));
    const beganAt = performance.now();
    monitor.child.kill('SIGTERM');
    expect(await monitor.ended()).toBe(0);
    expect(performance.now() - beganAt).toBeLessThan(10_000);
    expect(messages(monitor)).toEqual(['monitoring', 'stopping', 'stopped']);
    const [incident, ...others] = await stored(cwd, (store) => store.incidents({ limit: 10 }));
    expect([incident?.service, incident?.closedAs, others]).toEqual(['api', 'recovered', []]);
    expect(await readdir(join(cwd, 'alerts'))).toHaveLength(2);
    expect((await stored(cwd, (store) => store.results({ limit: 100 }))).length).toBeGreaterThanOrEqual(6);
  });

  test('writes results, changes, incidents and deliveries as JSON lines', async () => {
    const [cwd, site] = [await folder(), await startSite()];
    site.answer = 500;
    await writeConfig(cwd, [service('api', site)]);
    const monitor = await monitorIn(cwd, '-o', 'ndjson');
    await monitor.until(() => monitor.lines().some(({ schema }) => schema === 'svcmon.monitor.delivery/v1'));
    const schemas = new Set(monitor.lines().map(({ schema }) => schema));
    expect([...schemas].toSorted()).toEqual([
      'svcmon.monitor.delivery/v1',
      'svcmon.monitor.incident/v1',
      'svcmon.monitor.result/v1',
      'svcmon.monitor.transition/v1',
    ]);
    monitor.child.kill('SIGINT');
    expect(await monitor.ended()).toBe(0);
  });

  test('remembers over a kill -9 what it has told: nothing twice, and the end is told', async () => {
    const [cwd, site] = [await folder(), await startSite()];
    site.answer = 503;
    await writeConfig(cwd, [service('api', site)]);
    const first = await monitorIn(cwd, '-o', 'ndjson');
    await first.until(() => first.lines().some(({ schema }) => schema === 'svcmon.monitor.delivery/v1'));
    await first.until(() => first.lines().at(-1)?.schema === 'svcmon.monitor.result/v1');
    first.child.kill('SIGKILL');
    await first.ended();
    site.answer = 200;
    const second = await monitorIn(cwd, '-o', 'ndjson');
    await second.until(() => second.lines().some(({ schema }) => schema === 'svcmon.monitor.delivery/v1'));
    expect(await readdir(join(cwd, 'alerts'))).toHaveLength(2);
    const [incident] = await stored(cwd, (store) => store.incidents({ limit: 10 }));
    expect(incident?.closedAs).toBe('recovered');
  });

  test.each([
    [
      'once, beside its own life',
      [],
      ['the configuration may not mean what it says', 'monitoring', 'stopping', 'stopped'],
    ],
    ['nothing of either with -q', ['-q'], []],
  ])('tells of what is worth a look in its configuration %s', async (_name, args, told) => {
    const [cwd, site] = [await folder(), await startSite()];
    await writeConfig(cwd, [service('api', site)], { monitoring: { parallel_checks: false, max_workers: 5 } });
    const monitor = startMonitor(['-c', 'services.yaml', ...args], { cwd });
    await monitor.until(() => site.asked.length >= 2);
    monitor.child.kill('SIGTERM');
    expect(await monitor.ended()).toBe(0);
    expect(messages(monitor)).toEqual(told);
    if (told.length === 0) expect(monitor.stderr()).toBe('');
  });

  test('refuses a store that another monitor keeps, with 3', async () => {
    const [cwd, site] = [await folder(), await startSite()];
    await writeConfig(cwd, [service('api', site)]);
    await monitorIn(cwd);
    const second = await svcmon(['monitor', '-c', 'services.yaml'], { cwd });
    expect(second.exitCode).toBe(3);
    expect(second.stderr).toMatch(/svcmon\.db is in use by another svcmon \(process \d+ on/);
  });

  test.each([
    [['--interval', '0.5'], 'Expected a number of seconds from 1 to 86400'],
    [['--interval', 'soon'], 'Expected a number of seconds from 1 to 86400'],
    [['--listen', 'somewhere'], 'Expected an address and a port, such as 127.0.0.1:8686'],
    [['-o', 'json'], 'Allowed choices are table, ndjson'],
  ])('refuses %s with 2', async (args, message) => {
    const { exitCode, stderr } = await svcmon(['monitor', ...args], { cwd: await folder() });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  test('looks as often as --interval says where a service does not say itself', async () => {
    const [cwd, often, usual] = [await folder(), await startSite(), await startSite()];
    await writeConfig(cwd, [service('often', often), { name: 'usual', url: usual.url }]);
    const monitor = await monitorIn(cwd, '--interval', '3600');
    await monitor.until(() => often.asked.length >= 4);
    expect(usual.asked.length).toBeLessThanOrEqual(1);
  });
});

describe('a reload', () => {
  test('takes over a changed file by itself, and on SIGHUP', async () => {
    const [cwd, first, second, third] = [await folder(), await startSite(), await startSite(), await startSite()];
    await writeConfig(cwd, [service('first', first)]);
    const monitor = await monitorIn(cwd);
    await writeConfig(cwd, [service('first', first), service('second', second)]);
    await monitor.until(() => second.asked.length > 0);
    await writeConfig(cwd, [service('second', second), service('third', third)]);
    monitor.child.kill('SIGHUP');
    await monitor.until(() => third.asked.length > 0);
    const reloads = monitor.log().filter(({ message }) => message === 'the configuration was reloaded');
    expect(reloads.map(({ services }) => services)).toEqual(['+second', '+third -first']);
  });

  test('keeps the old configuration where the new one has mistakes, and names them once', async () => {
    const [cwd, site] = [await folder(), await startSite()];
    await writeConfig(cwd, [service('api', site)]);
    const monitor = await monitorIn(cwd);
    await writeFile(join(cwd, 'services.yaml'), 'services:\n  - { name: api, url: "htp://x", timout: 5s }\n');
    await monitor.until(() => monitor.log().some(({ level }) => level === 'error'));
    const asked = site.asked.length;
    await monitor.until(() => site.asked.length >= asked + 2);
    const errors = monitor.log().filter(({ level }) => level === 'error');
    expect(errors).toMatchObject([{ count: 2 }]);
    expect(errors[0]?.problems).toContain('services.yaml:2:34 services[0].timout: unknown key');
    monitor.child.kill('SIGTERM');
    expect(await monitor.ended()).toBe(0);
  });

  test('closes the incident of a service that is removed while it fails', async () => {
    const [cwd, gone, stays] = [await folder(), await startSite(), await startSite()];
    gone.answer = 500;
    await writeConfig(cwd, [service('gone', gone), service('stays', stays)]);
    const monitor = await monitorIn(cwd);
    await monitor.until(() => monitor.stdout().includes('gone'));
    await writeConfig(cwd, [service('stays', stays)]);
    await monitor.until(() => messages(monitor).includes('the configuration was reloaded'));
    monitor.child.kill('SIGTERM');
    expect(await monitor.ended()).toBe(0);
    const [incident] = await stored(cwd, (store) => store.incidents({ limit: 10 }));
    expect([incident?.service, incident?.closedAs]).toEqual(['gone', 'removed']);
  });
});

describe('the end', () => {
  test('comes with 0 when nobody reads stdout any more', async () => {
    const [cwd, site] = [await folder(), await startSite()];
    await writeConfig(cwd, [service('api', site)]);
    const monitor = await monitorIn(cwd, '-o', 'ndjson');
    monitor.child.stdout?.destroy();
    expect(await monitor.ended()).toBe(0);
    expect(messages(monitor)).toContain('stopping: nobody reads stdout any more');
  });

  test('does not wait for a check that hangs longer than ten seconds, and comes at once on a second signal', async () => {
    const [cwd, site] = [await folder(), await startSite()];
    site.answer = 'hang';
    await writeConfig(cwd, [{ name: 'api', url: site.url, interval: '60s', timeout: '50s' }]);
    const monitor = await monitorIn(cwd);
    await monitor.until(() => site.asked.length > 0);
    monitor.child.kill('SIGTERM');
    await monitor.until(() => messages(monitor).includes('stopping'));
    const beganAt = performance.now();
    monitor.child.kill('SIGTERM');
    expect(await monitor.ended()).toBe(130);
    expect(performance.now() - beganAt).toBeLessThan(2_000);
  });

  test('aborts a check that hangs after five seconds', async () => {
    const [cwd, site] = [await folder(), await startSite()];
    site.answer = 'hang';
    await writeConfig(cwd, [{ name: 'api', url: site.url, interval: '60s', timeout: '50s' }]);
    const monitor = await monitorIn(cwd);
    await monitor.until(() => site.asked.length > 0);
    const beganAt = performance.now();
    monitor.child.kill('SIGTERM');
    expect(await monitor.ended()).toBe(0);
    expect(performance.now() - beganAt).toBeLessThan(10_000);
    const [result] = await stored(cwd, (store) => store.results({ limit: 1 }));
    expect([result?.status, result?.reason]).toEqual(['unknown', 'interrupted']);
  });

  test('is no matter of a stdin that is closed', async () => {
    const [cwd, site] = [await folder(), await startSite()];
    await writeConfig(cwd, [service('api', site)]);
    const monitor = startMonitor(['-c', 'services.yaml'], { cwd, shell: 'exec "$@" <&-' });
    await monitor.until(() => site.asked.length >= 2);
    monitor.child.kill('SIGTERM');
    expect(await monitor.ended()).toBe(0);
  });
});

describe('svcmon check beside the history', () => {
  const check = ['check', '-c', 'services.yaml'];

  test('counts failures over several runs where history is asked for', async () => {
    const [cwd, site] = [await folder(), await startSite()];
    site.answer = 503;
    await writeConfig(cwd, [service('api', site)], { ...quickAlerts, storage: {} });
    const first = await svcmon(check, { cwd });
    expect(first.stderr).not.toContain('alert');
    const second = await svcmon(check, { cwd });
    expect(second.stderr).toContain('alert to directory: wrote');
    const third = await svcmon(check, { cwd });
    expect(third.stderr).not.toContain('alert');
    site.answer = 200;
    await svcmon(check, { cwd });
    expect((await svcmon(check, { cwd })).stderr).toContain('alert to directory: wrote');
    expect(await readdir(join(cwd, 'alerts'))).toHaveLength(2);
  });

  test('keeps no history and counts for itself where nobody asked for it', async () => {
    const [cwd, site] = [await folder(), await startSite()];
    site.answer = 503;
    await writeConfig(cwd, [service('api', site)]);
    expect((await svcmon(check, { cwd })).stderr).toContain('alert to directory: wrote');
    expect(await readdir(cwd)).toEqual(['alerts', 'services.yaml']);
  });

  test('says so and counts for itself while a monitor keeps it', async () => {
    const [cwd, site] = [await folder(), await startSite()];
    await writeConfig(cwd, [service('api', site)]);
    await monitorIn(cwd);
    site.answer = 503;
    const { exitCode, stderr } = await svcmon(check, { cwd });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/warning: .*svcmon\.db is in use by another svcmon .*; this run counts for itself/);
    expect(stderr).toContain('alert to directory: wrote');
  });

  test('leaves no trace with --no-alerts', async () => {
    const [cwd, site] = [await folder(), await startSite()];
    site.answer = 503;
    await writeConfig(cwd, [service('api', site)], { ...quickAlerts, storage: {} });
    await svcmon([...check, '--no-alerts'], { cwd });
    expect(await readdir(cwd)).toEqual(['services.yaml']);
  });
});
