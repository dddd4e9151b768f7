import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type LocalServer, startLocalServer } from '../support/local-server.ts';
import { startMonitor } from '../support/monitor-process.ts';
import { configOf, freshFolder, svcmon } from '../support/svcmon.ts';

/** A server that answers with the status code it is told to. */
async function startSite(): Promise<LocalServer & { answer: number }> {
  const state = { answer: 200 };
  const server = await startLocalServer((_question, response) => response.writeHead(state.answer).end());
  onTestFinished(() => server.stop());
  return Object.assign(state, server);
}

/** A running monitor over two services, `api` and `web`, that tells a receiver, and reminds it whenever it looks. */
async function startWorld() {
  const cwd = await freshFolder();
  onTestFinished(() => rm(cwd, { recursive: true, force: true }));
  const [api, web, receiver] = await Promise.all([startSite(), startSite(), startSite()]);
  const service = (name: string, { url }: LocalServer) => ({
    name,
    url,
    interval: '1s',
    thresholds: { failure_count_alert: 2, recovery_count: 2 },
  });
  const channels = [{ name: 'hook', type: 'webhook', url: receiver.url }];
  const alerts = { channels, routes: [{ channels: ['hook'] }], group_wait: 0, repeat_interval: '1s' };
  await writeFile(join(cwd, 'services.yaml'), configOf([service('api', api), service('web', web)], { alerts }));
  const monitor = startMonitor(['-c', 'services.yaml'], { cwd });
  const command = (...args: readonly string[]) => svcmon([...args, '-c', 'services.yaml'], { cwd });
  const told = () => receiver.asked.flatMap(({ body }) => toldIn(body));
  return { api, web, monitor, command, told };
}

/** `firing api`, `resolved api`, … */
function toldIn(body: string): readonly string[] {
  const { alerts } = JSON.parse(body);
  return alerts.map(
    ({ status, labels }: { status: string; labels: { service: string } }) => `${status} ${labels.service}`,
  );
}

/** Why something about a service was held back, as soon as something was. */
async function heldBack(command: (...args: readonly string[]) => ReturnType<typeof svcmon>, service: string) {
  for (;;) {
    const { stdout } = await command('alerts', 'explain', service, '-o', 'json');
    const [alert] = stdout === '' ? [] : JSON.parse(stdout).alerts;
    if (alert?.not_sent.length > 0) return alert.not_sent.map(({ reason }: { reason: string }) => reason);
  }
}

test('what people say beside a running monitor is heeded by it', async () => {
  const { api, web, monitor, command, told } = await startWorld();
  api.answer = 503;
  await monitor.until(() => told().includes('firing api'));
  expect(await command('status')).toMatchObject({ exitCode: 1, stdout: expect.stringMatching(/✕ api|x api/) });

  expect(await command('incidents', 'ack', 'api', '--by', 'kim')).toMatchObject({ exitCode: 0 });
  expect(await command('silence', 'add', '--service', 'web', '--for', '1h')).toMatchObject({ exitCode: 0 });
  expect(await heldBack(command, 'api')).toEqual(['acknowledged']);
  web.answer = 503;
  expect(await heldBack(command, 'web')).toEqual(['silenced']);

  api.answer = 200;
  await monitor.until(() => told().includes('resolved api'));
  expect(new Set(told())).toEqual(new Set(['firing api', 'resolved api']));
  const { stdout } = await command('incidents', 'show', 'api');
  for (const part of ['acknowledged by kim', 'delivered, firing to hook', 'delivered, resolved to hook']) {
    expect(stdout).toContain(part);
  }
  monitor.child.kill('SIGTERM');
  expect(await monitor.ended()).toBe(0);
}, 60_000);
