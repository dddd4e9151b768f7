import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { formatProblem } from '../../src/config/problem.ts';
import { memoryFiles } from './memory-files.ts';

const token = 'its-own-token-0123';

function load(text: string, more: Partial<Parameters<typeof loadConfig>[0]> = {}) {
  const files = memoryFiles({ 'services.yaml': text });
  return loadConfig({ path: 'services.yaml', environment: {}, files, ...more });
}

async function saidOf(text: string, more: Parameters<typeof load>[1] = {}) {
  const loaded = await load(text, more);
  return loaded.ok ? loaded.config.warnings.map(formatProblem) : loaded.problems.map(formatProblem);
}

const backup = '{ name: nightly-backup, type: heartbeat, period: 1d, grace: 2h }';

describe('a service that calls', () => {
  test('loads as it stands where it is listened to', async () => {
    const loaded = await load(`services:\n  - ${backup}\nserver: { listen: 127.0.0.1:8686, base_path: / }\n`);
    if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join('\n'));
    expect(loaded.config.server).toMatchObject({ listen: { host: '127.0.0.1', port: 8686 }, basePath: '' });
    expect(loaded.config.warnings).toEqual([]);
    const [service] = loaded.config.services;
    expect(service?.service).toMatchObject({ failureCountAlert: 1, recoveryCount: 1 });
    expect(service?.probe.calledBy?.plan).toEqual({ rhythm: { periodMs: 86_400_000 }, graceMs: 7_200_000 });
  });

  test('is told of where nobody listens to it, unless the command line does', async () => {
    const text = `services:\n  - ${backup}\n`;
    expect(await saidOf(text)).toEqual([
      expect.stringContaining('services.yaml:2:35 services[0].type: nobody hears its pings: svcmon listens nowhere'),
    ]);
    expect(await saidOf(text, { listen: { host: '127.0.0.1', port: 0 } })).toEqual([]);
  });

  test('confirms by one result unless it says otherwise', async () => {
    const own = '{ name: b, type: heartbeat, period: 1d, thresholds: { failure_count_alert: 2 } }';
    const alerts = 'alerts: { thresholds: { failure_count_alert: 7, recovery_count: 5 } }';
    const loaded = await load(`services:\n  - ${backup}\n  - ${own}\n${alerts}\n`);
    const counts = loaded.ok ? loaded.config.services.map(({ service }) => service) : [];
    expect(counts).toMatchObject([
      { failureCountAlert: 1, recoveryCount: 1 },
      { failureCountAlert: 2, recoveryCount: 1 },
    ]);
  });

  test('has a token of its own, which is a secret', async () => {
    const text = `services:\n  - { name: a, type: heartbeat, period: 1d, token: ${token} }\n`;
    const loaded = await load(text);
    expect(loaded.ok && loaded.config.secrets).toContain(token);
    expect(loaded.ok && JSON.stringify(loaded.config.services)).not.toContain(token);
    const second = `${text}  - { name: b, type: heartbeat, period: 1d, token: ${token} }\n`;
    expect(await saidOf(second)).toEqual([
      expect.stringContaining(
        'services.yaml:3:52 services[1].token: the service "a" has the same token – give each its own',
      ),
    ]);
  });
});

describe('where it is listened', () => {
  test.each([
    ['127.0.0.1:8686', { host: '127.0.0.1', port: 8686 }],
    ['"[::1]:0"', { host: '::1', port: 0 }],
    ['localhost:80', { host: 'localhost', port: 80 }],
    ['0.0.0.0:65535', { host: '0.0.0.0', port: 65_535 }],
  ])('is %s', async (listen, address) => {
    const loaded = await load(`services: []\nserver: { listen: ${listen} }\n`);
    expect(loaded.ok && loaded.config.server.listen).toEqual(address);
  });

  test.each(['8686', ':8686', '127.0.0.1', '127.0.0.1:65536', '::1:8686', 'http://a:1', '""'])(
    'is never %s',
    async (listen) => {
      const said = await saidOf(`services: [${backup}]\nserver: { listen: ${JSON.stringify(listen)} }\n`);
      expect(said).toEqual([expect.stringContaining('expected an address and a port')]);
    },
  );

  test.each([
    ['/', ''],
    ['/svcmon', '/svcmon'],
    ['/a/b/', '/a/b'],
  ])('is below %s', async (path, basePath) => {
    const loaded = await load(`services: []\nserver: { base_path: ${path} }\n`);
    expect(loaded.ok && loaded.config.server).toMatchObject({ basePath });
  });

  test.each(['svcmon', '//', '/a b', '/../x?'])('is never below %s', async (path) => {
    const said = await saidOf(`services: [${backup}]\nserver: { base_path: ${JSON.stringify(path)} }\n`);
    expect(said).toEqual([expect.stringContaining('expected a path such as "/" or "/svcmon"')]);
  });
});
