import { describe, expect, test } from 'vitest';
import { checkedWorld, type Json, monitoredWorld } from '../monitored-world.ts';

describe('results', () => {
  test('are listed newest first, in full where they are kept so, and gone through by cursor', async () => {
    const { ask } = await checkedWorld();
    for (let times = 0; times < 2; times += 1) await ask('POST', '/services/down/check');
    const { json } = await ask('GET', '/services/down/results');
    expect(json.items.length).toBeGreaterThanOrEqual(3);
    expect(json.total).toBe(json.items.length);
    expect(json.items[0]).toMatchObject({
      service: 'down',
      status: 'unhealthy',
      reason: 'unexpected_status',
      findings: [{ reason: 'unexpected_status' }],
      observation: { url: expect.stringContaining('/down') },
    });
    const seen: string[] = [];
    for (let path: string | null = '/services/down/results?limit=1'; path !== null; ) {
      const { json: page }: Json = await ask('GET', path);
      expect([page.items.length, page.total, page.offset]).toEqual([1, json.total, seen.length]);
      seen.push(page.items[0].timestamp);
      path = page.next_cursor === null ? null : `/services/down/results?limit=1&cursor=${page.next_cursor}`;
    }
    expect(seen).toEqual(json.items.map(({ timestamp }: Json) => timestamp));
  });

  test('are chosen by status and range', async () => {
    const { ask } = await checkedWorld();
    const chosen = async (query: string) => (await ask('GET', `/services/up/results?${query}`)).json;
    const none = { total: 0, items: [], next_cursor: null };
    expect(await chosen('status=unhealthy')).toMatchObject(none);
    expect((await chosen('status=healthy')).items.length).toBeGreaterThan(0);
    expect(await chosen('to=2020-01-01T00:00:00Z')).toMatchObject(none);
    expect((await chosen('from=2020-01-01T00:00:00%2B01:00&offset=0')).items.length).toBeGreaterThan(0);
    expect((await chosen('offset=1000')).items).toEqual([]);
  });
});

describe('the series of a service', () => {
  test('holds points, states, outages and deployments', async () => {
    const { ask } = await checkedWorld();
    const deployed = { service: 'down', version: '2.3.1', environment: 'production' };
    expect(await ask('POST', '/deployments', { body: deployed })).toMatchObject({ status: 201 });
    const { json } = await ask('GET', '/services/down/series?step_ms=60000');
    expect(json).toMatchObject({ step_ms: 60_000, markers: [{ kind: 'deployment', text: 'down 2.3.1' }] });
    expect(json.outages).toMatchObject([{ to: null, reason: 'unexpected_status' }]);
    expect(json.timeline.at(-1)).toMatchObject({ state: 'down' });
    const up = (await ask('GET', '/services/up/series')).json;
    expect(up.points).toMatchObject([{ p50_ms: expect.any(Number), p95_ms: null, timeouts: 0 }]);
    expect(up.step_ms).toBe(600_000);
  });

  test('never has more than two thousand steps', async () => {
    const { ask } = await monitoredWorld();
    const { json } = await ask('GET', '/services/up/series?from=2020-01-01T00:00:00Z&step_ms=1000');
    expect(json.step_ms).toBeGreaterThan(60_000);
  });
});

describe('uptime', () => {
  test('is told over the usual windows, with the verdict of the objective', async () => {
    const { ask } = await checkedWorld();
    const { json } = await ask('GET', '/services/up/uptime');
    expect(json.windows.map(({ label }: Json) => label)).toEqual(['24h', '7d', '30d', '90d']);
    expect(json.windows[0]).toMatchObject({
      availability: 1,
      down_ms: 0,
      verdict: 'insufficient_data',
      budget: { used: expect.any(Number) },
    });
    const down = (await ask('GET', '/services/down/uptime?windows=1h')).json;
    expect(down.windows).toMatchObject([{ label: '1h', availability: 0, verdict: null, budget: null }]);
  });

  test('is told over a range', async () => {
    const { ask } = await monitoredWorld();
    const { json } = await ask('GET', '/services/up/uptime?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z');
    expect(json.windows).toMatchObject([
      { label: 'range', from: '2020-01-01T00:00:00.000Z', availability: null, coverage: 0 },
    ]);
  });
});

test.each<readonly [string, readonly string[]]>([
  ['/results?from=yesterday', ['from']],
  ['/results?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', ['to']],
  ['/results?status=fine&limit=x', ['limit', 'status']],
  ['/results?cursor=a&offset=1', ['cursor']],
  ['/series?step_ms=1', ['step_ms']],
  ['/uptime?windows=soon,24h', ['windows']],
  ['/uptime?to=2026-01-01T00:00:00Z', ['from']],
  ['/uptime?from=2026-01-01T00:00:00Z&windows=1h', ['windows']],
])('%s is refused with everything that is wrong', async (path, paths) => {
  const { ask } = await monitoredWorld();
  const { status, json } = await ask('GET', `/services/up${path}`);
  expect([status, json.errors.map((error: Json) => error.path).toSorted()]).toEqual([400, paths]);
});

test.each(['results', 'series', 'uptime'])('the %s of a service that is not there are not there', async (what) => {
  const { ask } = await monitoredWorld();
  expect(await ask('GET', `/services/none/${what}`)).toMatchObject({ status: 404 });
});
