import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formats } from '../../src/reporting/registry.ts';
import { type ClientCertificate, encryptedCertificate } from '../support/client-certificate.ts';
import { startMonitor } from '../support/monitor-process.ts';
import { freshFolder, svcmon } from '../support/svcmon.ts';
import { startTelltaleServer, type TelltaleServer } from './telltale-server.ts';

const secrets = {
  password: 'canary-pass-Wq7!',
  query: 'canary-query-8f21',
  header: 'canary-header-19ab',
  bearer: 'canary-bearer-77cd',
  variable: 'canary-variable-52ef',
  body: 'canary-body-90aa',
  webhook: 'canary-webhook-43dd',
  digest: 'canary-digest-6e10',
  jwt: 'canary-jwt-0c3f',
  login: 'canary-login-d482',
  client: "canary-client-b7 e5'",
  access: 'canary-access-2f9b',
  session: 'canary-session-81d6',
  passphrase: 'canary-passphrase-c05a',
} as const;

/** Every spelling in which a secret could come out. */
const spellings = Object.values(secrets).flatMap((secret) => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64'),
  Buffer.from(`user:${secret}`).toString('base64'),
  new URLSearchParams({ '': secret }).toString().slice(1),
]);

let server: TelltaleServer;
let certificate: ClientCertificate;

beforeAll(async () => {
  certificate = await encryptedCertificate(secrets.passphrase);
  server = await startTelltaleServer();
});
afterAll(() => server.stop());

/** What came out of what was planted or handed out; of tokens that were signed, too. */
function found(traces: string): readonly string[] {
  const carried = server.asked.flatMap(({ headers }) => {
    const [, token] = /^Bearer (.+)$/.exec(headers.authorization ?? '') ?? [];
    return token === undefined ? [] : [token];
  });
  const all = [...spellings, ...server.handedOut, ...carried, ...carried.map(btoa)];
  return [...new Set(all)].filter((secret) => traces.includes(secret));
}

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
      ...schemeServices(),
      {
        name: 'asserted',
        url: `${server.url}/echo?token=${secrets.query}`,
        expected_status: 500,
        assertions: ['json.url == "/"', { expr: 'body == ""', message: 'not empty' }],
      },
    ],
    monitoring: { check_interval: 3, max_workers: 40 },
    alerts: {
      directory: 'alerts',
      webhook_url: `${server.url}/webhook/${secrets.webhook}`,
      thresholds: { failure_count_alert: 1 },
    },
  });
}

/** One service of every scheme that has secrets, and of those that log in some whose login fails or whose token is refused. */
function schemeServices(): readonly object[] {
  const { client, jwt, digest, access, session, login, passphrase } = secrets;
  const grant = { type: 'oauth2', client_id: 'user', client_secret: client };
  const aws = { type: 'aws_sigv4', access_key_id: 'AKIDEXAMPLE', region: 'eu-central-1', service: 's3' };
  const named = Object.entries({
    digest: { url: '/digest', auth: { type: 'digest', username: 'user', password: digest } },
    jwt: { auth: { type: 'jwt', algorithm: 'HS256', secret: jwt } },
    'jwt, refused': { url: '/refuses', auth: { type: 'jwt', algorithm: 'HS256', secret: jwt, subject: 'refused' } },
    aws_sigv4: { auth: { ...aws, secret_access_key: access, session_token: session } },
    mtls: { auth: { type: 'mtls', ...certificate, passphrase } },
    login: { auth: { type: 'login', url: `${server.url}/login`, username: 'user', password: login } },
    'login, refused': { url: '/refuses', auth: { type: 'login', url: `${server.url}/login`, json: { pin: login } } },
    'no login': { auth: { type: 'login', url: `${server.url}/no-login`, form: { pin: login } } },
    oauth2: { auth: { ...grant, token_url: `${server.url}/token` } },
    'oauth2, refused': { url: '/refuses', auth: { ...grant, token_url: `${server.url}/token`, scope: 'refused' } },
    'no token': { auth: { ...grant, token_url: `${server.url}/no-token` } },
    'no token either': { auth: { ...grant, client_auth: 'post', token_url: `${server.url}/no-token` } },
  });
  return named.map(([name, { auth, ...service }]) => {
    const url = `${server.url}${'url' in service ? service.url : '/echo'}`;
    return { name, url: auth.type === 'mtls' ? url.replace('http:', 'https:') : url, auth };
  });
}

/** Everything that a run left behind: both streams and every file but the configuration. */
async function tracesOf(args: readonly string[]): Promise<string> {
  const cwd = await folderWithConfig();
  const run = await svcmon(args, { cwd, env });
  return [run.stdout, run.stderr, await filesIn(cwd)].join('\n');
}

const env = { SECRET_TOKEN: secrets.variable };

async function folderWithConfig(): Promise<string> {
  const cwd = await freshFolder();
  await writeFile(join(cwd, 'services.yaml'), configWithSecrets());
  return cwd;
}

async function filesIn(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile() && entry.name !== 'services.yaml');
  // Byte by byte: a database is no text.
  const texts = await Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')));
  return files.map(({ name }, index) => `${name}\n${texts[index]}`).join('\n');
}

describe('a secret', () => {
  test.each(formats.map(({ name }) => name))('comes out nowhere in a check with -o %s', async (format) => {
    const traces = await tracesOf(['check', '-c', 'services.yaml', '-o', format, '--output', 'report.json']);
    for (const trace of ['userinfo', 'alert_', 'login at ']) expect(traces).toContain(trace);
    expect(found(traces)).toEqual([]);
  });

  test('comes out nowhere while monitoring: in what is told, logged and stored', async () => {
    const cwd = await folderWithConfig();
    const args = ['-c', 'services.yaml', '-o', 'ndjson', '--log-format', 'json'];
    const monitor = startMonitor(args, { cwd, env });
    const { services } = JSON.parse(configWithSecrets());
    const rounds = () =>
      monitor.lines().filter(({ schema }) => schema === 'svcmon.monitor.result/v1').length / services.length;
    await monitor.until(() => rounds() >= 2);
    monitor.child.kill('SIGTERM');
    await monitor.ended();
    const traces = [monitor.stdout(), monitor.stderr(), await filesIn(cwd)].join('\n');
    for (const trace of ['alert_', 'svcmon.db', 'login at ', '"level":"']) expect(traces).toContain(trace);
    expect(server.handedOut.length).toBeGreaterThan(4);
    expect(found(traces)).toEqual([]);
  });

  test.each([['list'], ['list', '-o', 'json'], ['validate']])('comes out nowhere in %s %s', async (...command) => {
    const traces = await tracesOf([...command.filter((word) => word !== undefined), '-c', 'services.yaml']);
    expect(found(traces)).toEqual([]);
  });

  test('comes out nowhere in the problems of a configuration', async () => {
    const cwd = await freshFolder();
    const wrong = configWithSecrets().replaceAll('"method":"POST"', '"method":"POST","tmeout":1');
    await writeFile(join(cwd, 'services.yaml'), wrong);
    const run = await svcmon(['validate', '-c', 'services.yaml'], { cwd });
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain('SECRET_TOKEN');
    expect(run.stderr).toContain('tmeout');
    expect(found(`${run.stdout}${run.stderr}`)).toEqual([]);
  });

  test.each(['login', 'oauth2, refused', 'no token either'])('comes out nowhere in test-endpoint %s', async (name) => {
    const traces = await tracesOf(['test-endpoint', name, '-c', 'services.yaml']);
    expect(traces).toMatch(/500|401/);
    expect(found(traces)).toEqual([]);
  });

  test('comes out nowhere in test-endpoint', async () => {
    const url = `http://user:${encodeURIComponent(secrets.password)}@${new URL(server.url).host}/echo?token=${secrets.query}`;
    const traces = await tracesOf(['test-endpoint', url]);
    expect(traces).toContain('500');
    expect(found(traces)).toEqual([]);
  });
});
