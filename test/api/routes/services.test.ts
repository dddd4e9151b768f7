import { describe, expect, test } from 'vitest';
import { overviewSchema } from '../../../src/api/resources/overview.ts';
import { checkedWorld, monitoredWorld } from '../monitored-world.ts';

describe('services', () => {
  test('are listed worst first, with how they stand', async () => {
    const { ask } = await checkedWorld();
    const { status, json } = await ask('GET', '/services');
    expect(status).toBe(200);
    expect(json).toMatchObject({ total: 2, limit: 100, offset: 0, next_cursor: null });
    expect(json.items).toMatchObject([
      { name: 'down', status: 'unhealthy', status_code: 503, depends_on: ['up'], public: false, stale: false },
      { name: 'up', status: 'healthy', status_code: 200, group: 'shop', tags: { team: 'web' }, public: true },
    ]);
    expect(json.items[0].incident.id).toMatch(/^[0-9A-Z]{26}$/);
    expect(Date.parse(json.items[1].next_check_at)).toBeGreaterThan(Date.now());
  });

  test.each([
    ['?status=unhealthy', ['down']],
    ['?status=degraded', []],
    ['?group=shop&sort=name', ['down', 'up']],
    ['?sort=-name', ['up', 'down']],
    ['?tag=team:web', ['up']],
    ['?tag=team:web&tag=team:ops', []],
    ['?q=UP', ['up']],
    ['?limit=1', ['down']],
    ['?limit=1&offset=1', ['up']],
  ])('are chosen by %s', async (query, names) => {
    const { ask } = await checkedWorld();
    const { json } = await ask('GET', `/services${query}`);
    expect(json.items.map(({ name }: { name: string }) => name)).toEqual(names);
  });

  test('are gone through by cursor', async () => {
    const { ask } = await checkedWorld();
    const first = await ask('GET', '/services?limit=1');
    const second = await ask('GET', `/services?limit=1&cursor=${first.json.next_cursor}`);
    expect(second.json).toMatchObject({ items: [{ name: 'up' }], offset: 1, next_cursor: null });
  });

  test.each(['?status=bad', '?tag=nocolon', '?limit=0', '?limit=1001', '?sort=color'])(
    'cannot be chosen by %s',
    async (query) => {
      const { ask } = await monitoredWorld();
      const { status, json } = await ask('GET', `/services${query}`);
      expect(status).toBe(400);
      expect(json.errors).toHaveLength(1);
    },
  );

  test('show how they are configured, with a tag that stays while that does', async () => {
    const { ask } = await checkedWorld();
    const { json, headers } = await ask('GET', '/services/up');
    expect(json.config).toMatchObject({ name: 'up', timeout: '5s', tags: { team: 'web' } });
    const etag = headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    await ask('POST', '/services/up/check');
    const again = await ask('GET', '/services/up', { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
  });

  test.each([
    ['GET', ''],
    ['PATCH', ''],
    ['DELETE', ''],
    ['POST', '/start'],
    ['POST', '/stop'],
    ['POST', '/check'],
  ])('that are not there: %s %s', async (method, path) => {
    const { ask } = await monitoredWorld();
    const body = method === 'PATCH' ? { body: { timeout: '1s' } } : {};
    const { status, json } = await ask(method, `/services/${encodeURIComponent('no/such')}${path}`, body);
    expect(status).toBe(404);
    expect(json.detail).toBe('no service is named "no/such"');
  });
});

describe('a service that is created', () => {
  test('stands in the file with every comment kept, and is checked', async () => {
    const { ask, text, target } = await monitoredWorld();
    const before = await text();
    const entry = { name: 'new one', url: `${target.url}/up`, tags: { team: 'new' } };
    const { status, headers, json } = await ask('POST', '/services', { body: entry });
    expect([status, headers.get('location')]).toEqual([201, '/api/v1/services/new%20one']);
    expect(json).toMatchObject({ name: 'new one', status: 'unknown', config: { tags: { team: 'new' } } });
    const after = await text();
    for (const line of before.split('\n')) expect(after).toContain(line);
    expect(json.config).toMatchObject({ public_only: true });
    expect(await ask('POST', '/services/new%20one/check')).toMatchObject({ json: { reason: 'not_permitted' } });
  });

  test('is checked on this machine only where that is allowed', async () => {
    const allowing = 'services: []\nserver: { allow_private_targets: true }\nstorage: { url: "sqlite:FOLDER/a.db" }\n';
    const { ask, target } = await monitoredWorld({ config: allowing });
    expect((await ask('POST', '/services', { body: { name: 'new', url: `${target.url}/up` } })).status).toBe(201);
    expect(await ask('POST', '/services/new/check')).toMatchObject({ json: { status: 'healthy' } });
  });

  test('does not get out of that by a change', async () => {
    const { ask, target } = await monitoredWorld();
    await ask('POST', '/services', { body: { name: 'new', url: `${target.url}/up`, public_only: false } });
    for (const change of [{ public_only: false }, { public_only: null }]) {
      const { status, json } = await ask('PATCH', '/services/new', { body: change });
      expect([status, json.errors]).toEqual([400, [expect.objectContaining({ path: 'public_only' })]]);
    }
    expect(await ask('POST', '/services/new/check')).toMatchObject({ json: { reason: 'not_permitted' } });
  });

  test.each([
    ['body_file', { body_file: '/etc/passwd', method: 'POST' }],
    ['tls.ca_file', { tls: { ca_file: '/etc/passwd' } }],
    // Part of what the configuration says, and no file that it names.
    ['tls.ca_file', { tls: { ca_file: '/' } }],
    ['assertions[0]', { assertions: ["json.matches_schema /* x */ ('/etc/passwd')"] }],
    ['assertions[0].expr', { assertions: [{ expr: "matches_schema('/etc/passwd')", severity: 'degraded' }] }],
  ])('cannot read files of this machine by %s', async (path, keys) => {
    const { ask } = await monitoredWorld();
    const { status, json } = await ask('POST', '/services', {
      body: { name: 'new', url: 'https://a.example', ...keys },
    });
    expect([status, json.errors]).toEqual([400, [expect.objectContaining({ path })]]);
  });

  test('is refused with everything that is wrong with it, and the file stays', async () => {
    const { ask, text } = await monitoredWorld();
    const before = await text();
    const { status, json } = await ask('POST', '/services', {
      body: { name: 'bad', url: 'nonsense', timeout: 'soon', colour: 'red' },
    });
    expect(status).toBe(400);
    expect(json.errors.map(({ path }: { path: string }) => path).toSorted()).toEqual(['colour', 'timeout', 'url']);
    expect(await text()).toBe(before);
  });

  test.each<readonly [string, Record<string, unknown>, string]>([
    ['without a name', { url: 'https://x.example' }, 'name'],
    ['that runs a program', { name: 'x', type: 'exec', command: ['id'] }, 'type'],
    ['with a masked secret', { name: 'x', url: 'https://x.example', headers: { 'x-key': '***' } }, 'headers.x-key'],
    [
      'that refers to a file',
      { name: 'x', url: 'https://x.example', headers: { a: '${file:/etc/passwd}' } },
      'headers.a',
    ],
    ['that refers to the environment', { name: 'x', url: 'https://x.example/${KNOWN}' }, 'url'],
  ])('%s is refused', async (_name, body, path) => {
    const { ask } = await monitoredWorld();
    const { status, json } = await ask('POST', '/services', { body });
    expect(status).toBe(400);
    expect(json.errors.map((error: { path: string }) => error.path)).toContain(path);
  });

  test('is refused where its name is taken, or the configuration is read-only', async () => {
    const { ask } = await monitoredWorld();
    const body = { name: 'up', url: 'https://x.example' };
    expect(await ask('POST', '/services', { body })).toMatchObject({ status: 409 });
    const closed = await monitoredWorld({ readOnly: true });
    expect(await closed.ask('POST', '/services', { body: { ...body, name: 'x' } })).toMatchObject({ status: 409 });
    expect(await closed.ask('PATCH', '/services/up', { body: { timeout: '1s' } })).toMatchObject({ status: 409 });
    expect(await closed.ask('DELETE', '/services/up')).toMatchObject({ status: 409 });
  });

  test('is refused where the file has mistakes of its own', async () => {
    const { ask, write, text } = await monitoredWorld();
    await write(`${await text()}\ncolour: red\n`);
    const { status, json } = await ask('POST', '/services', { body: { name: 'x', url: 'https://x.example' } });
    expect([status, json.detail]).toEqual([409, expect.stringContaining('mend it first')]);
  });
});

describe('a service that is changed', () => {
  test('keeps what was not sent, and every other byte of the file', async () => {
    const { ask, text } = await monitoredWorld();
    const before = await text();
    const { status, json } = await ask('PATCH', '/services/up', { body: { timeout: '7s' } });
    expect(status).toBe(200);
    expect(json.config).toMatchObject({ timeout: '7s', tags: { team: 'web' } });
    expect(await text()).toBe(before.replace('timeout: 5s', 'timeout: 7s'));
  });

  test('loses what is null, and gets what is new', async () => {
    const { ask, text } = await monitoredWorld();
    const { json } = await ask('PATCH', '/services/up', { body: { slo: null, runbook: 'https://wiki.example/up' } });
    expect(json).toMatchObject({ slo: null, runbook: 'https://wiki.example/up' });
    expect(await text()).not.toContain('slo:');
  });

  test('is left alone by who has not seen it as it is', async () => {
    const { ask, text, write } = await monitoredWorld();
    const etag = (await ask('GET', '/services/up')).headers.get('etag') ?? '';
    const patch = (timeout: string) =>
      ask('PATCH', '/services/up', { body: { timeout }, headers: { 'if-match': etag } });
    expect(await patch('6s')).toMatchObject({ status: 200 });
    const stale = await patch('8s');
    expect(stale.status).toBe(412);
    const current = stale.headers.get('etag') ?? '';
    // Somebody changes the file by hand, and the monitor has not noticed yet.
    await write((await text()).replace('timeout: 6s', 'timeout: 9s'));
    const byHand = await ask('PATCH', '/services/up', { body: { timeout: '8s' }, headers: { 'if-match': current } });
    expect(byHand.status).toBe(412);
    expect(await text()).toContain('timeout: 9s');
  });

  test.each<readonly [string, Record<string, unknown>, string]>([
    ['a mistake', { timeout: 'soon' }, 'timeout'],
    ['another name', { name: 'other' }, 'name'],
    ['nothing', {}, ''],
  ])('is refused %s', async (_name, body, path) => {
    const { ask } = await monitoredWorld();
    const { status, json } = await ask('PATCH', '/services/up', { body });
    expect([status, json.errors[0].path]).toEqual([400, path]);
  });

  test('stays while another depends on it', async () => {
    const { ask, text } = await monitoredWorld();
    const before = await text();
    const { status, json } = await ask('DELETE', '/services/up');
    expect([status, json.errors[0].path]).toEqual([400, 'depends_on[0]']);
    expect(await text()).toBe(before);
  });

  test('is gone once it is deleted', async () => {
    const { ask, text } = await monitoredWorld();
    const etag = (await ask('GET', '/services/down')).headers.get('etag') ?? '';
    expect(await ask('DELETE', '/services/down', { headers: { 'if-match': '"other"' } })).toMatchObject({
      status: 412,
    });
    expect(await ask('DELETE', '/services/down', { headers: { 'if-match': etag } })).toMatchObject({ status: 204 });
    expect(await ask('GET', '/services/down')).toMatchObject({ status: 404 });
    expect(await text()).not.toContain('name: down');
  });
});

describe('a service that is paused', () => {
  test('is not checked until it is started', async () => {
    const { ask } = await checkedWorld();
    expect((await ask('POST', '/services/up/stop')).json).toMatchObject({
      paused: true,
      status: 'unknown',
      state: 'paused',
      next_check_at: null,
    });
    expect(await ask('POST', '/services/up/stop')).toMatchObject({ status: 400 });
    expect(await ask('POST', '/services/up/check')).toMatchObject({ status: 409 });
    expect((await ask('GET', '/overview')).json.counts).toMatchObject({ paused: 1, unhealthy: 1, healthy: 0 });
    expect((await ask('POST', '/services/up/start')).json).toMatchObject({ paused: false });
    expect(await ask('POST', '/services/up/start')).toMatchObject({ status: 400 });
    expect(await ask('POST', '/services/up/check')).toMatchObject({ status: 200, json: { status: 'healthy' } });
  });
});

describe('a service that is tested before it is saved', () => {
  test('shows what was found with its assertions, and is nowhere', async () => {
    const { ask, target, text } = await monitoredWorld();
    const before = await text();
    const body = { url: `${target.url}/down`, assertions: ['status == 200'] };
    const { status, json } = await ask('POST', '/probe', { body });
    expect(status).toBe(200);
    expect(json).toMatchObject({ status: 'unhealthy', reason: 'unexpected_status', status_code: 503 });
    expect(json.assertions).toMatchObject([{ expr: 'status == 200', passed: false }]);
    expect(json.observation.port).toBe(Number(new URL(target.url).port));
    expect(await text()).toBe(before);
    expect((await ask('GET', '/services')).json.total).toBe(2);
  });

  test('is tested in place of the one that it is to replace', async () => {
    const { ask, target } = await monitoredWorld();
    const body = { name: 'down', url: `${target.url}/up` };
    expect((await ask('POST', '/probe', { body })).json).toMatchObject({ service: 'down', status: 'healthy' });
  });

  test('is refused with all its mistakes', async () => {
    const { ask } = await monitoredWorld();
    const { status, json } = await ask('POST', '/probe', { body: { url: 'x', timeout: 'y' } });
    expect(status).toBe(400);
    expect(json.errors.map(({ path }: { path: string }) => path).toSorted()).toEqual(['timeout', 'url']);
  });
});

describe('the overview', () => {
  test('holds all of the promise: services worst first with their last hour, and a sentence', async () => {
    const { ask } = await checkedWorld();
    const { json } = await ask('GET', '/overview');
    expect(overviewSchema.parse(json)).toEqual(json);
    expect(json.counts).toEqual({ healthy: 1, degraded: 0, unhealthy: 1, unknown: 0, paused: 0, maintenance: 0 });
    expect(json.sentence).toMatch(/^1 of 2 services is down: down, \d s$/);
    expect(json.health).toBe('unhealthy');
    const [down, up] = json.services;
    expect([down.heartbeat.length, up.heartbeat.length]).toEqual([60, 60]);
    expect(down.heartbeat.at(-1)).toMatchObject({ state: 'down' });
    expect(up.heartbeat.at(-1)).toMatchObject({ state: 'up' });
    expect(up.heartbeat[0]).toMatchObject({ state: null, checks: 0 });
  });
});

describe('where private targets are not allowed', () => {
  test.each<readonly [string, Record<string, unknown>, string]>([
    ['an address', { url: 'http://127.0.0.1/' }, 'url'],
    ['a name that leads there', { url: 'http://localhost:8080/' }, 'url'],
    ['an address of a cloud', { url: 'http://169.254.169.254/latest' }, 'url'],
    ['an IPv4 address in IPv6', { url: 'http://[::ffff:10.0.0.1]/' }, 'url'],
    ['a host', { type: 'tcp', host: '10.0.0.1', port: 22 }, 'host'],
  ])('%s is neither created, nor changed to, nor tested', async (_name, entry, path) => {
    const { ask, text } = await monitoredWorld({ guarded: true });
    const before = await text();
    const created = await ask('POST', '/services', { body: { name: 'x', ...entry } });
    const changed = await ask('PATCH', '/services/up', { body: entry });
    expect([created.status, changed.status]).toEqual([400, 400]);
    expect(created.json.errors).toContainEqual({ path, message: expect.stringContaining('not a public address') });
    const tested = await ask('POST', '/probe', { body: entry });
    expect(tested.json).toMatchObject({ status: 'unknown', reason: 'not_permitted' });
    expect(await text()).toBe(before);
  });
});
