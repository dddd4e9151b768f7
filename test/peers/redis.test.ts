import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect } from 'vitest';
import { describeWithPeers } from '../support/peers/available.ts';
import { type Case, healthy, testCases, unhealthy } from '../support/peers/cases.ts';
import { createAuthority } from '../support/peers/certificates.ts';
import { startFrozenRedis, startRedis, startTlsRedis } from '../support/peers/redis.ts';
import { startTogether } from '../support/peers/together.ts';
import { freshFolder } from '../support/svcmon.ts';

/** Ports of 127.0.0.1. */
interface Servers {
  readonly open: number;
  /** Wants a password, and knows the user `watcher`, who may only read. */
  readonly closed: number;
  /** Takes a single connection, which is taken. */
  readonly full: number;
  readonly tls: number;
  readonly frozen: number;
  readonly authorityFile: string;
}

function start(): Promise<Servers & { stop(): Promise<void> }> {
  const watcher = ['--user', ...'watcher on >watcher-secret ~* +@read +ping +select'.split(' ')];
  return startTogether(async (keep) => {
    const authority = await createAuthority(await freshFolder(), 'authority');
    const certificate = await authority.issue({ name: 'server' });
    const [open, closed, full, tls, frozen] = await Promise.all([
      keep(startRedis()),
      keep(startRedis(['--requirepass', 'door-secret', ...watcher])),
      keep(startRedis(['--maxclients', '1'])),
      keep(startTlsRedis(certificate, authority.certFile)),
      keep(startFrozenRedis()),
    ]);
    await keep(occupy(full.port));
    return {
      open: open.port,
      closed: closed.port,
      full: full.port,
      tls: tls.port,
      frozen: frozen.port,
      authorityFile: authority.certFile,
    };
  });
}

/** A connection that stays, known to the server: as soon as it has let go of the one that looked whether it is there. */
async function occupy(port: number): Promise<{ stop(): Socket }> {
  for (;;) {
    const socket = connect({ host: '127.0.0.1', port });
    if (await isServed(socket)) return { stop: () => socket.destroy() };
    socket.destroy();
  }
}

async function isServed(socket: Socket): Promise<boolean> {
  try {
    socket.write('PING\r\n');
    const [said] = await once(socket, 'data');
    return String(said).startsWith('+PONG');
  } catch {
    return false;
  }
}

function redis(port: number, more: object = {}) {
  return { type: 'redis', host: '127.0.0.1', port, ...more };
}

const cases: readonly Case<Servers>[] = [
  [
    'a server that answers is healthy',
    ({ open }) => redis(open, { assertions: ['value == "PONG"'] }),
    {
      ...healthy,
      type: 'redis',
      address: '127.0.0.1',
      phases: { connect_ms: expect.any(Number), tls_ms: null, wait_ms: expect.any(Number) },
      details: { value: 'PONG' },
    },
  ],
  [
    'a reply may be text, that can be asserted on',
    ({ open }) => redis(open, { command: ['INFO', 'server'], assertions: ['value.contains("redis_version:")'] }),
    healthy,
  ],
  ['or a number', ({ open }) => redis(open, { command: ['LLEN', 'jobs'], assertions: ['value < 100'] }), healthy],
  ['or nothing', ({ open }) => redis(open, { command: ['GET', 'nothing'], assertions: ['value == null'] }), healthy],
  [
    'or a list of lists',
    ({ open }) => redis(open, { command: ['COMMAND', 'INFO', 'get'], assertions: ['value[0][0] == "get"'] }),
    healthy,
  ],
  [
    'an assertion that does not hold says what there was',
    ({ open }) => redis(open, { command: ['LLEN', 'jobs'], assertions: ['value > 100'] }),
    unhealthy('assertion_failed', { error_message: expect.stringContaining('got 0') }),
  ],
  ['another database can be chosen', ({ open }) => redis(open, { database: 5 }), healthy],
  [
    'one that is not there is told as such',
    ({ open }) => redis(open, { database: 99 }),
    unhealthy('service_unknown', { error_message: expect.stringContaining('out of range') }),
  ],
  [
    'a command that is none is told as such',
    ({ open }) => redis(open, { command: ['NONSENSE'] }),
    unhealthy('query_failed', { error_message: expect.stringContaining('unknown command') }),
  ],
  ['the right password opens', ({ closed }) => redis(closed, { password: 'door-secret' }), healthy],
  ['a wrong one does not', ({ closed }) => redis(closed, { password: 'wrong-secret' }), unhealthy('auth_failed')],
  [
    'none is told as such',
    ({ closed }) => redis(closed),
    unhealthy('auth_failed', { error_message: expect.stringContaining('none is configured') }),
  ],
  [
    'a password that nobody asks for is refused',
    ({ open }) => redis(open, { password: 'door-secret' }),
    unhealthy('auth_failed', { error_message: expect.stringContaining('without any password configured') }),
  ],
  [
    'a user of its own logs in',
    ({ closed }) => redis(closed, { username: 'watcher', password: 'watcher-secret', database: 1 }),
    healthy,
  ],
  [
    'and may do what they may',
    ({ closed }) =>
      redis(closed, { username: 'watcher', password: 'watcher-secret', command: ['SET', 'written', 'yes'] }),
    unhealthy('query_failed', { error_message: expect.stringContaining('the user may not do this: NOPERM') }),
  ],
  [
    'too many connections are told as such',
    ({ full }) => redis(full, { password: 'door-secret' }),
    unhealthy('query_failed', { error_message: expect.stringContaining('too many connections') }),
  ],
  [
    'TLS shows the certificate',
    ({ tls, authorityFile }) => redis(tls, { tls: { ca_file: authorityFile }, assertions: ['certificate.verified'] }),
    { ...healthy, phases: { tls_ms: expect.any(Number) }, tls: { verified: true, days_left: expect.any(Number) } },
  ],
  [
    'a certificate of an unknown authority is not trusted',
    ({ tls }) => redis(tls, { tls: true }),
    { status: 'unhealthy', reason: expect.stringMatching(/^tls_/), tls: { verified: false } },
  ],
  [
    'a port that speaks no TLS is told as such',
    ({ open }) => redis(open, { tls: true, timeout: '2s' }),
    { status: 'unhealthy', reason: expect.stringMatching(/^(tls_protocol|connection_reset|timeout)$/) },
  ],
  [
    'so is one that speaks nothing else',
    ({ tls }) => redis(tls, { timeout: '2s' }),
    { status: 'unhealthy', reason: expect.stringMatching(/^(protocol_error|connection_reset)$/) },
  ],
  [
    'a frozen server is a timeout',
    ({ frozen }) => redis(frozen, { timeout: '1s' }),
    unhealthy('timeout', { address: '127.0.0.1' }),
  ],
];

describeWithPeers(['redis', 'openssl'], 'Redis', () => {
  testCases({ start, cases });
});
