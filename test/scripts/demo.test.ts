import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectRoot } from '../../scripts/run.mjs';
import { createProject } from '../support/temporary-project.ts';

const roots: string[] = [];
afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

beforeAll(async () => {
  const { status, stderr } = await start(['scripts/start.mjs', '--version']).ended;
  expect(status, stderr).toBe(0);
});

describe.concurrent('npm start without a terminal', () => {
  test('shows every verdict, then an incident with its alert, ends by itself and leaves nothing behind', async () => {
    const demo = start(['scripts/start.mjs']);
    const { stdout, stderr, status } = await demo.ended;
    expect(status, stderr).toBe(0);
    expect(stdout).toContain('8 services: 4 healthy, 2 degraded, 2 unhealthy');
    expect(stdout).toContain('certificate of shop.example expires in 3 d');
    expect(stdout).toMatch(/confirmed unhealthy: expected status 2xx, got 503/);
    expect(stdout).toMatch(/firing to team-chat: answered 200/);
    expect(stdout).toMatch(/firing to directory: wrote alerts\/alert_\d+_\d+\.json/);
    expect(stdout).toMatch(
      /What the chat received:\s.*Service Health Alert.*• checkout: expected status 2xx, got 503/s,
    );
    expect(stdout).not.toContain('correct horse');
    await expectNothingLeft(demo, await demo.address());
  }, 90_000);

  test('says what was missing and ends with 1 where a service is not as expected', async () => {
    const config = read('config/demo.yaml').replace('/payments\n', '/payments\n    expected_status: 500\n');
    const demo = startCopy({ 'config/demo.yaml': config }, ['--within', '10']);
    const { stderr, status } = await demo.ended;
    expect(stderr).toMatch(/This was not seen within 10 s:\n(.+\n)* {2}payments: expected unhealthy, got healthy\n/);
    expect(status).toBe(1);
    await expectNothingLeft(demo, await demo.address());
  }, 60_000);

  test('says that the monitor ended by itself', async () => {
    const demo = startCopy({ 'config/demo.yaml': 'services: 1\n' });
    const { stderr, status } = await demo.ended;
    expect(stderr).toContain('The monitor ended by itself, with exit code 2, before this was seen:\n  shop-api: ');
    expect(stderr).toContain('services: expected a list');
    expect(status).toBe(1);
    await expectNothingLeft(demo);
  }, 60_000);

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    'stops on %s, having shown nothing',
    async (signal, code) => {
      const demo = start(['build/demo.js']);
      const address = await demo.address();
      demo.child.kill(signal);
      const { stderr, status } = await demo.ended;
      expect(stderr).toContain('Stopped before this was seen:\n');
      expect(status).toBe(code);
      await expectNothingLeft(demo, address);
    },
    60_000,
  );
});

describe.concurrent('npm start for a person', () => {
  test.each(['SIGINT', 'SIGHUP'] as const)(
    'watches the services, with a past that is marked as made up, until %s',
    async (signal) => {
      const demo = start(untilStopped);
      const address = await demo.address();
      const [incidents, overview] = await Promise.all([
        readApi(`${address}/api/v1/incidents?service=checkout`),
        readApi(`${address}/api/v1/overview`),
      ]);
      demo.child.kill(signal);
      const { stdout, status } = await demo.ended;
      expect(incidents).toMatchObject({ items: [{ message: madeUp }, { message: madeUp }] });
      expect(overview).toMatchObject({ services: { length: 8 } });
      expect(stdout).toContain('the 24 hours before are made up');
      expect(status).toBe(0);
      await expectNothingLeft(demo, address);
    },
    60_000,
  );

  test('says that the monitor ended by itself', async () => {
    const demo = start(untilStopped);
    const address = await demo.address();
    process.kill(await demo.monitorPid(), 'SIGKILL');
    const { stderr, status } = await demo.ended;
    expect(stderr).toContain('\nsvcmon: the monitor ended by itself, with a signal.\n');
    expect(status).toBe(1);
    await expectNothingLeft(demo, address);
  }, 60_000);
});

describe.concurrent('npm start where it cannot work', () => {
  test('says so in a sentence where it may not write', async () => {
    const { stderr, status } = await start(['build/demo.js'], { temporary: '/proc/nowhere' }).ended;
    expect(stderr).toMatch(/^svcmon: the demo needs a folder for its files and cannot write one: .*\n$/);
    expect(status).toBe(1);
  });

  test('says so in a sentence where the program is not built', async () => {
    const demo = startCopy({ 'config/demo.yaml': read('config/demo.yaml'), 'dist/.keep': '' });
    const { stderr, status } = await demo.ended;
    expect({ stderr, status }).toEqual({
      stderr: 'svcmon: the program is not built: run npm start, or npm run build.\n',
      status: 1,
    });
    await expectNothingLeft(demo);
  });
});

const untilStopped = ['build/demo.js', '--until-stopped', '--port', '0'];
const madeUp = 'expected status 2xx, got 503 Service Unavailable (made up)';

interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

interface Demo {
  readonly child: ChildProcess;
  /** Where its temporary files go. */
  readonly temporary: string;
  readonly ended: Promise<Ended>;
  /** Where svcmon listens, once it was said. */
  address(): Promise<string>;
  /** Its process, by its log. */
  monitorPid(): Promise<number>;
}

interface StartOptions {
  readonly root?: string;
  readonly temporary?: string;
}

function start(args: readonly string[], { root = projectRoot, temporary = newFolder() }: StartOptions = {}): Demo {
  const env = { ...process.env, TMPDIR: temporary };
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
      child.emit('said');
    });
  }
  const ended = once(child, 'close').then(([status]) => ({ ...said, status }));
  const find = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const found = pattern.exec(said.stdout + said.stderr)?.[1];
      if (found !== undefined) return found;
      if (child.exitCode !== null) throw new Error(`it ended, and never said ${pattern}: ${said.stderr}`);
      await once(child, 'said');
    }
  };
  return {
    child,
    temporary,
    ended,
    address: () => find(/(http:\/\/127\.0\.0\.1:\d+)/),
    monitorPid: async () => Number(await find(/"pid":(\d+)/)),
  };
}

/** The built demo among other files. */
function startCopy(files: Readonly<Record<string, string>>, args: readonly string[] = []): Demo {
  const { root } = createProject({
    'package.json': read('package.json'),
    'build/demo.js': read('build/demo.js'),
    ...files,
  });
  roots.push(root);
  for (const path of ['node_modules', 'dist']) {
    if (!existsSync(join(root, path))) symlinkSync(join(projectRoot, path), join(root, path));
  }
  return start(['build/demo.js', ...args], { root });
}

function read(path: string): string {
  return readFileSync(join(projectRoot, path), 'utf8');
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'svcmon-demo-test-'));
  roots.push(folder);
  return folder;
}

async function readApi(url: string): Promise<unknown> {
  return (await fetch(url)).json();
}

async function expectNothingLeft({ temporary }: Demo, address?: string): Promise<void> {
  expect(readdirSync(temporary)).toEqual([]);
  if (address !== undefined) await expect(fetch(address)).rejects.toThrow('fetch failed');
}
