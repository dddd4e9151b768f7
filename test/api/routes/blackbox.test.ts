import { describe, expect, test } from 'vitest';
import { isListed } from '../../../src/api/blackbox/modules.ts';
import type { Entry, Probed, ServiceDesk } from '../../../src/api/desks/services.ts';
import { problemSchema } from '../../../src/api/problem.ts';
import { fullResultResource } from '../../../src/app/api-result.ts';
import type { ServerSettings } from '../../../src/config/config.ts';
import { checkResult, observation, unhealthyResult } from '../../support/check-result.ts';
import { apiWorld } from '../api-world.ts';

/** A server that notes what it should look at, and finds the same each time. */
async function worldThatFinds(probed: Probed, settings: Partial<ServerSettings> = {}) {
  const asked: Entry[] = [];
  const desk: Pick<ServiceDesk, 'probe'> = {
    probe: async (entry) => {
      asked.push(entry);
      return probed;
    },
  };
  const world = await apiWorld({ settings, parts: { services: desk as ServiceDesk } });
  const headers = await world.token('write');
  const probe = (query: string, who: Record<string, string> = headers) =>
    fetch(`${world.root}/probe?${query}`, { headers: who });
  return { asked, probe, token: world.token };
}

const healthy: Probed = { kind: 'probed', result: fullResultResource(checkResult({ observation: observation() })) };

describe('a job of blackbox_exporter', () => {
  test.each([
    [
      'target=https://shop.example/health',
      { type: 'http', url: 'https://shop.example/health', expected_status: '2xx' },
    ],
    ['target=shop.example&module=http_2xx', { type: 'http', url: 'http://shop.example' }],
    ['target=shop.example&module=http_post_2xx', { type: 'http', method: 'POST' }],
    ['target=db.example:5432&module=tcp_connect', { type: 'tcp', host: 'db.example', port: 5432 }],
    ['target=[2001:db8::1]:22&module=ssh_banner', { type: 'tcp', host: '2001:db8::1', port: 22, expect: 'SSH-2.0-' }],
    ['target=gateway.example&module=icmp', { type: 'icmp', host: 'gateway.example', count: 1 }],
    ['target=1.1.1.1&module=dns', { type: 'dns', resolver: '1.1.1.1', query: '.', record: 'NS' }],
    ['target=ledger.example:50051&module=grpc', { type: 'grpc', address: 'ledger.example:50051' }],
    ['target=db.example:5432&module=slow', { type: 'tcp', timeout: '5s', host: 'db.example', port: 5432 }],
  ])('with %s looks at %j', async (query, entry) => {
    const { asked, probe } = await worldThatFinds(healthy, { modules: { slow: { type: 'tcp', timeout: '5s' } } });
    expect((await probe(query)).status).toBe(200);
    expect(asked).toEqual([expect.objectContaining(entry)]);
  });

  test('gets what it knows by its names', async () => {
    const { probe } = await worldThatFinds(healthy);
    const answer = await probe('target=https://shop.example');
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const text = await answer.text();
    for (const name of ['probe_success 1', 'probe_http_status_code 200', 'probe_ip_protocol 4', 'phase="resolve"']) {
      expect(text).toContain(name);
    }
  });

  test('is told of a failure by the metrics, not by the answer', async () => {
    const { probe } = await worldThatFinds({ kind: 'probed', result: fullResultResource(unhealthyResult) });
    const answer = await probe('target=https://shop.example');
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('probe_success 0')]);
  });

  test.each([
    ['target=', 'target'],
    ['module=icmp', 'target'],
    ['target=a&module=nonsense', 'module'],
    ['target=a&module=constructor', 'module'],
    ['target=db.example&module=tcp_connect', 'target'],
  ])('with %s is refused', async (query, path) => {
    const { asked, probe } = await worldThatFinds(healthy);
    const answer = await probe(query);
    expect([answer.status, problemSchema.parse(await answer.json()).errors]).toEqual([
      400,
      [expect.objectContaining({ path })],
    ]);
    expect(asked).toEqual([]);
  });

  test('needs to be allowed to write, but for targets that are listed', async () => {
    const { probe, token } = await worldThatFinds(healthy, { probeTargets: ['https://*.example/health'] });
    const reader = await token('read');
    expect((await probe('target=https://shop.example/health', reader)).status).toBe(200);
    expect((await probe('target=https://shop.example/other', reader)).status).toBe(403);
  });
});

test.each([
  ['a', ['a'], true],
  ['ab', ['a'], false],
  ['abc', ['a*c'], true],
  ['ac', ['a*c'], true],
  ['abcd', ['a*c'], false],
  ['anything', ['*'], true],
  ['xaybz', ['*a*b*'], true],
  ['xbyaz', ['*a*b*'], false],
  ['aa', ['aa*a'], false],
  ['a', [], false],
])('%s is in %j: %s', (target, patterns, listed) => {
  expect(isListed(target, patterns)).toBe(listed);
});
