import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createClone, type TemporaryProject } from '../support/temporary-project.ts';

const version: string = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;

describe('npm start', () => {
  const { clone, start } = sharedClone();

  test('runs the program with the given arguments, and says nothing when it is built', () => {
    const { stdout, stderr, status } = start('version', '--flag', 'two words');
    expect({ stdout, stderr, status }).toEqual({
      stdout: `${version} unknown | --flag | two words\n`,
      stderr: '',
      status: 0,
    });
  });

  test('shows the demo when there are no arguments', () => {
    expect(start()).toMatchObject({ stdout: 'the demo\n', stderr: '', status: 0 });
  });

  test('passes the exit code on', () => {
    expect(start('exit', '3').status).toBe(3);
  });

  test('gives the program the standard input', async () => {
    const child = spawn(process.execPath, ['scripts/start.mjs', 'echo'], { cwd: clone().root });
    child.stdin.end('from the pipe');
    expect((await child.stdout.toArray()).join('')).toBe('from the pipe');
  });

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('passes %s on, and ends as the program does', async (signal) => {
    const child = spawn(process.execPath, ['scripts/start.mjs', 'wait', signal], { cwd: clone().root });
    await once(child.stdout, 'data');
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([42, null]);
  });
});

describe('npm start in a clone', () => {
  let clone: TemporaryProject;
  beforeEach(() => {
    clone = createClone(sources);
  });
  afterEach(() => clone.remove());
  const start = (...args: readonly string[]) => clone.node(['scripts/start.mjs', ...args]);

  test('builds at the first call only', () => {
    expect(start('version').stderr).toMatch(/^svcmon: the program is not built: built in \d+\.\d s\n$/);
    expect(start('version').stderr).toBe('');
  });

  test('builds again when a source has changed', () => {
    start('version');
    clone.write('src/main.ts', program.replace("' | '", "' / '"));
    const { stdout, stderr } = start('version', 'x');
    expect(stderr).toContain('svcmon: the sources have changed: built in');
    expect(stdout).toBe(`${version} unknown / x\n`);
  });

  test('builds again when the program was removed', () => {
    start('version');
    rmSync(join(clone.root, 'dist/svcmon.js'));
    expect(start('version').stderr).toContain('svcmon: the program is not built');
  });

  test('says where the mistake is when the build fails, and leaves the old program', () => {
    start('version');
    const before = readFileSync(join(clone.root, 'dist/svcmon.js'), 'utf8');
    clone.write('src/main.ts', 'const = 1;');
    const { stderr, status } = start('version');
    expect(stderr).toContain('src/main.ts:1:7');
    expect(stderr).toContain('svcmon: the build failed; what it said is above.');
    expect(status).toBe(1);
    expect(readFileSync(join(clone.root, 'dist/svcmon.js'), 'utf8')).toBe(before);
  });
});

describe('the build', () => {
  const { clone, start } = sharedClone();

  test('makes a program that may be executed by everyone', () => {
    expect(statSync(join(clone().root, 'dist/svcmon.js')).mode & 0o777).toBe(0o755);
    expect(statSync(join(clone().root, 'dist')).mode & 0o555).toBe(0o555);
    expect(readFileSync(join(clone().root, 'dist/svcmon.js'), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  test('puts what is imported later into chunks of its own', () => {
    expect(readdirSync(join(clone().root, 'dist/chunks')).some((name) => name.startsWith('client-'))).toBe(true);
    expect(readFileSync(join(clone().root, 'dist/svcmon.js'), 'utf8').length).toBeLessThan(3_000);
  });

  test('leaves nothing else behind', () => {
    expect(readdirSync(join(clone().root, 'build'))).toEqual(['demo.js']);
    expect(existsSync(join(clone().root, 'dist/.build-hash'))).toBe(true);
  });

  test('passes on the licence of every package inside', () => {
    const notices = readFileSync(join(clone().root, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
    expect(notices).toMatch(/^axios \d.* \(MIT\)/m);
    expect(notices).toMatch(/^commander \d.* \(MIT\)/m);
    expect(notices).toContain('Permission is hereby granted');
    expect(notices).not.toContain('follow-redirects');
  });

  test('keeps axios whole for a client that brings its own adapter', () => {
    const lines = start('axios')
      .stdout.trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toEqual([
      {
        url: 'http://a/b?q[]=1&q[]=2&c+d=e%26',
        type: 'application/json',
        data: '{"a":[1,"ü"]}',
        answer: '{"ok":true}',
      },
      {
        url: 'http://a/b',
        type: 'application/x-www-form-urlencoded;charset=utf-8',
        data: 'a=b+c&d=%C3%BC',
        answer: '{"ok":true}',
      },
      { url: 'http://a/b', type: 'application/x-www-form-urlencoded', data: 'a=b+c', answer: '{"ok":true}' },
      { url: 'http://a/b', type: 'text/plain', data: 'raw', answer: '{"ok":true}' },
      { error: 'AxiosError', code: 'ERR_BAD_RESPONSE', status: 503 },
    ]);
  });

  test('keeps CommonJS packages working', () => {
    expect(start('commander').stdout).toBe('true\n');
  });
});

/** One built clone for the tests of a suite that leave it as it is. */
function sharedClone() {
  let clone: TemporaryProject;
  const start = (...args: readonly string[]) => clone.node(['scripts/start.mjs', ...args]);
  beforeAll(() => {
    clone = createClone(sources);
    start('version');
  });
  afterAll(() => clone.remove());
  return { clone: () => clone, start };
}

const program = `
import { commit, version } from './version.ts';
const [what, ...args] = process.argv.slice(2);
if (what === 'version') console.log([version + ' ' + commit, ...args].join(' | '));
if (what === 'exit') process.exitCode = Number(args[0]);
if (what === 'echo') process.stdin.pipe(process.stdout);
if (what === 'wait') {
  process.on(args[0], () => process.exit(42));
  setInterval(() => undefined, 1_000);
  console.log('ready');
}
if (what === 'axios') await (await import('./client.ts')).main();
if (what === 'commander') {
  const { Command } = await import('commander');
  console.log(new Command().option('-x').parse(['-x'], { from: 'user' }).opts().x);
}
`;

const client = `
import axios from 'axios';
import { z } from 'zod';
const answer = (status) => async (config) => {
  const response = { data: z.string().parse('{"ok":true}'), status, statusText: '', headers: {}, config, request: null };
  if (!config.validateStatus || config.validateStatus(status)) return response;
  throw new axios.AxiosError('refused', 'ERR_BAD_RESPONSE', config, null, response);
};
export async function main() {
  const http = axios.create({ adapter: answer(200), transformResponse: (text) => text });
  const ask = async (request) => {
    const { config, data } = await http.request({ url: 'http://a/b', method: 'POST', ...request });
    console.log(JSON.stringify({ url: decodeURI(axios.getUri(config)), type: config.headers.get('content-type'), data: String(config.data), answer: data }));
  };
  await ask({ data: { a: [1, 'ü'] }, params: { q: [1, 2], 'c d': 'e&' } });
  await ask({ data: new URLSearchParams({ a: 'b c', d: 'ü' }) });
  await ask({ data: { a: 'b c' }, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } });
  await ask({ data: Buffer.from('raw'), headers: { 'Content-Type': 'text/plain' } });
  await http.get('http://a/b', { adapter: answer(503) }).catch((error) =>
    console.log(JSON.stringify({ error: error.name, code: error.code, status: error.response.status })));
}
`;

const sources = {
  'src/version.ts': readFileSync(new URL('../../src/version.ts', import.meta.url), 'utf8'),
  'src/main.ts': program,
  'src/client.ts': client,
  'demo/demo.ts': 'console.log("the demo");',
};
