import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { bindChannel } from '../../src/channels/channel.ts';
import { command } from '../../src/channels/command.ts';
import { notification } from '../support/notifications.ts';
import { channelContext, type Destination, describeChannel } from './contract.ts';

const secret = 'hunter2-hunter2-hunter2';

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'svcmon-command-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The channel that runs a shell script with a folder as its only argument. */
function script(folder: string, text: string, more: object = {}) {
  const options = { argv: ['/bin/sh', '-c', text, 'svcmon', folder], env: { SECRET: secret }, ...more };
  return bindChannel(command, command.options.parse(options));
}

function running(text: string, more: object = {}): () => Promise<Destination> {
  return async () => {
    const folder = await temporaryFolder();
    return {
      channel: script(folder, text, more),
      secrets: [secret],
      payloads: async () => {
        const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));
        return Promise.all(files.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8'))));
      },
    };
  };
}

const keep = 'cat > "$1/$$.json"';

describeChannel({
  type: 'command',
  working: running(keep),
  failing: {
    'a program that says to try again': running('echo "$SECRET" >&2; exit 75'),
    'a program that takes too long': running('sleep 60', { timeout: '200ms' }),
    'a program that somebody kills': running('kill -9 $$'),
  },
  refusing: {
    'a program that refuses': running('echo "$SECRET" >&2; exit 1'),
    'a program that is not there': running('', { argv: ['/nowhere/notify'] }),
    'a file that is no program': running('', { argv: ['/etc/hostname'] }),
    'a folder that is not there': running('exit 0', { directory: '/nowhere' }),
    'an argument that none can be given': running('', { argv: ['true', 'a\0b'] }),
  },
  hanging: running('sleep 60'),
});

test('hands it the document of the alert files', async () => {
  const { channel, payloads } = await running(keep)();
  await channel.send(notification(), channelContext());
  expect(await payloads()).toMatchObject([
    {
      alert_type: 'service_health',
      state: 'firing',
      summary: '1 unhealthy, 1 slow of 12 services',
      details: { unhealthy_services: [{ name: 'api' }], slow_services: [{ name: 'search' }] },
    },
  ]);
});

test('gives it PATH and what is configured, and nothing of ours', async () => {
  const folder = await temporaryFolder();
  await script(folder, 'cat /proc/$$/environ | tr "\\0" "\\n" | sort > "$1/env"').send(
    notification(),
    channelContext(),
  );
  const environment = (await readFile(join(folder, 'env'), 'utf8')).trim().split('\n');
  expect(environment.filter((line) => !/^(?:PWD|OLDPWD|SHLVL|_)=/.test(line))).toEqual([
    expect.stringMatching(/^PATH=\/usr\/local\/sbin:/),
    `SECRET=${secret}`,
  ]);
});

test('finds a program by the PATH that is configured', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'notify-ops'), '#!/bin/sh\nexit 0\n');
  await chmod(join(folder, 'notify-ops'), 0o700);
  const options = command.options.parse({ argv: ['notify-ops'], env: { PATH: folder } });
  const delivery = await bindChannel(command, options).send(notification(), channelContext());
  expect(delivery).toEqual({ outcome: 'delivered', detail: 'exited with 0' });
});

test('has no shell read the arguments', async () => {
  const folder = await temporaryFolder();
  const argument = `$(touch ${folder}/made); rm -rf *`;
  const options = command.options.parse({ argv: ['/bin/sh', '-c', 'printf %s "$1" > "$0/said"', folder, argument] });
  await bindChannel(command, options).send(notification(), channelContext());
  expect(await readFile(join(folder, 'said'), 'utf8')).toBe(argument);
  expect(await readdir(folder)).toEqual(['said']);
});

test('does not mind a program that reads nothing', async () => {
  const told = notification({ summary: 'long '.repeat(100_000) });
  const delivery = await script('', 'exec <&-; exit 0').send(told, channelContext());
  expect(delivery).toEqual({ outcome: 'delivered', detail: 'exited with 0' });
});

test('is not held up, and not filled up, by a program that prints without end', async () => {
  const before = process.memoryUsage().rss;
  const delivery = await script('', 'yes', { timeout: '500ms' }).send(notification(), channelContext());
  expect(delivery).toEqual({ outcome: 'retry', reason: 'was not done in time and was killed' });
  expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000);
});

test('kills with a program what it has started', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const connected = once(server, 'connection');
  const connect = `require('net').connect(${port}, '127.0.0.1')`;
  const argv = ['/bin/sh', '-c', `"$0" -e "${connect}" & wait`, process.execPath];
  const channel = bindChannel(command, command.options.parse({ argv, timeout: '2s' }));
  const delivery = channel.send(notification(), channelContext());
  const [grandchild] = await connected;
  const gone = once(grandchild.on('error', () => undefined).resume(), 'close');
  await expect(delivery).resolves.toMatchObject({ outcome: 'retry' });
  await gone;
});

test('says so when it was ended because svcmon was', async () => {
  const stop = new AbortController();
  const delivery = script('', 'sleep 60').send(notification(), channelContext(stop.signal));
  stop.abort();
  await expect(delivery).resolves.toEqual({ outcome: 'retry', reason: 'was killed, since svcmon was stopped' });
});

test('runs nothing once it was stopped', async () => {
  const folder = await temporaryFolder();
  await script(folder, keep).send(notification(), channelContext(AbortSignal.abort()));
  expect(await readdir(folder)).toEqual([]);
});
