import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Observation } from '../../src/domain/observation.ts';
import { http } from '../../src/probes/http.ts';
import { failureFrom } from '../support/failures.ts';
import { closedPort } from '../support/fault-server.ts';
import { type Page, redirectsTo, says, startSite } from '../support/local-site.ts';
import { probeContext } from '../support/probe-context.ts';

function look(options: object): Promise<Observation> {
  const lookup = () => Promise.reject(new Error('the client resolves names itself'));
  return http.observe(http.options.parse(options), probeContext({ lookup }));
}

describe('the http probe', () => {
  test('sends what its options say and takes in the whole answer', async () => {
    const site = await startSite({ '/a': says('hello') });
    const observation = await look({
      url: `${site.url}/a?x=1`,
      method: 'post',
      params: { y: 2 },
      headers: { 'X-A': 'b' },
      json: { ping: true },
      auth: { type: 'bearer', token: 'hunter2' },
    });
    expect(observation).toMatchObject({ type: 'http', statusCode: 200, method: 'POST', body: 'hello' });
    expect(site.asked).toMatchObject([
      {
        method: 'POST',
        url: '/a?x=1&y=2',
        headers: { 'x-a': 'b', authorization: 'Bearer hunter2', 'content-type': 'application/json' },
        body: '{"ping":true}',
      },
    ]);
  });

  test('judges the redirect itself where none is to be followed', async () => {
    const site = await startSite({ '/': redirectsTo('/elsewhere') });
    expect(await look({ url: site.url, follow_redirects: false })).toMatchObject({ statusCode: 302, body: 'moved' });
    expect(site.asked).toHaveLength(1);
  });

  test('sends a key in the query that its facts do not show', async () => {
    const site = await startSite({ '/': says('') });
    const auth = { type: 'api_key', in: 'query', key: 'hunter2' };
    expect(JSON.stringify(await look({ url: site.url, auth }))).not.toContain('hunter2');
    expect(site.asked[0]?.url).toBe('/?api_key=hunter2');
  });

  test('fails without a word of its credentials', async () => {
    const failure = await failureFrom(
      look({
        url: `http://127.0.0.1:${await closedPort()}/?token=hunter2`,
        json: { password: 'hunter2' },
        auth: { type: 'basic', username: 'ann', password: 'hunter2' },
        proxy: `http://ann:hunter2@127.0.0.1:${await closedPort()}`,
      }),
    );
    expect(failure.reason).toBe('proxy_error');
    const printed = JSON.stringify(failure) + inspect(failure, { depth: 20, showHidden: true });
    expect(printed).not.toMatch(/hunter2|YW5uOmh1bnRlcjI/);
  });

  test('cannot look where one of its files is missing', async () => {
    const failure = await failureFrom(look({ url: 'http://127.0.0.1', body_file: '/nonexistent/body' }));
    expect(failure.reason).toBe('config_file_unreadable');
  });
});

test.each([
  ['https://user:pw@shop.example/a?token=abc&x=1', 'https://shop.example/a?token=***&x=1', 'shop.example'],
  ['http://shop.example:8080/', 'http://shop.example:8080/', 'shop.example:8080'],
])('%s is shown as %s and counts against %s', (url, target, host) => {
  const options = http.options.parse({ url });
  expect(http.target(options)).toBe(target);
  expect(http.host(options)).toBe(host);
});

test.each([
  ['get', true],
  ['HEAD', true],
  ['PUT', true],
  ['DELETE', true],
  ['POST', false],
  ['PATCH', false],
  ['PURGE', false],
])('%s may be asked twice without harm: %s', (method, idempotent) => {
  expect(http.idempotent(http.options.parse({ url: 'https://a.example', method }))).toBe(idempotent);
});

test('understands a report of health, whatever its status code', async () => {
  const site = await startSite({ '/health': says('{"status":"DOWN","components":{"db":{"status":"DOWN"}}}') });
  const url = `${site.url}/health`;
  expect((await look({ url })).complaints).toBeUndefined();
  expect((await look({ url, understand: 'health' })).complaints).toEqual([
    { status: 'unhealthy', reason: 'reported_unhealthy', message: 'reports DOWN: db DOWN' },
  ]);
});

test('takes in what a problem+json says', async () => {
  const page: Page = (_question, response) =>
    response.writeHead(503, { 'content-type': 'application/problem+json' }).end('{"title":"Out of credit"}');
  const site = await startSite({ '/': page });
  expect(await look({ url: site.url })).toMatchObject({ statusCode: 503, problem: 'Out of credit' });
});
