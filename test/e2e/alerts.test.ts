import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalServer, startLocalServer } from '../support/local-server.ts';
import { freshFolder, svcmon } from '../support/svcmon.ts';

let server: LocalServer;
let slack: LocalServer;

beforeAll(async () => {
  server = await startLocalServer(({ url }, response) => {
    if (url === '/down') response.writeHead(503).end('db <down>');
    else setTimeout(() => response.end('late'), 30);
  });
  slack = await startLocalServer(({ url }, response) => {
    response.writeHead(url.endsWith('/refused') ? 403 : 200).end(url.endsWith('/refused') ? 'invalid_token' : 'ok');
  });
});
afterAll(() => Promise.all([server.stop(), slack.stop()]));

/** Checks a service that is down and one that is slow, with this webhook. */
async function checkWith(webhookPath: string, args: readonly string[] = []) {
  const cwd = await freshFolder();
  const config = {
    services: [
      { name: 'down', url: `${server.url}/down` },
      { name: 'slow', url: `${server.url}/slow`, thresholds: { response_time_warning: 5 } },
    ],
    alerts: {
      webhook_url: `${slack.url}${webhookPath}`,
      thresholds: { response_time_warning: 40_000, response_time_critical: 50_000 },
    },
  };
  await writeFile(join(cwd, 'services.yaml'), JSON.stringify(config));
  return { cwd, ...(await svcmon(['check', '-c', 'services.yaml', ...args], { cwd })) };
}

describe('an alert', () => {
  test('is posted to Slack once, in the form Slack takes', async () => {
    const run = await checkWith('/services/T1/B1/posted-once');
    expect(run.exitCode).toBe(1);
    const posted = slack.asked.filter(({ url }) => url === '/services/T1/B1/posted-once');
    expect(posted).toHaveLength(1);
    expect(posted[0]).toMatchObject({
      method: 'POST',
      headers: { 'content-type': expect.stringContaining('application/json') },
    });
    expect(JSON.parse(posted[0]?.body ?? '')).toMatchObject({
      text: expect.stringMatching(/^🚨 Service Health Alert: /),
      attachments: [
        {
          color: 'danger',
          fields: [
            { title: 'Unhealthy Services', value: expect.stringContaining('down: ') },
            { title: 'Slow Services', value: expect.stringContaining('slow: ') },
          ],
          footer: 'Service Monitor',
          ts: expect.any(Number),
        },
      ],
    });
  });

  test('is a file that only its owner may read', async () => {
    const { cwd } = await checkWith('/services/T1/B1/with-file');
    const folder = join(cwd, 'alerts');
    const [name = '', ...others] = await readdir(folder);
    expect(others).toEqual([]);
    expect(name).toMatch(/^alert_\d{8}_\d{6}\.json$/);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(join(folder, name), 'utf8'))).toMatchObject({
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      alert_type: 'service_health',
      summary: expect.any(String),
      details: {
        unhealthy_services: [{ name: 'down', error: expect.any(String), status_code: 503 }],
        slow_services: [{ name: 'slow', response_time_ms: expect.any(Number) }],
      },
    });
  });

  test('that a webhook refuses is told without its URL, and the exit code stays', async () => {
    const run = await checkWith('/services/T1/B1/refused');
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('403');
    expect(`${run.stdout}${run.stderr}`).not.toContain('/services/T1/B1');
    expect(await readdir(join(run.cwd, 'alerts'))).toHaveLength(1);
  });

  test('is left out with --no-alerts', async () => {
    const run = await checkWith('/services/T1/B1/silent', ['--no-alerts']);
    expect(run.exitCode).toBe(1);
    expect(slack.asked.filter(({ url }) => url === '/services/T1/B1/silent')).toEqual([]);
    expect(await readdir(run.cwd)).toEqual(['services.yaml']);
  });
});
