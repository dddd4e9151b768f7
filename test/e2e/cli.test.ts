import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalServer, startLocalServer } from '../support/local-server.ts';
import { freePorts } from '../support/peers/process.ts';
import { checked, configOf, freshFolder, type RunOptions, type ServiceEntry, svcmon } from '../support/svcmon.ts';

let server: LocalServer;

beforeAll(async () => {
  server = await startLocalServer(({ url }, response) => {
    if (url === '/hang') return;
    response.writeHead(Number(url.slice(1)) || 200, { 'content-type': 'text/plain' }).end('answer');
  });
});
afterAll(() => server.stop());

/** Runs `svcmon check` in a fresh folder with these services. */
async function check(
  services: readonly ServiceEntry[],
  args: readonly string[] = [],
  options: Partial<RunOptions> = {},
) {
  const cwd = options.cwd ?? (await freshFolder());
  await writeFile(join(cwd, 'services.yaml'), configOf(services));
  return svcmon(['check', '-c', 'services.yaml', '--no-alerts', ...args], { ...options, cwd });
}

const answering = (statusCode: number) => ({ name: `answers-${statusCode}`, url: `${server.url}/${statusCode}` });
const degradedService = () => ({ ...answering(202), expected_status: 200 });

async function unknownService(): Promise<ServiceEntry> {
  const [closedPort = 0] = await freePorts(1);
  return { name: 'unresolvable', url: 'http://service.example/', resolver: `127.0.0.1:${closedPort}`, timeout: '3s' };
}

describe('the exit code', () => {
  test('is 0 when all is healthy', async () => {
    expect(await check([answering(200)])).toMatchObject({ exitCode: 0 });
  });

  test('is 0 when something is degraded, and 1 where that is asked for', async () => {
    expect(await check([degradedService()])).toMatchObject({ exitCode: 0 });
    expect(await check([degradedService()], ['--fail-on', 'degraded'])).toMatchObject({ exitCode: 1 });
  });

  test('is 1 when something is unhealthy, whatever else was found', async () => {
    const run = await check([answering(200), answering(503), await unknownService()]);
    expect(run).toMatchObject({ exitCode: 1 });
  });

  test('is 3 when our own resolver does not answer', async () => {
    const run = checked(await check([answering(200), await unknownService()], ['-o', 'json']));
    expect(run).toMatchObject({ exitCode: 3 });
    expect(run.service('unresolvable')).toMatchObject({ status: 'unknown', reason: 'dns_unavailable' });
  });

  test.each([
    ['an unknown option', ['check', '--no-such-option']],
    ['an unknown command', ['chekc']],
    ['a named file that is missing', ['check', '-c', 'missing.yaml']],
    ['an unknown format', ['check', '-o', 'papyrus']],
  ])('is 2 for %s, and stdout stays empty', async (_mistake, args) => {
    const run = await svcmon(args, { cwd: await freshFolder() });
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).not.toContain('    at ');
  });

  test('is 2 for a configuration with mistakes: all are told with their place, nothing is probed', async () => {
    const before = server.asked.length;
    const run = await check([
      { ...answering(200), timeot: 5 },
      { name: 'second', url: 'gopher://x' },
    ]);
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toMatch(/services\.yaml:\d+:\d+/);
    expect(run.stderr).toContain('timeot');
    expect(run.stderr).toContain('timeout');
    expect(run.stderr).toContain('gopher');
    expect(server.asked.length).toBe(before);
  });

  test('is 4 when no service has the name, and the closest names are told', async () => {
    const run = await check([answering(200), answering(503)], ['anwsers-200']);
    expect(run).toMatchObject({ exitCode: 4, stdout: '' });
    expect(run.stderr).toContain('answers-200');
  });

  test('is 130 after an interrupt, with a complete report', async () => {
    const interrupted = await startLocalServer(() => child.kill('SIGINT'));
    const child = { kill: (_signal: NodeJS.Signals) => {} };
    const run = await check([{ name: 'hangs', url: `${interrupted.url}/`, timeout: '30s' }], ['-o', 'json'], {
      whileRunning: (running) => {
        child.kill = (signal) => running.kill(signal);
      },
    });
    await interrupted.stop();
    expect(run).toMatchObject({ exitCode: 130 });
    expect(checked(run).service('hangs')).toMatchObject({ status: 'unknown', reason: 'interrupted' });
  });
});

describe('the streams', () => {
  test('stdout is the report and nothing else', async () => {
    const run = checked(await check([answering(200), answering(500)], ['-o', 'json', '--output', 'copy.json']));
    expect(run.report.summary).toMatchObject({
      total_services: 2,
      healthy: 1,
      unhealthy: 1,
      overall_health: 'unhealthy',
    });
    expect(run.report.services.map(({ name }) => name)).toEqual(['answers-500', 'answers-200']);
  });

  test('a reader that goes away is no reason to crash', async () => {
    const cwd = await freshFolder();
    const many = Array.from({ length: 200 }, (_, at) => ({ ...answering(200), name: `service-${at}` }));
    await writeFile(join(cwd, 'services.yaml'), configOf(many));
    const run = await pipeIntoHead(cwd);
    expect(run.stdout.split('\n').filter(Boolean)).toHaveLength(1);
    expect(run.stderr).toBe('');
    expect(run.code).toBe('0');
  });

  test.each([
    ['no colours into a pipe', {}, [], false],
    ['colours where FORCE_COLOR asks for them', { FORCE_COLOR: '1' }, [], true],
    ['no colours where NO_COLOR forbids them', { FORCE_COLOR: '1', NO_COLOR: '1' }, [], false],
    ['no colours with --no-color', { FORCE_COLOR: '1' }, ['--no-color'], false],
    ['colours with --color', { NO_COLOR: '1' }, ['--color'], true],
  ])('%s', async (_sentence, env, args, colored) => {
    const cwd = await freshFolder();
    await writeFile(join(cwd, 'services.yaml'), configOf([answering(200)]));
    const run = await svcmon([...args, 'check', '-c', 'services.yaml'], { cwd, env });
    expect(run.stdout.includes('\u001b[')).toBe(colored);
  });
});

/** `svcmon check -o json | head -n 1`, with the exit code of svcmon. */
async function pipeIntoHead(cwd: string) {
  const { execFile } = await import('node:child_process');
  const { promisify } = await import('node:util');
  const { bundle } = await import('../support/svcmon.ts');
  const script = '{ "$0" "$1" check -c services.yaml -o json --no-alerts; echo $? > code; } | head -n 1';
  const output = await promisify(execFile)('sh', ['-c', script, process.execPath, bundle], { cwd });
  return { ...output, code: (await readFile(join(cwd, 'code'), 'utf8')).trim() };
}

describe('what is asked for', () => {
  test('a mistyped command is answered with the likely one', async () => {
    const { stderr } = await svcmon(['chekc'], { cwd: await freshFolder() });
    expect(stderr).toMatch(/did you mean .*check/i);
  });

  test('names choose services', async () => {
    const run = checked(await check([answering(200), answering(500)], ['answers-200', '-o', 'json']));
    expect(run.exitCode).toBe(0);
    expect(run.report.services.map(({ name }) => name)).toEqual(['answers-200']);
  });

  test.each([
    ['--parallel', false],
    ['--sequential', true],
  ])('%s decides whether services are asked at once', async (flag, oneByOne) => {
    let open = 0;
    let most = 0;
    const waiting: (() => void)[] = [];
    const gate = await startLocalServer((_question, response) => {
      open += 1;
      most = Math.max(most, open);
      const finish = () => {
        open -= 1;
        response.end('ok');
      };
      // In parallel the first answer waits for the second question; one by one it must not.
      if (oneByOne) setImmediate(finish);
      else if (waiting.push(finish) === 2) for (const go of waiting) go();
    });
    const run = await check(
      [
        { name: 'one', url: `${gate.url}/1` },
        { name: 'two', url: `${gate.url}/2` },
      ],
      [flag],
    );
    await gate.stop();
    expect(run).toMatchObject({ exitCode: 0 });
    expect(most).toBe(oneByOne ? 1 : 2);
  });

  test.each(['json', 'yaml', 'xml', 'md', 'html', 'csv'])(
    '--output report.%s writes that format',
    async (extension) => {
      const cwd = await freshFolder();
      const run = await check([answering(200)], ['--output', `report.${extension}`], { cwd });
      expect(run).toMatchObject({ exitCode: 0 });
      const written = await readFile(join(cwd, 'reports', `report.${extension}`), 'utf8');
      expect(written).toContain('answers-200');
      expect(written).toMatch(beginnings[extension] ?? /^$/);
    },
  );

  test('a missing default configuration is started from, and said so', async () => {
    const cwd = await freshFolder();
    const run = await svcmon(['check', 'no-such-service'], { cwd });
    expect(run).toMatchObject({ exitCode: 4, stdout: '' });
    expect(run.stderr).toContain('config/services.yaml');
    expect(existsSync(join(cwd, 'config', 'services.yaml'))).toBe(true);
    expect(await svcmon(['validate'], { cwd })).toMatchObject({ exitCode: 0 });
  });
});

const beginnings: Readonly<Record<string, RegExp>> = {
  json: /^\{\s*"schema": "svcmon\.check\/v1"/,
  yaml: /^schema: /,
  xml: /^<\?xml /,
  md: /^#/,
  html: /^<!doctype html>/i,
  csv: /^name,/,
};
