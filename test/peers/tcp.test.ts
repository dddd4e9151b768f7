import { expect } from 'vitest';
import { describeWithPeers } from '../support/peers/available.ts';
import { type Case, healthy, testCases, unhealthy } from '../support/peers/cases.ts';
import { freePorts } from '../support/peers/process.ts';
import { startBlackHole, startFrozenRedis, startRedis } from '../support/peers/redis.ts';
import { startTogether } from '../support/peers/together.ts';

/** Ports of 127.0.0.1. */
interface Servers {
  readonly redis: number;
  readonly frozen: number;
  readonly blackHole: number;
  readonly closed: number;
}

function start(): Promise<Servers & { stop(): Promise<void> }> {
  return startTogether(async (keep) => {
    const [redis, frozen, blackHole] = await Promise.all([
      keep(startRedis()),
      keep(startFrozenRedis()),
      keep(startBlackHole()),
    ]);
    const [closed = 0] = await freePorts(1);
    return { redis: redis.port, frozen: frozen.port, blackHole: blackHole.port, closed };
  });
}

function tcp(port: number, more: object = {}) {
  return { type: 'tcp', host: '127.0.0.1', port, ...more };
}

const cases: readonly Case<Servers>[] = [
  [
    'a port that accepts is healthy',
    ({ redis }) => tcp(redis),
    {
      ...healthy,
      type: 'tcp',
      address: '127.0.0.1',
      response_time_ms: expect.any(Number),
      phases: { connect_ms: expect.any(Number), tls_ms: null },
      status_code: null,
    },
  ],
  ['PING is answered by PONG', ({ redis }) => tcp(redis, { send: 'PING\r\n', expect: 'PONG' }), healthy],
  [
    'the answer can be asserted on',
    ({ redis }) => tcp(redis, { send: 'PING\r\n', expect: 'PONG', assertions: ['answer.startsWith("+PONG")'] }),
    healthy,
  ],
  [
    'another answer is unexpected',
    ({ redis }) => tcp(redis, { send: 'NONSENSE\r\n', expect: 'PONG', timeout: '2s' }),
    { status: 'unhealthy', reason: expect.stringMatching(/^(unexpected_answer|timeout)$/) },
  ],
  [
    'a server that hangs up without the expected answer is unexpected',
    ({ redis }) => tcp(redis, { send: 'QUIT\r\n', expect: 'PONG' }),
    unhealthy('unexpected_answer'),
  ],
  [
    'a name is resolved first',
    ({ redis }) => ({ ...tcp(redis), host: 'localhost', ip_family: 4 }),
    { ...healthy, address: '127.0.0.1', phases: { dns_ms: expect.any(Number) } },
  ],
  ['a frozen server still accepts', ({ frozen }) => tcp(frozen, { timeout: '2s' }), healthy],
  [
    'a frozen server answers nothing: a timeout',
    ({ frozen }) => tcp(frozen, { send: 'PING\r\n', expect: 'PONG', timeout: '1s' }),
    unhealthy('timeout', { address: '127.0.0.1' }),
  ],
  ['a closed port refuses', ({ closed }) => tcp(closed), unhealthy('connection_refused', { response_time_ms: null })],
  [
    'a black hole is a timeout, not a refusal',
    ({ blackHole }) => tcp(blackHole, { timeout: '1s' }),
    unhealthy('timeout', { response_time_ms: null }),
  ],
  [
    'HTTP into a black hole is a timeout too',
    ({ blackHole }) => ({ url: `http://127.0.0.1:${blackHole}/`, timeout: '1s' }),
    unhealthy('timeout', { status_code: null }),
  ],
  [
    'HTTP to a server of another protocol is a protocol error',
    ({ redis }) => ({ url: `http://127.0.0.1:${redis}/`, timeout: '2s' }),
    { status: 'unhealthy', reason: expect.stringMatching(/^(protocol_error|connection_reset)$/) },
  ],
  [
    'TLS to a server of another protocol has no TLS in common',
    ({ redis }) => ({ url: `https://127.0.0.1:${redis}/`, timeout: '2s' }),
    { status: 'unhealthy', reason: expect.stringMatching(/^(tls_protocol|connection_reset|timeout)$/) },
  ],
];

describeWithPeers(['redis'], 'TCP against Redis', () => {
  testCases({ start, cases });
});
