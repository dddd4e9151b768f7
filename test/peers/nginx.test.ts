import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { describeWithPeers } from '../support/peers/available.ts';
import { type Case, degraded, healthy, testCases, unhealthy } from '../support/peers/cases.ts';
import { createSelfSigned } from '../support/peers/certificates.ts';
import { startNginx } from '../support/peers/nginx.ts';
import { startRawTlsServer } from '../support/peers/raw-tls.ts';
import { startTogether } from '../support/peers/together.ts';
import { freshFolder } from '../support/svcmon.ts';

interface Servers {
  /** Without a trailing slash. */
  readonly url: string;
  /** A server that answers HTTP/2 only, in clear text. */
  readonly http2: string;
  /** A server whose answers are the bytes of `rawAnswers`, over TLS. */
  readonly raw: string;
}

type NginxCase = Case<Servers>;

const text = 'All is well in the state of Denmark. '.repeat(200);
const ok = 'HTTP/1.1 200 OK\r\n';

const rawAnswers = {
  'cut-short': `${ok}Content-Length: 100\r\n\r\nabcde`,
  'cut-chunk': `${ok}Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\nff\r\nabc`,
  'no-last-chunk': `${ok}Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n`,
  'until-close': `${ok}Content-Type: text/plain\r\n\r\nread until the end`,
  'no-http': 'SSH-2.0-OpenSSH_9.2\r\n',
  nothing: '',
  'half-headers': `${ok}Content-Type: te`,
  'two-lengths': `${ok}Content-Length: 3\r\nContent-Length: 100\r\n\r\nabc`,
  'bad-chunk': `${ok}Transfer-Encoding: chunked\r\n\r\nzz\r\nabcde\r\n0\r\n\r\n`,
  'early-hints': `HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n${ok}Content-Length: 2\r\n\r\nok`,
  'cut-gzip': Buffer.concat([Buffer.from(`${ok}Content-Encoding: gzip\r\n\r\n`), gzipSync(text).subarray(0, 60)]),
  'no-location': 'HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n',
  latin1: Buffer.from(`${ok}Content-Type: text/plain; charset=iso-8859-1\r\nContent-Length: 4\r\n\r\ncafé`, 'latin1'),
  'many-headers': `${ok}${Array.from({ length: 3_000 }, (_, at) => `X-${at}: 1\r\n`).join('')}Content-Length: 0\r\n\r\n`,
};

function start(): Promise<Servers & { stop(): Promise<void> }> {
  return startTogether(async (keep) => {
    const folder = await freshFolder();
    const raw = await keep(startRawTlsServer(folder, await createSelfSigned(folder, 'raw'), rawAnswers));
    await mkdir(join(folder, 'html'));
    await Promise.all([
      writeFile(join(folder, 'html', 'text.txt'), text),
      writeFile(join(folder, 'html', 'large.txt'), 'x'.repeat(3 * 1024 * 1024)),
      writeFile(join(folder, 'passwords'), 'ann:{PLAIN}right\n'),
    ]);
    const nginx = await keep(
      startNginx(folder, {
        http: { directives: faults(folder, raw.port) },
        http2: { listen: 'http2', directives: 'return 200 ok;' },
      }),
    );
    return {
      url: `http://127.0.0.1:${nginx.ports.http}`,
      http2: `http://127.0.0.1:${nginx.ports.http2}`,
      raw: `https://127.0.0.1:${raw.port}`,
    };
  });
}

function faults(folder: string, rawPort: number): string {
  const bigHeaders = Array.from({ length: 12 }, (_, at) => `add_header X-Big-${at} ${'b'.repeat(3_500)};`).join(' ');
  return `
    root ${folder}/html;
    default_type text/plain;
    location = /ok { return 200 "all well"; }
    location = /utf8 { default_type "text/plain; charset=utf-8"; return 200 "∀x∈ℝ: ☃"; }
    location = /closed { return 444; }
    location = /text.txt { gzip on; gzip_types text/plain; gzip_min_length 0; }
    location = /large.txt { }
    location = /slow { limit_rate_after 1k; limit_rate 50; alias ${folder}/html/text.txt; }
    location = /no-gzip { add_header Content-Encoding gzip; return 200 "not gzip at all"; }
    location = /no-brotli { add_header Content-Encoding br; return 200 "not brotli at all"; }
    location = /unknown-encoding { add_header Content-Encoding rot13; return 200 "nyy jryy"; }
    location = /two-lengths { add_header Content-Length 100; return 200 "abc"; }
    location = /big-headers { ${bigHeaders} return 200 ok; }
    location = /moved { return 301 /ok; }
    location = /moved-away { return 301 http://$http_host/ok; }
    location = /loop { return 302 /loop; }
    location = /empty-location { return 302; }
    location = /data { return 302 data:text/plain,hello; }
    location = /several { return 300 "choose"; }
    location = /login { auth_basic members; auth_basic_user_file ${folder}/passwords; alias ${folder}/html/text.txt; }
    location = /no-content { return 204; }
    location = /busy { add_header Retry-After 120 always; return 429 "slow down"; }
    location = /planned { add_header Retry-After 120 always; return 503 "back soon"; }
    location = /get-only { limit_except GET { deny all; } alias ${folder}/html/text.txt; }
    location = /broken-upstream { proxy_pass http://127.0.0.1:1/; }
    location /raw/ { proxy_pass https://127.0.0.1:${rawPort}/; }
  `;
}

const answers: readonly NginxCase[] = [
  [
    'an answer is reported with its facts',
    ({ url }) => ({ url: `${url}/ok`, assertions: ['body == "all well"'] }),
    {
      ...healthy,
      status_code: 200,
      status_text: 'OK',
      status_class: 'success',
      http_version: '1.1',
      address: '127.0.0.1',
      content: { type: 'text/plain', wire_bytes: 8, body_bytes: 8, truncated: false },
      phases: {
        connect_ms: expect.any(Number),
        tls_ms: null,
        wait_ms: expect.any(Number),
        receive_ms: expect.any(Number),
      },
      tls: null,
      evidence: null,
    },
  ],
  [
    'gzip counts the bytes on the wire apart from the text',
    ({ url }) => ({
      url: `${url}/text.txt`,
      assertions: [`body.size() == ${text.length}`, 'headers["content-encoding"] == "gzip"'],
    }),
    {
      ...healthy,
      content: { type: 'text/plain', wire_bytes: expect.any(Number), body_bytes: text.length, truncated: false },
    },
  ],
  [
    'a 204 is an answer without a body',
    ({ url }) => ({ url: `${url}/no-content`, expected_status: 204 }),
    { ...healthy, status_code: 204 },
  ],
  [
    'a body assertion on a 204 fails',
    ({ url }) => ({ url: `${url}/no-content`, expected_status: 204, assertions: ['body.contains("well")'] }),
    unhealthy('assertion_failed', { status_code: 204 }),
  ],
  [
    'a large body nobody asks about is healthy and cut off',
    ({ url }) => ({ url: `${url}/large.txt` }),
    { ...healthy, content: { type: 'text/plain', truncated: true } },
  ],
  [
    'a body assertion beyond the limit is a body too large',
    ({ url }) => ({ url: `${url}/large.txt`, assertions: ['body.endsWith("y")'] }),
    unhealthy('body_too_large', { status_code: 200 }),
  ],
  [
    'the first part of the evidence is kept',
    ({ url }) => ({ url: `${url}/planned` }),
    unhealthy('unexpected_status', {
      status_code: 503,
      evidence: { body: 'back soon', headers: { 'retry-after': '120' } },
    }),
  ],
  [
    'a rate limit of the target is a 429',
    ({ url }) => ({ url: `${url}/busy` }),
    degraded('rate_limited', { status_code: 429 }),
  ],
  [
    'a broken upstream is a 502',
    ({ url }) => ({ url: `${url}/broken-upstream` }),
    unhealthy('unexpected_status', { status_code: 502 }),
  ],
  [
    'a refused HEAD is not replaced by a GET',
    ({ url }) => ({ url: `${url}/get-only`, method: 'DELETE' }),
    unhealthy('unexpected_status', { status_code: 403, method: 'DELETE' }),
  ],
  [
    'basic auth is let in',
    ({ url }) => ({ url: `${url}/login`, auth: { type: 'basic', username: 'ann', password: 'right' } }),
    { ...healthy, status_code: 200 },
  ],
  [
    'without basic auth it is a 401',
    ({ url }) => ({ url: `${url}/login` }),
    unhealthy('unexpected_status', { status_code: 401 }),
  ],
];

const redirects: readonly NginxCase[] = [
  [
    'a redirect is followed and listed with where it led',
    ({ url }) => ({ url: `${url}/moved`, assertions: ['body == "all well"', 'redirects.size() == 1'] }),
    { ...healthy, url: expect.stringMatching(/\/ok$/), redirects: [{ status_code: 301 }] },
  ],
  [
    'an absolute redirect is followed',
    ({ url }) => ({ url: `${url}/moved-away`, assertions: ['body == "all well"'] }),
    healthy,
  ],
  ['a redirect loop ends', ({ url }) => ({ url: `${url}/loop` }), unhealthy('redirect_error')],
  [
    'an empty Location does not pass as an answer',
    ({ url }) => ({ url: `${url}/empty-location` }),
    unhealthy('redirect_error'),
  ],
  [
    'a missing Location does not pass as an answer',
    ({ raw }) => ({ url: `${raw}/no-location`, tls: { insecure: true } }),
    unhealthy('redirect_error'),
  ],
  ['a redirect to data: is never opened', ({ url }) => ({ url: `${url}/data` }), unhealthy('redirect_error')],
  [
    'several choices are no redirect',
    ({ url }) => ({ url: `${url}/several` }),
    degraded('unexpected_status', { status_code: 300 }),
  ],
];

const faultyAnswers: readonly NginxCase[] = [
  [
    'a connection closed without an answer',
    ({ url }) => ({ url: `${url}/closed` }),
    unhealthy('connection_reset', { status_code: null }),
  ],
  [
    'a body that drips beyond the deadline',
    ({ url }) => ({ url: `${url}/slow`, timeout: '1s' }),
    unhealthy('timeout', { status_code: 200, response_time_ms: null }),
  ],
  [
    'gzip that is none',
    ({ url }) => ({ url: `${url}/no-gzip` }),
    unhealthy('decode_error', { status_code: 200, response_time_ms: null }),
  ],
  ['brotli that is none', ({ url }) => ({ url: `${url}/no-brotli` }), unhealthy('decode_error', { status_code: 200 })],
  [
    'an encoding nobody knows, where the body is asked about',
    ({ url }) => ({ url: `${url}/unknown-encoding`, assertions: ['body.contains("all well")'] }),
    { status: 'unhealthy' },
  ],
  ['two different lengths', ({ url }) => ({ url: `${url}/two-lengths` }), unhealthy('protocol_error')],
  ['headers of 42 kB', ({ url }) => ({ url: `${url}/big-headers` }), unhealthy('bad_response')],
  ['a server that speaks HTTP/2 only', ({ http2 }) => ({ url: `${http2}/` }), unhealthy('protocol_error')],
  [
    'a body cut short behind a proxy',
    ({ url }) => ({ url: `${url}/raw/cut-short` }),
    unhealthy('incomplete_body', { status_code: 200 }),
  ],
  [
    'a chunk cut short behind a proxy',
    ({ url }) => ({ url: `${url}/raw/cut-chunk` }),
    unhealthy('incomplete_body', { status_code: 200 }),
  ],
];

function overTls(
  sentence: string,
  name: keyof typeof rawAnswers,
  expected: NginxCase[2],
  more: object = {},
): NginxCase {
  return [sentence, ({ raw }) => ({ url: `${raw}/${name}`, tls: { insecure: true }, ...more }), expected];
}

const rawCases: readonly NginxCase[] = [
  overTls('a body cut short', 'cut-short', unhealthy('incomplete_body', { status_code: 200, response_time_ms: null })),
  overTls('a chunk cut short', 'cut-chunk', unhealthy('incomplete_body', { status_code: 200 })),
  overTls('a chunked body without its last chunk', 'no-last-chunk', unhealthy('incomplete_body', { status_code: 200 })),
  overTls('gzip cut short', 'cut-gzip', unhealthy('decode_error', { status_code: 200 })),
  overTls('a body that ends with the connection', 'until-close', healthy, {
    assertions: ['body == "read until the end"'],
  }),
  overTls('an answer that is not HTTP', 'no-http', unhealthy('protocol_error', { status_code: null })),
  overTls('an answer of no bytes', 'nothing', unhealthy('connection_reset', { status_code: null })),
  overTls('headers cut short', 'half-headers', unhealthy('connection_reset', { status_code: null })),
  overTls('two lengths over TLS', 'two-lengths', unhealthy('protocol_error')),
  overTls('a chunk whose size is no number', 'bad-chunk', {
    status: 'unhealthy',
    reason: expect.stringMatching(/^(protocol_error|incomplete_body)$/),
  }),
  overTls(
    'early hints before the answer',
    'early-hints',
    { ...healthy, status_code: 200 },
    { assertions: ['body == "ok"'] },
  ),
  overTls('Latin-1 is decoded by its charset', 'latin1', healthy, { assertions: ['body == "café"'] }),
  overTls('three thousand headers', 'many-headers', unhealthy('bad_response')),
];

describeWithPeers(['nginx', 'openssl'], 'against nginx and raw answers of openssl s_server', () => {
  testCases({ start, cases: [...answers, ...redirects, ...faultyAnswers, ...rawCases] });
});
