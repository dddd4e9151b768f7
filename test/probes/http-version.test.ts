import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { flow } from '../../src/probes/flow.ts';
import { http } from '../../src/probes/http.ts';
import { type AskedOverHttp2, startHttp2Server } from '../support/http2-server.ts';
import { probeContext } from '../support/probe-context.ts';
import { makeIdentity } from '../support/tls-certificates.ts';

const look = (options: object) => http.observe(http.options.parse({ http_version: 2, ...options }), probeContext());

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/** Whether a request proves with a digest (RFC 7616 §3.4) that it knows the password. */
function isProven({ method, path, headers: { authorization = '' } }: AskedOverHttp2): boolean {
  const said = (name: string) => new RegExp(`\\b${name}="?([^",]+)`).exec(authorization)?.[1];
  const secret = `${md5('ann:members:right')}:n1:${said('nc')}:${said('cnonce')}:auth:${md5(`${method}:${path}`)}`;
  return said('uri') === path && said('response') === md5(secret);
}

describe('an http service that asks over HTTP/2', () => {
  test('proves itself by a digest', async () => {
    const server = await startHttp2Server({
      answer: (asked, response) => {
        if (!isProven(asked)) {
          const challenge = 'Digest realm="members", nonce="n1", qop="auth", algorithm=MD5';
          response.writeHead(401, { 'www-authenticate': challenge });
        }
        response.end('ok');
      },
    });
    const auth = { type: 'digest', username: 'ann', password: 'right' };
    expect(await look({ url: `${server.url}/a?b=c`, auth })).toMatchObject({ statusCode: 200, httpVersion: '2' });
    expect(server.asked).toHaveLength(2);
  });

  test('asks every address, and the robots.txt before, in the same way', async () => {
    const server = await startHttp2Server({
      answer: ({ path }, response) => void response.end(path === '/robots.txt' ? 'User-agent: *\nAllow: /' : 'ok'),
    });
    const answer = await look({ url: server.url, robots: 'respect', each_address: true });
    expect(answer).toMatchObject({ httpVersion: '2', complaints: [] });
    expect(server.asked).toMatchObject([
      { httpVersion: '2.0', path: '/robots.txt' },
      { httpVersion: '2.0', path: '/' },
    ]);
  });
});

test('steps of a flow speak what the flow says unless they say otherwise', async () => {
  const tls = await makeIdentity();
  const server = await startHttp2Server({ tls });
  const steps = [
    { name: 'flow', url: server.url },
    { name: 'own', url: server.url, http_version: 1.1, timeouts: { first_byte: '4s' } },
  ];
  const options = { http_version: 'auto', timeouts: { connect: '5s' }, tls: { insecure: true }, steps };
  await flow.observe(flow.options.parse(options), probeContext());
  expect(server.asked.map(({ httpVersion }) => httpVersion)).toEqual(['2.0', '1.1']);
});

test('a step that takes too long to answer is named with its limit', async () => {
  const server = await startHttp2Server({ answer: () => undefined });
  const steps = [{ name: 'slow', url: server.url, http_version: 2 }];
  const observing = flow.observe(flow.options.parse({ steps, timeouts: { first_byte: '100ms' } }), probeContext());
  await expect(observing).rejects.toMatchObject({
    reason: 'timeout',
    message: 'step slow: timeouts.first_byte: no answer within 100ms: waiting for the first byte',
  });
});
