import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { alertDocumentSchema } from '../../src/channels/alert-document-schema.ts';
import { bindChannel } from '../../src/channels/channel.ts';
import { file } from '../../src/channels/file.ts';
import { bundleProgram } from '../support/bundled.ts';
import { notification, notifiedService } from '../support/notifications.ts';
import { channelContext, type Destination, describeChannel } from './contract.ts';

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'svcmon-alerts-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function fileChannel(directory: string) {
  return bindChannel(file, file.options.parse({ directory }));
}

async function documents(directory: string): Promise<readonly unknown[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.json'));
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(directory, name), 'utf8'))));
}

/** A channel whose directory is what `make` leaves at the path it is given. */
function directoryThat(make: (path: string) => Promise<unknown>): () => Promise<Destination> {
  return async () => {
    const path = join(await temporaryFolder(), 'alerts');
    await make(path);
    return { channel: fileChannel(path), secrets: [], payloads: () => documents(path) };
  };
}

describeChannel({
  type: 'file',
  working: directoryThat(async () => undefined),
  refusing: {
    'a symbolic link to a folder': directoryThat((path) => symlink(tmpdir(), path)),
    'a symbolic link to nowhere': directoryThat((path) => symlink('nowhere', path)),
    'a file in its place': directoryThat((path) => writeFile(path, '')),
  },
});

test('writes the release that an alert is about', async () => {
  const directory = await temporaryFolder();
  const release = { deployment: 'd1', version: '2.3.1', environment: 'production', commit: '4f1c2d0' };
  const others = [notifiedService({ rule: 'deployment', reason: 'deployment_failed', release })];
  await fileChannel(directory).send(notification({ unhealthy: [], slow: [], others }), channelContext());
  const [document] = await documents(directory);
  expect(alertDocumentSchema.parse(document).details.other_alerts).toMatchObject([{ rule: 'deployment', release }]);
});

test('writes the document that is promised', async () => {
  const directory = await temporaryFolder();
  const service = notifiedService({ group: 'shop', evidence: '{"db":"down"}', runbook: 'https://wiki.example/api' });
  await fileChannel(directory).send(notification({ unhealthy: [service] }), channelContext());
  for (const document of await documents(directory)) expect(alertDocumentSchema.parse(document)).toEqual(document);
  await expect(documents(directory)).resolves.toEqual([
    {
      timestamp: '2026-11-21T19:36:00.250Z',
      message_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      alert_type: 'service_health',
      state: 'firing',
      severity: 'critical',
      dedup_key: '["service_health",["api"],["search"]]',
      summary: '1 unhealthy, 1 slow of 12 services',
      total_services: 12,
      details: {
        unhealthy_services: [
          {
            name: 'api',
            error: 'expected status 200, got 503',
            status_code: 503,
            response_time_ms: 120.457,
            reason: 'unexpected_status',
            severity: 'critical',
            target: 'https://shop.example/health',
            group: 'shop',
            attempts: 1,
            checked_at: '2026-11-21T19:35:59.250Z',
            evidence: '{"db":"down"}',
            runbook: 'https://wiki.example/api',
          },
        ],
        slow_services: [
          {
            name: 'search',
            response_time_ms: 1_900,
            message: 'slow: 1.9 s, over the warning threshold of 1.0 s',
            status_code: 200,
            reason: 'slow',
            severity: 'warning',
            target: 'https://shop.example/health',
            attempts: 1,
            checked_at: '2026-11-21T19:35:59.250Z',
          },
        ],
      },
    },
  ]);
});

test('writes null for a status code and a response time that there were not', async () => {
  const directory = await temporaryFolder();
  const { statusCode: _code, responseTimeMs: _time, ...service } = notifiedService();
  await fileChannel(directory).send(notification({ unhealthy: [service] }), channelContext());
  expect(await documents(directory)).toMatchObject([
    { details: { unhealthy_services: [{ name: 'api', status_code: null, response_time_ms: null }] } },
  ]);
});

test('makes a folder and files that only their owner can read', async () => {
  const directory = join(await temporaryFolder(), 'deep', 'alerts');
  await fileChannel(directory).send(notification(), channelContext());
  const mode = async (path: string) => (await lstat(path)).mode & 0o777;
  expect(await mode(directory)).toBe(0o700);
  expect(await mode(join(directory, 'alert_20261121_193600.json'))).toBe(0o600);
});

test('names the file by the second, UTC, and counts on where the name is taken', async () => {
  const directory = await temporaryFolder();
  const send = () => fileChannel(directory).send(notification(), channelContext());
  const deliveries = [await send(), await send(), await send()];
  expect(deliveries.map((delivery) => 'detail' in delivery && delivery.detail)).toEqual([
    `wrote ${join(directory, 'alert_20261121_193600.json')}`,
    `wrote ${join(directory, 'alert_20261121_193600_2.json')}`,
    `wrote ${join(directory, 'alert_20261121_193600_3.json')}`,
  ]);
});

test('gives every one of many in the same second a file of its own, and leaves nothing else', async () => {
  const directory = await temporaryFolder();
  const channel = fileChannel(directory);
  await Promise.all(Array.from({ length: 60 }, () => channel.send(notification(), channelContext())));
  const names = await readdir(directory);
  expect(names).toHaveLength(60);
  expect(names.every((name) => /^alert_20261121_193600(_\d+)?\.json$/.test(name))).toBe(true);
  await expect(documents(directory)).resolves.toHaveLength(60);
});

test('neither follows nor replaces a symbolic link that has the name', async () => {
  const directory = await temporaryFolder();
  const victim = join(directory, 'victim.txt');
  await writeFile(victim, 'untouched');
  await symlink(victim, join(directory, 'alert_20261121_193600.json'));
  await fileChannel(directory).send(notification(), channelContext());
  expect(await readFile(victim, 'utf8')).toBe('untouched');
  expect((await readdir(directory)).toSorted()).toEqual([
    'alert_20261121_193600.json',
    'alert_20261121_193600_2.json',
    'victim.txt',
  ]);
});

test('is not led astray by a trailing slash after a symbolic link', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'real'));
  await symlink(join(folder, 'real'), join(folder, 'link'));
  const delivery = await fileChannel(`${join(folder, 'link')}/`).send(notification(), channelContext());
  expect(delivery).toMatchObject({ outcome: 'rejected', reason: expect.stringContaining('symbolic link') });
  expect(await readdir(join(folder, 'real'))).toEqual([]);
});

test('says so when it cannot write, for somebody to change that', async () => {
  const directory = join(await temporaryFolder(), 'n'.repeat(300));
  const delivery = await fileChannel(directory).send(notification(), channelContext());
  expect(delivery).toEqual({ outcome: 'rejected', reason: `cannot write into ${directory}: ENAMETOOLONG` });
});

test('says so when the path leads through a file', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'file'), '');
  const delivery = await fileChannel(join(folder, 'file', 'alerts')).send(notification(), channelContext());
  expect(delivery).toMatchObject({ outcome: 'rejected', reason: expect.stringContaining('ENOTDIR') });
});

test('writes nothing when it was stopped before', async () => {
  const directory = await temporaryFolder();
  const delivery = await fileChannel(directory).send(notification(), channelContext(AbortSignal.abort()));
  expect(delivery.outcome).toBe('retry');
  expect(await readdir(directory)).toEqual([]);
});

/** Starts a process that writes alerts one after another; `second` keeps the names of several apart. */
function startWriter(program: string, directory: string, second: number): ChildProcess {
  const child = spawn(process.execPath, [program, directory, String(second)], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

test('never shows a reader half a document, whenever the writer is killed', async () => {
  const folder = await temporaryFolder();
  const program = join(folder, 'writer.mjs');
  const directory = join(folder, 'alerts');
  const entry = new URL('../support/alert-writer.ts', import.meta.url).pathname;
  await bundleProgram(entry, program);
  await mkdir(directory);

  for (let round = 1; round <= 12; round += 1) {
    const child = startWriter(program, directory, round * 100_000);
    const exited = once(child, 'exit');
    const before = (await documents(directory)).length;
    // Reads everything again and again while the process writes, then ends it at a moment that differs from round to round.
    for (let seen = before; seen < before + round; seen = (await documents(directory)).length);
    child.kill('SIGKILL');
    await exited;
    expect((await documents(directory)).length).toBeGreaterThanOrEqual(before + round);
  }
});
