import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formats } from '../../src/reporting/registry.ts';
import { type LocalServer, startLocalServer } from '../support/local-server.ts';
import { freshFolder, svcmon } from '../support/svcmon.ts';

const secrets = {
  password: 'canary-pass-Wq7!',
  query: 'canary-query-8f21',
  header: 'canary-header-19ab',
  bearer: 'canary-bearer-77cd',
  variable: 'canary-variable-52ef',
  body: 'canary-body-90aa',
  webhook: 'canary-webhook-43dd',
} as const;

/** Every spelling in which a secret could come out. */
const spellings = Object.values(secrets).flatMap((secret) => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64'),
  Buffer.from(`user:${secret}`).toString('base64'),
]);

let server: LocalServer;

beforeAll(async () => {
  // A server that tells everything it was told: in its body, its headers, and where it sends people.
  server = await startLocalServer(({ url, headers, body }, response) => {
    const said = JSON.stringify({ url, headers, body });
    if (url.startsWith('/webhook')) response.writeHead(403).end(`no ${url}`);
    else if (url.startsWith('/away')) response.writeHead(302, { location: `ftp://x/?${url.split('?')[1]}` }).end(said);
    else response.writeHead(500, { 'x-said': encodeURI(said).slice(0, 4_000) }).end(said);
  });
});
afterAll(() => server.stop());

function configWithSecrets(): string {
  const { host } = new URL(server.url);
  return JSON.stringify({
    services: [
      { name: 'userinfo', url: `http://user:${encodeURIComponent(secrets.password)}@${host}/echo` },
      { name: 'query', url: `${server.url}/echo?token=${secrets.query}` },
      { name: 'redirected', url: `${server.url}/away?token=${secrets.query}` },
      { name: 'params', url: `${server.url}/echo`, params: { api_key: secrets.query } },
      { name: 'header', url: `${server.url}/echo`, headers: { 'X-Api-Key': secrets.header } },
      { name: 'bearer', url: `${server.url}/echo`, auth: { type: 'bearer', token: secrets.bearer } },
      {
        name: 'basic',
        url: `${server.url}/echo`,
        auth: { type: 'basic', username: 'user', password: secrets.password },
      },
      { name: 'variable', url: `${server.url}/echo`, auth: { type: 'bearer', token: '${SECRET_TOKEN}' } },
      { name: 'body', url: `${server.url}/echo`, method: 'POST', json: { password: secrets.body } },
      {
        name: 'asserted',
        url: `${server.url}/echo?token=${secrets.query}`,
        expected_status: 500,
        assertions: ['json.url == "/"', { expr: 'body == ""', message: 'not empty' }],
      },
    ],
    alerts: { webhook_url: `${server.url}/webhook/${secrets.webhook}` },
  });
}

/** Everything that a run left behind: both streams and every file but the configuration. */
async function tracesOf(args: readonly string[]): Promise<string> {
  const cwd = await freshFolder();
  await writeFile(join(cwd, 'services.yaml'), configWithSecrets());
  const run = await svcmon(args, { cwd, env: { SECRET_TOKEN: secrets.variable } });
  const names = await readdir(cwd, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile() && entry.name !== 'services.yaml');
  const texts = await Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8')));
  return [run.stdout, run.stderr, ...texts].join('\n');
}

describe('a secret', () => {
  test.each(formats.map(({ name }) => name))('comes out nowhere in a check with -o %s', async (format) => {
    const traces = await tracesOf(['check', '-c', 'services.yaml', '-o', format, '--output', 'report.json']);
    expect(traces).toContain('userinfo');
    expect(spellings.filter((secret) => traces.includes(secret))).toEqual([]);
  });

  test.each([['list'], ['list', '-o', 'json'], ['validate']])('comes out nowhere in %s %s', async (...command) => {
    const traces = await tracesOf([...command.filter((word) => word !== undefined), '-c', 'services.yaml']);
    expect(spellings.filter((secret) => traces.includes(secret))).toEqual([]);
  });

  test('comes out nowhere in the problems of a configuration', async () => {
    const cwd = await freshFolder();
    const wrong = configWithSecrets().replaceAll('"method":"POST"', '"method":"POST","tmeout":1');
    await writeFile(join(cwd, 'services.yaml'), wrong);
    const run = await svcmon(['validate', '-c', 'services.yaml'], { cwd });
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain('SECRET_TOKEN');
    expect(run.stderr).toContain('tmeout');
    expect(spellings.filter((secret) => `${run.stdout}${run.stderr}`.includes(secret))).toEqual([]);
  });

  test('comes out nowhere in test-endpoint', async () => {
    const url = `http://user:${encodeURIComponent(secrets.password)}@${new URL(server.url).host}/echo?token=${secrets.query}`;
    const traces = await tracesOf(['test-endpoint', url]);
    expect(traces).toContain('500');
    expect(spellings.filter((secret) => traces.includes(secret))).toEqual([]);
  });
});
