import { join } from 'node:path';
import { expect } from 'vitest';
import { describeWithPeers } from '../support/peers/available.ts';
import { type Case, healthy, testCases, unhealthy } from '../support/peers/cases.ts';
import { createAuthority } from '../support/peers/certificates.ts';
import { startNginx } from '../support/peers/nginx.ts';
import { startTogether } from '../support/peers/together.ts';
import { freshFolder } from '../support/svcmon.ts';
import { listen, type Visitor } from '../support/websocket-server.ts';

interface Servers {
  /** Without a trailing slash. */
  readonly plain: string;
  /** nginx with a certificate for 127.0.0.1, which passes WebSockets on below /ws, and nothing else. */
  readonly front: string;
  readonly caFile: string;
}

const visitor: Visitor = (webSocket, { url }) => {
  if (url === '/ws/closing') webSocket.close(1013, 'come back later');
  webSocket.on('message', (data) => webSocket.send(String(data) === 'ping' ? 'pong' : `heard ${data}`));
};

function start(): Promise<Servers & { stop(): Promise<void> }> {
  return startTogether(async (keep) => {
    const server = await keep(
      listen(visitor, {
        handleProtocols: (names) => [...names][0] ?? false,
        refuse: ({ url, headers }) =>
          url === '/ws/guarded' && headers.authorization !== 'Basic YW5uOnJpZ2h0' ? 401 : undefined,
      }),
    );
    const folder = await freshFolder();
    const authority = await createAuthority(folder, 'websocket-authority');
    const { certFile, keyFile } = await authority.issue({ name: 'front' });
    const nginx = await keep(
      startNginx(join(folder, 'nginx'), {
        front: {
          listen: 'ssl',
          directives: `
        ssl_certificate ${certFile};
        ssl_certificate_key ${keyFile};
        location / { return 200 "no WebSocket here"; }
        location /old { return 301 /ws; }
        location /ws {
          proxy_pass http://127.0.0.1:${server.port};
          proxy_http_version 1.1;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection upgrade;
        }`,
        },
      }),
    );
    return {
      plain: server.url.replace(/\/$/, ''),
      front: `wss://127.0.0.1:${nginx.ports.front}`,
      caFile: authority.certFile,
    };
  });
}

function websocket(url: string, more: object = {}) {
  return { type: 'websocket', url, ...more };
}

const question = { send: 'ping', expect: 'pong' };

const cases: readonly Case<Servers>[] = [
  [
    'a server that answers is healthy, and closes in turn',
    ({ plain }) => websocket(`${plain}/ws`, { ...question, assertions: ["answer == 'pong'", 'close_code == 1000'] }),
    { ...healthy, type: 'websocket', status_code: 101, details: { close_code: 1000 } },
  ],
  ['an open WebSocket is enough', ({ plain }) => websocket(plain), healthy],
  ['a ping is answered', ({ plain }) => websocket(plain, { ping: true }), healthy],
  [
    'a subprotocol is agreed on',
    ({ plain }) => websocket(plain, { subprotocols: ['mqtt'], assertions: ["subprotocol == 'mqtt'"] }),
    healthy,
  ],
  [
    'a server that closes is unexpected',
    ({ plain }) => websocket(`${plain}/ws/closing`, question),
    unhealthy('unexpected_answer', { details: { close_code: 1013 } }),
  ],
  [
    'another answer ends in a timeout',
    ({ plain }) => websocket(plain, { send: 'hello', expect: '^pong$', timeout: '1s' }),
    unhealthy('timeout', { error_message: expect.stringContaining('heard hello') }),
  ],
  [
    'credentials let in',
    ({ plain }) => websocket(`${plain}/ws/guarded`, { auth: { type: 'basic', username: 'ann', password: 'right' } }),
    healthy,
  ],
  [
    'a handshake without credentials is told apart',
    ({ plain }) => websocket(`${plain}/ws/guarded`),
    unhealthy('auth_failed', { status_code: 401 }),
  ],
  [
    'nginx passes a WebSocket on over TLS',
    ({ front, caFile }) => websocket(`${front}/ws`, { ...question, tls: { ca_file: caFile } }),
    { ...healthy, tls: { verified: true }, phases: { tls_ms: expect.any(Number) } },
  ],
  [
    'a page of nginx is no WebSocket',
    ({ front, caFile }) => websocket(front, { tls: { ca_file: caFile } }),
    unhealthy('unexpected_answer', { status_code: 200, evidence: { body: 'no WebSocket here' } }),
  ],
  [
    'a redirect of nginx is no WebSocket',
    ({ front, caFile }) => websocket(`${front}/old`, { tls: { ca_file: caFile } }),
    unhealthy('unexpected_answer', { status_code: 301 }),
  ],
];

describeWithPeers(['nginx', 'openssl'], 'WebSockets against a server of ws, also behind nginx', () => {
  testCases({ start, cases });
});
