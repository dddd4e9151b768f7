import { describe, expect, onTestFinished, test } from 'vitest';
import { startLocalServer } from '../../support/local-server.ts';
import { type MonitoredWorldOptions, monitoredWorld } from '../monitored-world.ts';

/** Two targets, and a monitor that sends a secret to the first. */
async function secretWorld(config: string, options: MonitoredWorldOptions = {}) {
  const target = async () => {
    const came: (string | undefined)[] = [];
    const server = await startLocalServer(({ headers }, response) => {
      came.push(headers.authorization);
      response.writeHead(200).end('answer');
    });
    onTestFinished(() => server.stop());
    return { url: server.url, came };
  };
  const [ours, theirs] = [await target(), await target()];
  const filled = `${config.replaceAll('OURS', ours.url)}\nserver: { allow_private_targets: true }\nstorage: { url: "sqlite:FOLDER/a.db" }\n`;
  return { ...(await monitoredWorld({ config: filled, ...options })), ours, theirs };
}

const shop = `services:
  - name: shop
    url: OURS/health # the shop
    headers: { authorization: "Bearer the-stored-secret", accept: text/plain }
`;
const referring = shop.replace('the-stored-secret', '$' + '{KNOWN}');
const byDefault = `defaults:
  headers: { authorization: Bearer the-stored-secret }
services:
  - name: shop
    url: OURS/health
  - name: other
    url: https://other.example/
    headers: { authorization: Bearer its-own-secret }
`;

describe('a test of a service that is there', () => {
  test.each([
    ['written in the file', shop, 'Bearer the-stored-secret'],
    ['that the file refers to', referring, 'Bearer hunter2-hunter2'],
    ['of the defaults', byDefault, 'Bearer the-stored-secret'],
  ])('sends the secret %s where its mask is', async (_name, config, secret) => {
    const { ask, ours } = await secretWorld(config);
    const shown = (await ask('GET', '/services/shop')).json.config;
    expect(shown.headers.authorization).toBe('***');
    const body = { ...shown, url: `${ours.url}/ready`, headers: { ...shown.headers, accept: 'text/html' } };
    const { status, text } = await ask('POST', '/probe', { body });
    expect(status).toBe(200);
    expect(text).not.toContain(secret.slice(7));
    expect(ours.came.at(-1)).toBe(secret);
  });

  test.each([
    ['headers.x-key', { headers: { 'x-key': '***' } }],
    ['headers.authorization', { headers: { authorization: 'Basic ***' } }],
    ['body', { body: 'a *** b' }],
  ])('is refused where %s hides nothing', async (path, keys) => {
    const { ask, ours } = await secretWorld(shop);
    for (const name of ['shop', 'new']) {
      const { status, json } = await ask('POST', '/probe', { body: { name, url: `${ours.url}/health`, ...keys } });
      expect([status, json.errors]).toEqual([400, [expect.objectContaining({ path })]]);
    }
  });
});

describe('a stored secret', () => {
  test.each([
    ['written in the file', shop],
    ['that the file refers to', referring],
    ['of the defaults', byDefault],
  ])('%s goes nowhere else unless it is entered again', async (_name, config) => {
    const { ask, theirs, text } = await secretWorld(config);
    const before = await text();
    const shown = (await ask('GET', '/services/shop')).json.config;
    const url = `${theirs.url}/health`;
    const refusals = [
      await ask('POST', '/probe', { body: { ...shown, url } }),
      await ask('PATCH', '/services/shop', { body: { url } }),
      await ask('PATCH', '/services/shop', { body: { proxy: theirs.url } }),
      await ask('PATCH', '/services/shop', { body: { url, headers: shown.headers } }),
    ];
    for (const { status, json } of refusals) {
      expect([status, json.errors]).toEqual([400, [expect.objectContaining({ path: 'headers.authorization' })]]);
    }
    expect([theirs.came, await text()]).toEqual([[], before]);
    const headers = { authorization: 'Bearer for-this-host' };
    expect(await ask('POST', '/probe', { body: { ...shown, url, headers } })).toMatchObject({ status: 200 });
    expect(theirs.came).toEqual(['Bearer for-this-host']);
    expect(await ask('PATCH', '/services/shop', { body: { url, headers } })).toMatchObject({ status: 200 });
  });

  test('stays as it is written where a change beside it sends its mask', async () => {
    const { ask, text } = await secretWorld(referring);
    const headers = { authorization: '***', accept: 'text/html' };
    expect(await ask('PATCH', '/services/shop', { body: { headers } })).toMatchObject({ status: 200 });
    expect(await text()).toContain('Bearer $' + '{KNOWN}');
    expect(await text()).toContain('text/html');
  });

  test.each([
    ['by a new service that leaves it to the defaults', byDefault, 'POST', '/services', { name: 'new', url: 'URL' }],
    [
      'by a new service that refers to it',
      referring,
      'POST',
      '/services',
      { name: 'new', url: 'URL', headers: { authorization: 'Bearer $' + '{KNOWN}' } },
    ],
    ['by one that gives up its own', byDefault, 'PATCH', '/services/other', { headers: null }],
  ])('is not got %s', async (_name, config, method, path, body) => {
    const { ask, theirs, text } = await secretWorld(config);
    const before = await text();
    const sent = 'url' in body ? { ...body, url: theirs.url } : body;
    const { status, json } = await ask(method, path, { body: sent });
    expect([status, json.errors]).toEqual([400, [expect.objectContaining({ path: 'headers.authorization' })]]);
    expect(await text()).toBe(before);
  });
});
