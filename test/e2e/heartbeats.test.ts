import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { heartbeatsSchema } from '../../src/reporting/heartbeat-schema.ts';
import { type MonitorProcess, startMonitor } from '../support/monitor-process.ts';
import { checked, freshFolder, svcmon } from '../support/svcmon.ts';

const run = promisify(execFile);
const token = 'planted-token-0123456789';

interface Options {
  readonly services: readonly Readonly<Record<string, unknown>>[];
  readonly server?: Readonly<Record<string, unknown>>;
}

/** A folder with a configuration, in which a monitor is started, killed and started again. */
async function folderOf({ services, server = {} }: Options): Promise<string> {
  const cwd = await freshFolder();
  const storage = { url: 'sqlite:svcmon.db' };
  await writeFile(join(cwd, 'services.yaml'), JSON.stringify({ services, storage, server }));
  return cwd;
}

/** A monitor that listens at a port of its own; resolves when it does. */
async function listening(cwd: string, more: readonly string[] = []) {
  const args = ['-c', 'services.yaml', '-o', 'ndjson', '--log-format', 'json', '--listen', '127.0.0.1:0', ...more];
  const monitor = startMonitor(args, { cwd });
  const listen = () => monitor.log().find(({ message }) => message === 'listening')?.url;
  await monitor.until(() => listen() !== undefined);
  return { monitor, api: `${String(listen())}/api/v1` };
}

/** What a line of a crontab would do; by Node where a machine has no curl. */
async function curl(url: string, ...more: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run('curl', ['-sS', '-m', '10', ...more, url]);
    return stdout;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    const [option, body = ''] = more;
    const asked = { '-I': { method: 'HEAD' }, '--data-binary': { method: 'POST', body } }[option ?? ''] ?? {};
    const answer = await fetch(url, asked);
    return option === '-I' ? `${answer.status} ${answer.statusText}` : answer.text();
  }
}

function verdicts(monitor: MonitorProcess, service: string): readonly string[] {
  return monitor
    .lines()
    .flatMap((line) => (line.schema === 'svcmon.monitor.result/v1' && line.name === service ? [line] : []))
    .map(({ status, reason }) => `${status} ${reason}`);
}

const last = (monitor: MonitorProcess, service: string) => verdicts(monitor, service).at(-1);

describe('a job that calls', () => {
  test('is healthy, fails, is missed and recovers, through kill -9 and without a ping lost', async () => {
    const job = { name: 'job', type: 'heartbeat', period: '6s', grace: '2s', token };
    const cwd = await folderOf({ services: [job] });
    const first = await listening(cwd);
    const url = (api: string) => `${api}/heartbeats/${token}`;

    expect(await curl(url(first.api))).toBe('ok');
    await first.monitor.until(() => last(first.monitor, 'job') === 'healthy ok');
    expect(await curl(`${url(first.api)}/start`)).toBe('ok');
    expect(await curl(`${url(first.api)}/3`, '--data-binary', `no space, says ${token}`)).toBe('ok');
    await first.monitor.until(() => last(first.monitor, 'job') === 'unhealthy reported_unhealthy');
    expect(await curl(url(first.api), '-I')).toContain('200 OK');
    // At this very instant it was acknowledged.
    first.monitor.child.kill('SIGKILL');
    await first.monitor.ended();

    const second = await listening(cwd);
    await second.monitor.until(() => verdicts(second.monitor, 'job').length > 0);
    expect(verdicts(second.monitor, 'job')[0]).toBe('healthy ok');
    await curl(url(second.api));
    await second.monitor.until(() => last(second.monitor, 'job') === 'unhealthy ping_missed');
    expect(await curl(`${url(second.api)}?rid=1`)).toBe('ok');
    await second.monitor.until(() => last(second.monitor, 'job') === 'healthy ok');
    second.monitor.child.kill('SIGTERM');
    expect(await second.monitor.ended()).toBe(0);

    const listed = await svcmon(['heartbeats', '-c', 'services.yaml', '-o', 'json'], { cwd });
    const { heartbeats } = heartbeatsSchema.parse(JSON.parse(listed.stdout));
    expect(heartbeats).toMatchObject([{ service: 'job', pings: 6, url: expect.stringContaining(token) }]);
    const said = [first, second].flatMap(({ monitor }) => [monitor.stdout(), monitor.stderr()]).join('\n');
    expect(said).toContain('no space, says ***');
    expect(said).not.toContain(token);
  });

  test('is not missed for the time in which nobody listened, and check says the same', async () => {
    const job = { name: 'job', type: 'heartbeat', period: '2s', grace: '1s', token };
    const cwd = await folderOf({ services: [job] });
    const first = await listening(cwd);
    await curl(`${first.api}/heartbeats/${token}`);
    await first.monitor.until(() => last(first.monitor, 'job') === 'healthy ok');
    first.monitor.child.kill('SIGKILL');
    await first.monitor.ended();
    const check = async () => {
      const { service } = checked(await svcmon(['check', '-c', 'services.yaml', '-o', 'json', '--no-alerts'], { cwd }));
      return service('job');
    };
    for (let seen = await check(); seen.status !== 'unknown'; seen = await check()) expect(seen.status).toBe('healthy');
    expect(await check()).toMatchObject({ status: 'unknown', reason: 'not_listening' });

    const second = await listening(cwd);
    await second.monitor.until(() => verdicts(second.monitor, 'job').includes('unhealthy ping_missed'));
    // What had to come while it was dead is known by nobody; what had to come within a period and grace after that is.
    const instants = (schema: string) => {
      return second.monitor.lines().flatMap((line) => (line.schema === schema ? [Date.parse(line.timestamp)] : []));
    };
    const [began = ''] = second.monitor.log().map(({ time }) => String(time));
    const missedAt = instants('svcmon.monitor.transition/v1')[0] ?? 0;
    expect(missedAt - Date.parse(began)).toBeGreaterThanOrEqual(2_900);
    second.monitor.child.kill('SIGTERM');
    await second.monitor.ended();
    expect(await check()).toMatchObject({ status: 'unhealthy', reason: 'ping_missed', response_time_ms: null });
  });

  test('gets a token of its own that stays, and is known by it before the monitor is started', async () => {
    const cwd = await folderOf({ services: [{ name: 'nightly', type: 'heartbeat', schedule: '0 2 * * *' }] });
    const listed = async () => (await svcmon(['heartbeats', '-c', 'services.yaml', '-o', 'json'], { cwd })).stdout;
    const path = /\/api\/v1\/heartbeats\/[\w-]{32}/.exec(await listed())?.[0] ?? '';
    const { monitor, api } = await listening(cwd);
    expect(await curl(api.replace('/api/v1', path))).toBe('ok');
    await monitor.until(() => last(monitor, 'nightly') === 'healthy ok');
    expect(await listed()).toContain(path);
    expect(monitor.stdout() + monitor.stderr()).not.toContain(path.split('/').at(-1));
  });

  test('may call a thousand times a minute, and the rest of the monitor does not mind', async () => {
    const cwd = await folderOf({ services: [{ name: 'loop', type: 'heartbeat', period: '1m', token }] });
    const { monitor, api } = await listening(cwd);
    const answers = await Promise.all(
      Array.from({ length: 400 }, async () => (await fetch(`${api}/heartbeats/${token}`)).status),
    );
    expect(new Set(answers)).toEqual(new Set([200, 429]));
    expect((await fetch(`${api}/health`)).status).toBe(200);
    await monitor.until(() => last(monitor, 'loop') === 'healthy ok');
    expect(verdicts(monitor, 'loop').length).toBeLessThan(10);
  });
});

describe('a monitor that cannot listen', () => {
  test('says so in one line, leaves the history alone, and exits with 3', async () => {
    const cwd = await folderOf({ services: [] });
    const { api } = await listening(cwd);
    const { port } = new URL(api);
    const other = await folderOf({ services: [] });
    const ended = await svcmon(['monitor', '-c', 'services.yaml', '--listen', `127.0.0.1:${port}`], { cwd: other });
    expect(ended.exitCode).toBe(3);
    expect(ended.stderr.trim().split('\n').at(-1)).toBe(
      `svcmon: cannot listen at 127.0.0.1:${port}: the port is in use by another program`,
    );
  });

  test.each(['8686', '127.0.0.1:99999', 'localhost'])('is not started by --listen %s', async (listen) => {
    const cwd = await folderOf({ services: [] });
    const ended = await svcmon(['monitor', '-c', 'services.yaml', '--listen', listen], { cwd });
    expect([ended.exitCode, ended.stderr]).toEqual([2, expect.stringContaining('Expected an address and a port')]);
  });
});

test('a monitor that listens nowhere opens no port and says that nobody hears', async () => {
  const cwd = await folderOf({ services: [{ name: 'job', type: 'heartbeat', period: '1d' }] });
  const monitor = startMonitor(['-c', 'services.yaml', '-o', 'ndjson'], { cwd });
  await monitor.until(() => verdicts(monitor, 'job').length > 0);
  expect(last(monitor, 'job')).toBe('unknown not_listening');
  expect(monitor.log().some(({ message }) => message === 'listening')).toBe(false);
  expect(JSON.stringify(monitor.log())).toContain('nobody hears its pings');
  const socket = connect(8_686, '127.0.0.1');
  const outcome = await new Promise((resolve) => {
    socket.once('connect', () => resolve('connected')).once('error', () => resolve('refused'));
  });
  socket.destroy();
  expect(outcome).toBe('refused');
});
