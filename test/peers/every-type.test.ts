import { copyFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schemes } from '../../src/auth/registry.ts';
import { probes } from '../../src/probes/registry.ts';
import { describeWithPeers } from '../support/peers/available.ts';
import { type EveryServer, everyPeer, startEveryServer } from '../support/peers/every-server.ts';
import { projectRoot } from '../support/project-root.ts';
import { type Checked, checked, freshFolder, svcmon } from '../support/svcmon.ts';

interface ExampleService {
  readonly name: string;
  readonly type?: string;
  readonly auth?: { readonly type: string };
  readonly assertions?: readonly unknown[];
}

const exampleFile = join(projectRoot, 'config', 'examples', 'every-type.yaml');
const { services } = load(await readFile(exampleFile, 'utf8')) as { readonly services: readonly ExampleService[] };

/** Services of these types call us: only a monitor that listens can tell of them. */
const calling: ReadonlySet<string> = new Set(['heartbeat']);
const asked = services.filter(({ type = 'http' }) => !calling.has(type)).map(({ name }) => name);

describe('config/examples/every-type.yaml', () => {
  test.each(probes.types)('has a service of type %s', (type) => {
    expect(services.map((service) => service.type ?? 'http')).toContain(type);
  });

  test.each(schemes.map(({ type }) => type))('has a service with auth of type %s', (type) => {
    expect(services.map(({ auth }) => auth?.type)).toContain(type);
  });

  test('asserts something of every service', () => {
    expect(services.filter(({ assertions = [] }) => assertions.length === 0)).toEqual([]);
  });
});

describeWithPeers(everyPeer, 'every type of service and every scheme against real servers', () => {
  let folder = '';
  let servers: EveryServer;

  beforeAll(async () => {
    folder = await freshFolder();
    await copyFile(exampleFile, join(folder, 'every-type.yaml'));
    servers = await startEveryServer(folder);
  }, 120_000);
  afterAll(() => servers?.stop());

  const check = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
    svcmon(['check', '-c', 'every-type.yaml', ...args], {
      cwd: folder,
      env: { ...servers.environment, ...environment },
    });

  test('each of them is healthy', async () => {
    const run = checked(await check(['-o', 'json', ...asked]));
    expect(troubles(run)).toEqual([]);
    expect(run.report.services.map(({ name }) => name).toSorted()).toEqual(asked.toSorted());
    expect(run.exitCode).toBe(0);
    expect(run.service('archive').target).toContain('/monitor/***/');
    expect(leaked(servers, `${run.stdout}${run.stderr}${await filesIn(folder)}`)).toEqual([]);
  }, 60_000);

  test('the table has a line of each, and one that sums up', async () => {
    const { exitCode, stdout, stderr } = await check(['-o', 'table', ...asked], { LANG: 'C.UTF-8' });
    for (const name of asked) expect(stdout).toMatch(new RegExp(`^✓ ${name} `, 'm'));
    expect(stdout).toMatch(new RegExp(`^${asked.length} services: ${asked.length} healthy`, 'm'));
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
  }, 60_000);

  test('with the servers gone, none is healthy, each for a reason, and no secret comes out anywhere', async () => {
    await servers.stop();
    // Where every packet is dropped (RFC 6666): this machine would answer for itself.
    const environment = { GATEWAY: '100::1' };
    const run = checked(await check(['-o', 'json', '--output', 'report.html'], environment));
    const { stdout, stderr, exitCode } = await check(['-o', 'table'], environment);
    expect(run.report.services.filter(({ status }) => status === 'healthy' || status === 'degraded')).toEqual([]);
    expect(run.report.services.filter(({ reason }) => reason === 'internal_error')).toEqual([]);
    expect([run.exitCode, exitCode]).toEqual([1, 1]);
    const traces = [run.stdout, run.stderr, stdout, stderr, await filesIn(folder)].join('\n');
    for (const trace of ['connection_refused', 'alert_', 'svcmon.db', 'report.html']) expect(traces).toContain(trace);
    expect(traces).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
    expect(leaked(servers, traces)).toEqual([]);
  }, 60_000);
});

function troubles({ report }: Checked): readonly unknown[] {
  const unwell = report.services.filter(({ status }) => status !== 'healthy');
  return unwell.map(({ name, status, reason, error_message: message }) => ({ name, status, reason, message }));
}

/** What came out of what must not, in the spellings it takes on its way. */
function leaked(servers: EveryServer, traces: string): readonly string[] {
  const spellings = servers
    .secrets()
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      ...[secret, `monitor:${secret}`].map((text) => Buffer.from(text).toString('base64')),
    ]);
  return [...new Set(spellings)].filter((secret) => traces.includes(secret));
}

const ours = ['certs', 'keys', 'secrets', 'servers', 'every-type.yaml'];

/** Every file that svcmon left in the folder, byte by byte: a database is no text. */
async function filesIn(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !ours.some((name) => path.startsWith(join(folder, name))));
  const texts = await Promise.all(files.map((path) => readFile(path, 'latin1')));
  return files.map((path, at) => `${path}\n${texts[at]}`).join('\n');
}
