import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createSystemd } from '../../src/app/systemd.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { createLogBook } from '../support/log-book.ts';
import { freshFolder } from '../support/svcmon.ts';

/** A `systemd-notify` first in PATH that notes what it was called with, and ends with that code. */
async function notifying(environment: Readonly<Record<string, string>>, exitCode = 0) {
  const folder = await freshFolder();
  onTestFinished(() => rm(folder, { recursive: true }));
  const notes = join(folder, 'notes');
  await writeFile(notes, '');
  await writeFile(join(folder, 'systemd-notify'), `#!/bin/sh\necho "$@" >> ${notes}\nexit ${exitCode}\n`);
  await chmod(join(folder, 'systemd-notify'), 0o755);
  const clock = createFakeClock();
  const log = createLogBook();
  const path = [folder, process.env.PATH].join(delimiter);
  const systemd = createSystemd({
    environment: { PATH: path, ...environment },
    startTimer: clock.startTimer,
    log,
  });
  return { systemd, clock, log, told: async () => (await readFile(notes, 'utf8')).split('\n').slice(0, -1) };
}

test('systemd hears of readiness, reloads and the end', async () => {
  const { systemd, told } = await notifying({ NOTIFY_SOCKET: '/run/notify' });
  await systemd.ready('checking 3 services');
  await systemd.reloading();
  await systemd.stopping();
  const [, reloading = ''] = await told();
  const seconds = Number(/^RELOADING=1 MONOTONIC_USEC=(\d+)$/.exec(reloading)?.[1]) / 1_000_000;
  expect(uptime() - seconds).toBeLessThan(60);
  expect(await told()).toEqual(['READY=1 STATUS=checking 3 services', reloading, 'STOPPING=1 STATUS=stopping']);
});

test('without a service manager nothing is run', async () => {
  const { systemd, told } = await notifying({ WATCHDOG_USEC: '1000000' });
  await systemd.ready('x');
  await systemd.watch(() => true).stop();
  expect(await told()).toEqual([]);
});

test('its watchdog is fed twice as often as asked for, and only while svcmon is alive', async () => {
  const { systemd, clock, told } = await notifying({ NOTIFY_SOCKET: '/run/notify', WATCHDOG_USEC: '30000000' });
  let alive = true;
  const watch = systemd.watch(() => alive);
  await clock.advance(15_000);
  await watch.stop();
  expect(await told()).toEqual(['WATCHDOG=1']);
  alive = false;
  const second = systemd.watch(() => alive);
  await clock.advance(60_000);
  await second.stop();
  expect(await told()).toHaveLength(1);
});

test('a failure is logged and nothing else', async () => {
  const { systemd, log } = await notifying({ NOTIFY_SOCKET: '/run/notify' }, 1);
  await systemd.ready('x');
  expect(log.lines).toEqual(['warn systemd was not told']);
});
