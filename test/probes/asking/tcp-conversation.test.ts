import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { Observation } from '../../../src/domain/observation.ts';
import { createLookup } from '../../../src/http/lookup.ts';
import { tcp } from '../../../src/probes/tcp.ts';
import { openBlackHole } from '../../support/black-hole.ts';
import { startDnsServer } from '../../support/dns-server.ts';
import { failureFrom } from '../../support/failures.ts';
import { closedPort, startFaultServer } from '../../support/fault-server.ts';
import { probeContext } from '../../support/probe-context.ts';
import { realClock } from '../../support/real-clock.ts';
import { makeIdentity } from '../../support/tls-certificates.ts';
import { startTlsServer } from '../../support/tls-server.ts';

const lookup = createLookup({ clock: realClock });

interface Talk {
  readonly host?: string;
  readonly port: number;
  readonly send?: string;
  readonly send_hex?: string;
  readonly expect?: string;
  readonly script?: readonly { readonly send?: string; readonly send_hex?: string; readonly expect?: string }[];
  readonly tls?: unknown;
  readonly resolver?: string;
}

function talk({ host = '127.0.0.1', ...more }: Talk, timeoutMs = 5_000): Promise<Observation> {
  const context = probeContext({ signal: AbortSignal.timeout(timeoutMs), lookup });
  return tcp.observe(tcp.options.parse({ host, ...more }), context);
}

/** Speaks first, as an SMTP server does. */
function greeting(...pieces: readonly (string | Uint8Array)[]): (socket: Socket) => void {
  return (socket) => {
    socket.setNoDelay(true);
    const sendNext = (at: number) => {
      if (socket.destroyed) return;
      const piece = pieces[at];
      if (piece === undefined) socket.end();
      else socket.write(piece, () => setTimeout(() => sendNext(at + 1), 5));
    };
    sendNext(0);
  };
}

describe('a conversation', () => {
  test('may be no more than a connection', async () => {
    const { port, allClosed } = await startFaultServer(() => undefined);
    const observation = await talk({ port });
    expect(observation).toEqual({
      type: 'tcp',
      summary: 'connected',
      address: '127.0.0.1',
      port,
      phases: { connect: expect.any(Number) },
      responseTimeMs: expect.any(Number),
    });
    await allClosed();
  });

  test('resolves names first, and asks the named resolver', async () => {
    const { port } = await startFaultServer(() => undefined);
    const dns = await startDnsServer(() => ['127.0.0.1']);
    const observation = await talk({ host: 'db.example', port, resolver: dns.address });
    expect(observation).toMatchObject({ address: '127.0.0.1', phases: { dns: expect.any(Number) } });
  });

  test('says something without waiting for an answer', async () => {
    const server = await startFaultServer(() => undefined);
    const { phases } = await talk({ port: server.port, send: 'QUIT\r\n' });
    await server.allClosed();
    expect(server.heard).toEqual(['QUIT\r\n']);
    expect(Object.keys(phases)).toEqual(['connect', 'send']);
  });

  test('says something and hears the answer', async () => {
    const { port } = await startFaultServer((socket, heard) => {
      void heard.then((text) => socket.write(text === 'PING\r\n' ? '+PONG\r\n' : '-ERR\r\n'));
    });
    const observation = await talk({ port, send: 'PING\r\n', expect: '^\\+PONG' });
    expect(observation).toMatchObject({ answer: '+PONG\r\n' });
    expect(Object.keys(observation.phases)).toEqual(['connect', 'send', 'wait', 'receive']);
    const sum = Object.values(observation.phases).reduce((total: number, ms: number) => total + ms, 0);
    expect(sum).toBeLessThanOrEqual(observation.responseTimeMs);
  });

  test('that finds no name ends as the look-up does', async () => {
    const dns = await startDnsServer(() => 'nxdomain');
    const failure = await failureFrom(talk({ host: 'db.example', port: 1, resolver: dns.address }));
    expect(failure).toMatchObject({ reason: 'dns_nxdomain', facts: { phases: { dns: expect.any(Number) } } });
  });

  test('is refused where nothing listens', async () => {
    const port = await closedPort();
    const failure = await failureFrom(talk({ port }));
    expect(failure).toMatchObject({ reason: 'connection_refused', facts: { address: '127.0.0.1', port } });
  });

  test('with a black hole ends at the timeout', async () => {
    const port = await openBlackHole();
    const startedAt = performance.now();
    const failure = await failureFrom(talk({ port }, 300));
    expect(failure).toMatchObject({
      reason: 'timeout',
      message: `no complete answer within the timeout: connecting to 127.0.0.1:${port}`,
    });
    expect(performance.now() - startedAt).toBeLessThan(400);
  });

  test('whose words nobody takes ends at the timeout', async () => {
    const { port } = await startFaultServer((socket) => socket.pause());
    const failure = await failureFrom(talk({ port, send: 'x'.repeat(64_000_000) }, 300));
    expect(failure).toMatchObject({ reason: 'timeout', message: 'no complete answer within the timeout: sending' });
  });
});

describe('an answer', () => {
  test.each([
    ['at once', ['220 mail.example ESMTP\r\n'], '^220 ', '220 mail.example ESMTP\r\n'],
    ['in the middle', ['noise\nready to serve\n'], 'ready', 'noise\nready to serve\n'],
    ['across pieces', ['re', 'a', 'dy'], '^ready$', 'ready'],
    ['across the bytes of one character', [Buffer.from([0xc3]), Buffer.from([0xa9])], '^é$', 'é'],
    ['only when the server has ended', ['abc'], '^abc$', 'abc'],
  ])('is heard that matches %s', async (_when, pieces, expected, answer) => {
    const { port, allClosed } = await startFaultServer(greeting(...pieces));
    expect(await talk({ port, expect: expected })).toMatchObject({ answer });
    await allClosed();
  });

  test('is unexpected when the server ends without a match', async () => {
    const { port, allClosed } = await startFaultServer(greeting('554 no \u001b[31mservice\r\n'));
    const failure = await failureFrom(talk({ port, expect: '^220 ' }));
    expect(failure).toMatchObject({
      reason: 'unexpected_answer',
      message: 'the server ended the connection without an answer that matches ^220 , got "554 no service"',
      facts: { answer: '554 no \u001b[31mservice\r\n', address: '127.0.0.1', port },
    });
    await allClosed();
  });

  test('is unexpected when there is none', async () => {
    const { port } = await startFaultServer((socket) => socket.end());
    const failure = await failureFrom(talk({ port, expect: 'ready' }));
    expect(failure).toMatchObject({
      reason: 'unexpected_answer',
      message: 'the server ended the connection without an answer that matches ready, got nothing',
    });
    expect(failure.facts).not.toHaveProperty('answer');
  });

  test('is heard although the connection breaks off behind it', async () => {
    const { port } = await startFaultServer((socket) => {
      socket.write('x'.repeat(10_000), () =>
        socket.write('ready', () => setTimeout(() => socket.resetAndDestroy(), 20)),
      );
    });
    expect(await talk({ port, expect: 'ready$' })).toMatchObject({ answer: expect.stringMatching(/^x+ready$/) });
  });

  test('is broken off by a reset, with what was heard', async () => {
    const { port } = await startFaultServer((socket) => {
      socket.write('hello', () => setTimeout(() => socket.resetAndDestroy(), 20));
    });
    const failure = await failureFrom(talk({ port, expect: 'ready' }));
    expect(failure).toMatchObject({
      reason: 'connection_reset',
      message: 'the connection was closed before an answer (ECONNRESET)',
      facts: { answer: 'hello' },
    });
  });

  test('that does not come is ended by the timeout, with what was heard', async () => {
    const { port, allClosed } = await startFaultServer((socket) => socket.write('hello'));
    const startedAt = performance.now();
    const failure = await failureFrom(talk({ port, expect: 'ready' }, 300));
    expect(failure).toMatchObject({
      reason: 'timeout',
      message: 'no complete answer within the timeout: waiting for an answer that matches ready, got "hello"',
      facts: { answer: 'hello', phases: { receive: expect.any(Number) } },
    });
    expect(performance.now() - startedAt).toBeLessThan(400);
    await allClosed();
  });
});

/** Greets, and answers each line by what it is told to. */
function answering(greeting: string, answers: Readonly<Record<string, string>>): (socket: Socket) => void {
  return (socket) => {
    socket.setNoDelay(true);
    socket.write(greeting);
    socket.on('data', (chunk: Buffer) => {
      for (const line of chunk.toString().split('\r\n').slice(0, -1)) socket.write(answers[line] ?? '500 what?\r\n');
    });
  };
}

const mailServer = answering('220 mail.example ESMTP\r\n', {
  'EHLO svcmon': '250-mail.example\r\n250-STARTTLS\r\n250 HELP\r\n',
  QUIT: '221 bye\r\n',
});

describe('a script', () => {
  test('takes its turns, and shows all that was said', async () => {
    const { port, heard, allClosed } = await startFaultServer(mailServer);
    const script = [{ expect: '^220 ' }, { send: 'EHLO svcmon\r\n', expect: '^250 ' }, { send: 'QUIT\r\n' }];
    const { answer, summary, phases } = await talk({ port, script });
    expect(answer).toBe('220 mail.example ESMTP\r\n250-mail.example\r\n250-STARTTLS\r\n250 HELP\r\n');
    expect(summary).toBe('answered as expected');
    expect(Object.keys(phases).toSorted()).toEqual(['connect', 'receive', 'send', 'wait']);
    expect(heard).toEqual(['EHLO svcmon\r\n']);
    await allClosed();
  });

  test.each([
    ['although it came with the answer before it', '+OK\r\n+PONG\r\n', ['^\\+OK', '^\\+PONG'], 'healthy'],
    ['but not that of the answer before it', '+OK\r\n', ['^\\+OK', '^\\+OK'], 'unexpected_answer'],
    [
      'but not in the middle of a line, where it wants the beginning',
      '220 250 \r\n',
      ['^220 ', '^250 '],
      'unexpected_answer',
    ],
    ['in the rest of the same line', '220 mail ESMTP\r\n', ['^220 ', 'ESMTP'], 'healthy'],
  ])('finds what it expects %s', async (_how, said, patterns, outcome) => {
    const { port } = await startFaultServer((socket) => void socket.end(said));
    const asked = talk({ port, script: patterns.map((expected) => ({ expect: expected })) });
    const seen = outcome === 'healthy' ? (await asked).summary : (await failureFrom(asked)).reason;
    expect(seen).toBe(outcome === 'healthy' ? 'answered as expected' : outcome);
  });

  test('that gets another answer names the turn and what came then', async () => {
    const { port } = await startFaultServer(mailServer);
    const script = [{ expect: '^220 ' }, { send: 'HELO\r\n', expect: '^250 ' }];
    expect(await failureFrom(talk({ port, script }, 200))).toMatchObject({
      reason: 'timeout',
      message:
        'no complete answer within the timeout: waiting for an answer in turn 2 of 2 that matches ^250 , got "500 what?"',
      facts: { answer: '220 mail.example ESMTP\r\n500 what?\r\n' },
    });
  });

  test('sends bytes that are no text', async () => {
    const { port, heard } = await startFaultServer((socket, first) => void first.then(() => socket.end('N')));
    await talk({ port, send_hex: '00 00 00 08 04 d2 16 2f', expect: '^N' });
    expect(heard).toEqual(['\x00\x00\x00\x08\x04\xd2\x16/']);
  });

  test('is told as broken off when the server is gone before it has its say', async () => {
    const { port } = await startFaultServer((socket) => void socket.end('220 \r\n'));
    const script = [{ expect: '^220 [^x]*\\n' }, { send: 'x'.repeat(1_000_000) }, { send: 'x', expect: 'never' }];
    const failure = await failureFrom(talk({ port, script }));
    expect(['connection_reset', 'unexpected_answer']).toContain(failure.reason);
  });
});

describe('an encrypted conversation', () => {
  test('is held behind the handshake, whose certificate is seen', async () => {
    const identity = await makeIdentity();
    const { port } = await startTlsServer(
      identity,
      (socket, heard) => void heard.then(() => socket.write('+PONG\r\n')),
    );
    const observation = await talk({ port, tls: { insecure: true }, send: 'PING\r\n', expect: 'PONG' });
    expect(observation).toMatchObject({
      answer: '+PONG\r\n',
      tls: { verified: false, chain: [{ subject: 'localhost' }] },
      phases: { tls: expect.any(Number) },
    });
    expect(await talk({ port, tls: { insecure: true } })).toMatchObject({ summary: 'connected with TLSv1.3' });
  });

  test('is not held where the certificate does not verify', async () => {
    const { port } = await startTlsServer(await makeIdentity());
    expect(await failureFrom(talk({ port, tls: true, send: 'secret' }))).toMatchObject({
      reason: 'tls_self_signed',
      facts: { tls: { chain: [{ subject: 'localhost' }] } },
    });
  });

  test('that is refused for want of a client certificate is told so', async () => {
    const options = { ...(await makeIdentity()), requestCert: true, rejectUnauthorized: true };
    const { port } = await startTlsServer(options);
    for (const more of [{}, { expect: 'hello' }]) {
      const failure = await failureFrom(talk({ port, tls: { insecure: true }, ...more }));
      expect(failure.reason).toBe('tls_client_certificate');
    }
  });
});
