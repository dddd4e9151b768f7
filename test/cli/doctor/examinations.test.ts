import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createEffects } from '../../../src/app/effects.ts';
import { channelsExamination } from '../../../src/cli/doctor/channels.ts';
import { clockExamination } from '../../../src/cli/doctor/clock.ts';
import { diskExamination } from '../../../src/cli/doctor/disk.ts';
import type { Patient } from '../../../src/cli/doctor/examination.ts';
import { historyExamination } from '../../../src/cli/doctor/history.ts';
import { namesExamination } from '../../../src/cli/doctor/names.ts';
import { nodeExamination } from '../../../src/cli/doctor/node.ts';
import { openFilesExamination } from '../../../src/cli/doctor/open-files.ts';
import type { Config } from '../../../src/config/config.ts';
import { Failure } from '../../../src/domain/failure.ts';
import { openStore } from '../../../src/storage/open.ts';
import { answering, scriptedCheck } from '../../support/checks.ts';
import { configOf, configured } from '../../support/config.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { startLocalServer } from '../../support/local-server.ts';
import { Receiver } from '../../support/monitor-world.ts';
import { freshFolder } from '../../support/svcmon.ts';

function patient(config: Config, changes: Partial<Patient['effects']> = {}, nodeVersion = '24.1.0'): Patient {
  return { config, nodeVersion, effects: { ...createEffects(), ...changes }, signal: new AbortController().signal };
}

const clockAt = (at: number) => ({ ...createFakeClock({ at }) });

async function folder(): Promise<string> {
  const made = await freshFolder();
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

function storedIn(path: string): Config {
  const config = configOf([]);
  const alerts = { ...config.alerts, directory: join(path, '..', 'alerts') };
  return { ...config, alerts, storage: { ...config.storage, url: `sqlite:${path}` } };
}

describe('node', () => {
  test.each([
    ['20.20.2', Date.UTC(2026, 1, 1), 'fine'],
    ['20.20.2', Date.UTC(2026, 10, 21), 'doubtful'],
    ['20.18.0', Date.UTC(2026, 1, 1), 'bad'],
    ['18.20.0', Date.UTC(2026, 1, 1), 'bad'],
    ['23.1.0', Date.UTC(2026, 1, 1), 'doubtful'],
    ['24.1.0', Date.UTC(2026, 10, 21), 'fine'],
    ['40.0.0', Date.UTC(2026, 10, 21), 'fine'],
  ])('%s at %d is %s', async (version, at, verdict) => {
    const found = await nodeExamination.examine(patient(configOf([]), { clock: clockAt(at) }, version));
    expect(found.map((one) => one.verdict)).toEqual([verdict]);
  });
});

describe('clock', () => {
  /** A canary whose Date header is that far from our own clock. */
  async function canaryOff(byMs: number): Promise<Config> {
    const server = await startLocalServer((_question, response) => {
      response.setHeader('Date', new Date(Date.now() - byMs).toUTCString());
      response.end();
    });
    onTestFinished(() => server.stop());
    return configOf([], { monitoring: { canaries: ['dns://192.0.2.1', server.url] } });
  }

  test('in step with a canary is fine', async () => {
    expect(await clockExamination.examine(patient(await canaryOff(0)))).toMatchObject([{ verdict: 'fine' }]);
  });

  test.each([
    [3_600_000, 'fast'],
    [-3_600_000, 'slow'],
  ])('off by %d ms is told as %s', async (byMs, direction) => {
    const [found] = await clockExamination.examine(patient(await canaryOff(byMs)));
    expect(found?.verdict).toBe('doubtful');
    expect(found?.text).toMatch(new RegExp(`^the clock is (60|59) min ${direction}`));
  });

  test('of another century is bad, without asking anybody', async () => {
    const found = await clockExamination.examine(patient(configOf([]), { clock: clockAt(0) }));
    expect(found).toMatchObject([{ verdict: 'bad', text: expect.stringContaining('1970') }]);
  });
});

describe('dns', () => {
  const { check } = scriptedCheck(answering(200));
  const config = configOf([configured({ ...check, probe: { ...check.probe, host: 'shop.example:443' } })]);

  test.each([
    ['answers', () => Promise.resolve([]), 'fine'],
    ['says there is no such name', () => Promise.reject(new Failure('dns_nxdomain', 'no')), 'doubtful'],
    ['does not answer', () => Promise.reject(new Failure('dns_unavailable', 'no')), 'bad'],
  ])('that %s', async (_name, lookup, verdict) => {
    const asked: string[] = [];
    const found = await namesExamination.examine(
      patient(config, {
        lookup: (name) => {
          asked.push(name);
          return lookup();
        },
      }),
    );
    expect([found.map((one) => one.verdict), asked]).toEqual([[verdict], ['shop.example']]);
  });

  test('is not asked for addresses', async () => {
    const local = configOf([configured({ ...check, probe: { ...check.probe, host: '127.0.0.1:80' } })]);
    const lookup = () => Promise.reject(new Error('asked'));
    expect(await namesExamination.examine(patient(local, { lookup }))).toMatchObject([{ verdict: 'fine' }]);
  });
});

describe('disk', () => {
  test('that can be written is fine, also where folders are yet to be made, and nothing is left there', async () => {
    const home = await folder();
    const found = await diskExamination.examine(patient(storedIn(join(home, 'data', 'deep', 'svcmon.db'))));
    expect(found.map(({ verdict }) => verdict)).not.toContain('bad');
    expect(await readdir(home)).toEqual([]);
  });

  test('that cannot be written is bad', async () => {
    const found = await diskExamination.examine(patient(storedIn('/proc/svcmon/svcmon.db')));
    expect(found[0]).toMatchObject({
      verdict: 'bad',
      text: expect.stringMatching(/^\/proc\/svcmon cannot be written \(E/),
    });
  });
});

describe('history', () => {
  test.each<[string, (path: string) => Promise<unknown>, string]>([
    ['missing', async () => undefined, 'fine'],
    ['whole', createHistory, 'fine'],
    ['empty', (path) => writeFile(path, ''), 'bad'],
    ['no database', (path) => writeFile(path, 'x'.repeat(5_000)), 'bad'],
    ['a folder', (path) => mkdir(path), 'bad'],
  ])('that is %s', async (_name, make, verdict) => {
    const path = join(await folder(), 'svcmon.db');
    await make(path);
    expect(await historyExamination.examine(patient(storedIn(path)))).toMatchObject([{ verdict }]);
  });

  async function createHistory(path: string): Promise<void> {
    const { store } = await openStore({ url: `sqlite:${path}`, mode: 'write', ...createEffects() });
    await store.close();
  }
});

test('open files are compared with the workers', async () => {
  const of = (maxWorkers: number) =>
    openFilesExamination.examine(patient(configOf([], { monitoring: { maxWorkers } })));
  expect(await of(1)).toMatchObject([{ verdict: 'fine' }]);
  expect(await of(1_000_000_000)).toMatchObject([{ verdict: 'doubtful', mend: expect.stringContaining('ulimit -n') }]);
});

test('every channel gets a marked test, and says whether it took it', async () => {
  const [takes, refuses] = [new Receiver(), new Receiver()];
  refuses.mood = 'final';
  const config = configOf([], { channels: { takes: takes.channel, refuses: refuses.channel } });
  const found = await channelsExamination.examine(patient(config));
  expect(found).toEqual([
    { verdict: 'fine', text: 'takes took a test' },
    { verdict: 'bad', text: 'refuses did not take a test: answered 404', mend: 'see its keys' },
  ]);
  expect(takes.messages.map(({ summary }) => summary)).toEqual([
    expect.stringContaining('TEST'),
    expect.stringContaining('TEST'),
  ]);
});
