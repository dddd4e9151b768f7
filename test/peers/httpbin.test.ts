import { describeWithPeers } from '../support/peers/available.ts';
import { type Case, degraded, healthy, testCases, unhealthy } from '../support/peers/cases.ts';
import { type Httpbin, startHttpbin } from '../support/peers/httpbin.ts';

type HttpbinCase = Case<Httpbin>;

const methods: readonly HttpbinCase[] = [
  ['GET is the default method', ({ url }) => ({ url: `${url}/get` }), { ...healthy, method: 'GET', status_code: 200 }],
  ...['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map(
    (method): HttpbinCase => [
      `${method} arrives as such`,
      ({ url }) => ({ url: `${url}/anything`, method, assertions: [`json.method == "${method}"`] }),
      { ...healthy, method },
    ],
  ),
  [
    'HEAD is healthy with no body',
    ({ url }) => ({ url: `${url}/get`, method: 'HEAD', assertions: ['body == ""'] }),
    {
      ...healthy,
      method: 'HEAD',
      content: { type: 'application/json', wire_bytes: 0, body_bytes: 0, truncated: false },
    },
  ],
  [
    'OPTIONS arrives as such',
    ({ url }) => ({ url: `${url}/get`, method: 'OPTIONS', assertions: ['headers["allow"].contains("GET")'] }),
    healthy,
  ],
  [
    'a method the server refuses is not replaced by another',
    ({ url }) => ({ url: `${url}/post` }),
    unhealthy('unexpected_status', { status_code: 405, method: 'GET' }),
  ],
];

const questions: readonly HttpbinCase[] = [
  [
    'a JSON body arrives as JSON',
    ({ url }) => ({
      url: `${url}/anything`,
      method: 'POST',
      json: { ping: true, list: [1, 2], text: 'größer' },
      assertions: [
        'json.json.ping == true',
        'json.json.list.size() == 2',
        'json.json.text == "größer"',
        'json.headers["Content-Type"].startsWith("application/json")',
      ],
    }),
    healthy,
  ],
  [
    'a form arrives as a form',
    ({ url }) => ({
      url: `${url}/anything`,
      method: 'POST',
      form: { name: 'a & b', count: 3 },
      assertions: [
        'json.form.name == "a & b"',
        'json.form.count == "3"',
        'json.headers["Content-Type"].startsWith("application/x-www-form-urlencoded")',
      ],
    }),
    healthy,
  ],
  [
    'a text body arrives byte for byte',
    ({ url }) => ({ url: `${url}/anything`, method: 'PUT', body: 'plain: ☃', assertions: ['json.data == "plain: ☃"'] }),
    healthy,
  ],
  [
    'parameters are encoded and join those of the URL',
    ({ url }) => ({
      url: `${url}/anything?fixed=1`,
      params: { region: 'eu & us', list: ['a', 'b'] },
      assertions: [
        'json.args.fixed == "1"',
        'json.args.region == "eu & us"',
        'json.args.exists(key, json.args[key] == ["a", "b"])',
      ],
    }),
    healthy,
  ],
  [
    'headers arrive as written',
    ({ url }) => ({
      url: `${url}/headers`,
      headers: { 'X-Team': 'payments', 'User-Agent': 'ServiceMonitor/1.0' },
      assertions: ['json.headers["X-Team"] == "payments"', 'json.headers["User-Agent"] == "ServiceMonitor/1.0"'],
    }),
    healthy,
  ],
  [
    'repeated headers of the answer are joined',
    ({ url }) => ({
      url: `${url}/response-headers?x-part=one&x-part=two`,
      assertions: ['headers["x-part"] == "one, two"'],
    }),
    healthy,
  ],
];

const bodies: readonly HttpbinCase[] = [
  ...['gzip', 'deflate', 'brotli'].map(
    (encoding): HttpbinCase => [
      `${encoding} is decoded before it is judged`,
      ({ url }) => ({
        url: `${url}/${encoding}`,
        assertions: [
          `json.${encoding === 'gzip' ? 'gzipped' : encoding === 'deflate' ? 'deflated' : 'brotli'} == true`,
        ],
      }),
      healthy,
    ],
  ),
  [
    'a chunked stream is read to its end',
    ({ url }) => ({ url: `${url}/stream/5`, assertions: ['body.size() > 500'] }),
    healthy,
  ],
  [
    'random bytes are counted',
    ({ url }) => ({ url: `${url}/bytes/4096?seed=1` }),
    { ...healthy, content: { type: 'application/octet-stream', wire_bytes: 4096, body_bytes: 4096, truncated: false } },
  ],
  [
    'streamed random bytes are counted',
    ({ url }) => ({ url: `${url}/stream-bytes/4096?chunk_size=100` }),
    { ...healthy, content: { type: 'application/octet-stream', wire_bytes: 4096, body_bytes: 4096, truncated: false } },
  ],
  ['XML is text', ({ url }) => ({ url: `${url}/xml`, assertions: ['body.contains("<slideshow")'] }), healthy],
  [
    'an image is an answer like any other',
    ({ url }) => ({ url: `${url}/image/png` }),
    { ...healthy, content: { type: 'image/png', wire_bytes: 8090, body_bytes: 8090, truncated: false } },
  ],
  [
    'an assertion on JSON fails where the body is HTML',
    ({ url }) => ({ url: `${url}/html`, assertions: ['json.status == "pass"'] }),
    unhealthy('assertion_failed', { status_code: 200 }),
  ],
  [
    'a missing field fails its assertion and shows what came',
    ({ url }) => ({ url: `${url}/get`, assertions: ['json.no_such_field == 1'] }),
    unhealthy('assertion_failed', { assertions: [{ expr: 'json.no_such_field == 1', passed: false }] }),
  ],
  [
    'a failed assertion of severity degraded degrades',
    ({ url }) => ({
      url: `${url}/get`,
      assertions: [{ expr: 'status == 201', severity: 'degraded', message: 'not created' }],
    }),
    degraded('assertion_failed', { severity: 'warning' }),
  ],
  [
    'a matching keyword does not excuse a wrong status',
    ({ url }) => ({ url: `${url}/status/500`, assertions: ['body == ""'] }),
    unhealthy('unexpected_status', { status_code: 500 }),
  ],
];

const redirects: readonly HttpbinCase[] = [
  [
    'relative redirects are followed and listed',
    ({ url }) => ({ url: `${url}/relative-redirect/3` }),
    { ...healthy, status_code: 200, redirects: [{ status_code: 302 }, { status_code: 302 }, { status_code: 302 }] },
  ],
  [
    'absolute redirects are followed and listed',
    ({ url }) => ({ url: `${url}/absolute-redirect/2` }),
    { ...healthy, status_code: 200, redirects: [{ status_code: 302 }, { status_code: 302 }] },
  ],
  [
    'five redirects are the default limit',
    ({ url }) => ({ url: `${url}/redirect/5` }),
    { ...healthy, status_code: 200 },
  ],
  ['more redirects than allowed are a fault', ({ url }) => ({ url: `${url}/redirect/6` }), unhealthy('redirect_error')],
  [
    'the limit is the configured one',
    ({ url }) => ({ url: `${url}/redirect/3`, follow_redirects: 2 }),
    unhealthy('redirect_error', { redirects: [{ status_code: 302 }, { status_code: 302 }, { status_code: 302 }] }),
  ],
  [
    'an unfollowed redirect is judged by its status',
    ({ url }) => ({ url: `${url}/redirect/1`, follow_redirects: false }),
    degraded('unexpected_status', { status_code: 302, redirects: [] }),
  ],
  [
    'an expected redirect is healthy',
    ({ url }) => ({ url: `${url}/redirect/1`, follow_redirects: false, expected_status: 302 }),
    { ...healthy, status_code: 302 },
  ],
  ...[301, 302, 303].map(
    (status): HttpbinCase => [
      `${status} turns a POST into a GET without its body`,
      ({ url }) => ({
        url: `${url}/redirect-to?url=/anything&status_code=${status}`,
        method: 'POST',
        json: { secret: 1 },
        assertions: ['json.method == "GET"', 'json.data == ""', '!("Content-Type" in json.headers)'],
      }),
      { ...healthy, redirects: [{ status_code: status }] },
    ],
  ),
  ...[307, 308].map(
    (status): HttpbinCase => [
      `${status} keeps method and body`,
      ({ url }) => ({
        url: `${url}/redirect-to?url=/anything&status_code=${status}`,
        method: 'POST',
        json: { kept: 1 },
        assertions: ['json.method == "POST"', 'json.json.kept == 1'],
      }),
      { ...healthy, redirects: [{ status_code: status }] },
    ],
  ),
  [
    'a redirect out of HTTP is never opened',
    ({ url }) => ({ url: `${url}/redirect-to?url=ftp://127.0.0.1/x` }),
    unhealthy('redirect_error'),
  ],
  [
    'a redirect to a file is never opened',
    ({ url }) => ({ url: `${url}/redirect-to?url=file:///etc/passwd` }),
    unhealthy('redirect_error'),
  ],
  [
    'cookies set on a redirect are sent on',
    ({ url }) => ({ url: `${url}/cookies/set?flavour=oat`, assertions: ['json.cookies.flavour == "oat"'] }),
    { ...healthy, redirects: [{ status_code: 302 }] },
  ],
  [
    'cookies of one service stay out of another',
    ({ url }) => ({ url: `${url}/cookies`, assertions: ['json.cookies.size() == 0'] }),
    healthy,
  ],
];

const logins: readonly HttpbinCase[] = [
  [
    'basic: the right password is let in',
    ({ url }) => ({
      url: `${url}/basic-auth/ann/pa%C3%9F%3Aw`,
      auth: { type: 'basic', username: 'ann', password: 'paß:w' },
      assertions: ['json.authenticated == true'],
    }),
    { ...healthy, status_code: 200 },
  ],
  [
    'basic: the wrong password is a 401',
    ({ url }) => ({ url: `${url}/basic-auth/ann/right`, auth: { type: 'basic', username: 'ann', password: 'wrong' } }),
    unhealthy('unexpected_status', { status_code: 401 }),
  ],
  [
    'bearer: the token arrives',
    ({ url }) => ({
      url: `${url}/bearer`,
      auth: { type: 'bearer', token: 'tok-1234567' },
      assertions: ['json.authenticated == true'],
    }),
    { ...healthy, status_code: 200 },
  ],
  [
    'bearer: without a token it is a 401',
    ({ url }) => ({ url: `${url}/bearer` }),
    unhealthy('unexpected_status', { status_code: 401 }),
  ],
];

const deadlines: readonly HttpbinCase[] = [
  [
    'a slow answer within the timeout is healthy',
    ({ url }) => ({ url: `${url}/delay/1`, timeout: '15s' }),
    { ...healthy, status_code: 200 },
  ],
  [
    'no answer within the timeout is a timeout',
    ({ url }) => ({ url: `${url}/delay/3`, timeout: '500ms' }),
    unhealthy('timeout', { status_code: null, response_time_ms: null, attempts: [{ number: 1, reason: 'timeout' }] }),
  ],
  [
    'a drip that ends in time is healthy',
    ({ url }) => ({ url: `${url}/drip?duration=1&numbytes=5&delay=0`, timeout: '15s' }),
    { ...healthy, content: { type: 'application/octet-stream', wire_bytes: 5, body_bytes: 5, truncated: false } },
  ],
  [
    'a drip that goes on beyond the deadline is a timeout, with the status seen',
    ({ url }) => ({ url: `${url}/drip?duration=3&numbytes=30&delay=0`, timeout: '1s' }),
    unhealthy('timeout', { status_code: 200, response_time_ms: null }),
  ],
  [
    'slower than the warning threshold is degraded',
    ({ url }) => ({ url: `${url}/delay/1`, thresholds: { response_time_warning: 500 } }),
    degraded('slow', { status_code: 200, severity: 'warning' }),
  ],
  [
    'slower than the critical threshold is degraded and critical',
    ({ url }) => ({ url: `${url}/delay/1`, thresholds: { response_time_warning: 200, response_time_critical: 500 } }),
    degraded('slow', { status_code: 200, severity: 'critical' }),
  ],
  [
    'every attempt of a run is listed',
    ({ url }) => ({ url: `${url}/status/503`, retry: { max_retries: 2, base_delay: '10ms' } }),
    unhealthy('unexpected_status', {
      max_attempts: 3,
      attempts: [{ number: 1 }, { number: 2 }, { number: 3, status_code: 503 }],
    }),
  ],
  [
    'a status that is not worth a retry gets none',
    ({ url }) => ({ url: `${url}/status/404`, retry: { max_retries: 2, base_delay: '10ms' } }),
    unhealthy('unexpected_status', { attempts: [{ number: 1, status_code: 404 }] }),
  ],
  [
    'a POST is not repeated without permission',
    ({ url }) => ({ url: `${url}/status/503`, method: 'POST', retry: { max_retries: 2, base_delay: '10ms' } }),
    unhealthy('unexpected_status', { attempts: [{ number: 1, status_code: 503 }] }),
  ],
];

/** The verdict of README's table on a status that is judged against `expected_status: 200`. */
function verdictOn(statusCode: number) {
  if (statusCode === 200) return { ...healthy, status_code: 200 };
  if (statusCode === 429) return degraded('rate_limited', { status_code: 429 });
  const reachable = statusCode < 400;
  return reachable
    ? degraded('unexpected_status', { status_code: statusCode })
    : unhealthy('unexpected_status', { status_code: statusCode });
}

const everyStatus = Array.from({ length: 400 }, (_, at): HttpbinCase => {
  const statusCode = 200 + at;
  return [
    `status ${statusCode} against expected_status 200`,
    ({ url }) => ({ url: `${url}/status/${statusCode}`, expected_status: 200, follow_redirects: false }),
    verdictOn(statusCode),
  ];
});

const expectedStatuses: readonly HttpbinCase[] = [
  ['a class is expected', ({ url }) => ({ url: `${url}/status/204`, expected_status: '2xx' }), healthy],
  ['a range is expected', ({ url }) => ({ url: `${url}/status/299`, expected_status: '200-299' }), healthy],
  [
    'a list is expected',
    ({ url }) => ({ url: `${url}/status/404`, expected_status: [200, 404] }),
    { ...healthy, status_code: 404 },
  ],
  [
    'a 500 may be what is expected',
    ({ url }) => ({ url: `${url}/status/500`, expected_status: 500 }),
    { ...healthy, status_code: 500 },
  ],
  [
    'a 200 where another is expected is degraded',
    ({ url }) => ({ url: `${url}/status/200`, expected_status: 204 }),
    degraded('unexpected_status', { status_code: 200 }),
  ],
];

describeWithPeers(['httpbin'], 'against httpbin', () => {
  testCases({
    start: startHttpbin,
    cases: [
      ...methods,
      ...questions,
      ...bodies,
      ...redirects,
      ...logins,
      ...deadlines,
      ...expectedStatuses,
      ...everyStatus,
    ],
  });
});
