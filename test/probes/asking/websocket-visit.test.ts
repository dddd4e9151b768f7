import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../src/domain/failure.ts';
import { websocket } from '../../../src/probes/websocket.ts';
import { startConnectProxy } from '../../support/connect-proxy.ts';
import { closedPort, type Fault, saying, startFaultServer } from '../../support/fault-server.ts';
import { probeContext } from '../../support/probe-context.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { makeIdentity } from '../../support/tls-certificates.ts';
import { twoWords } from '../../support/two-words.ts';
import { startWebSocketServer, type Visitor } from '../../support/websocket-server.ts';

/** What a check of the URL comes to: an observation, or the failure. */
async function look(url: string, options: object = {}, changes: object = {}) {
  const parsed = websocket.options.parse({ url, ...options });
  try {
    return await websocket.observe(parsed, probeContext(changes));
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

const pingPong: Visitor = (webSocket) => {
  webSocket.on('message', (data) => webSocket.send(String(data) === 'ping' ? 'pong' : 'what?'));
};
const question = { send: 'ping', expect: '^pong$' };
const silence: Visitor = () => undefined;

/** Accepts the handshake, then sends these bytes, and maybe ends the connection. */
function accepting(bytes: Buffer, { header = '', end = false } = {}): Fault {
  return (socket, heard) => {
    void heard.then((head) => {
      const key = /sec-websocket-key: (\S+)/i.exec(head)?.[1];
      // RFC 6455 §1.3.
      const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      const lines = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'];
      socket.write(`${[...lines, `Sec-WebSocket-Accept: ${accept}`].join('\r\n')}\r\n${header}\r\n`);
      socket.write(bytes);
      if (end) socket.end();
    });
  };
}

describe('a WebSocket', () => {
  test('that answers as expected is an observation with its facts, and is closed cleanly', async () => {
    const server = await startWebSocketServer(pingPong);
    expect(
      await look(server.url, { ...question, headers: { 'X-Tenant': 'a' }, origin: 'https://shop.example' }),
    ).toMatchObject({
      type: 'websocket',
      summary: 'answered as expected',
      answer: 'pong',
      statusCode: 101,
      statusText: 'Switching Protocols',
      headers: { upgrade: 'websocket' },
      address: '127.0.0.1',
      port: server.port,
      details: { close_code: 1000 },
      phases: {
        connect: expect.any(Number),
        send: expect.any(Number),
        wait: expect.any(Number),
      },
    });
    expect(server.asked[0]?.headers).toMatchObject({
      'x-tenant': 'a',
      origin: 'https://shop.example',
      'user-agent': expect.stringMatching(/^svcmon\//),
    });
    await expect.poll(() => server.closed).toEqual([1000]);
  });

  test('need not be spoken over', async () => {
    const { url } = await startWebSocketServer(silence);
    expect(await look(url)).toMatchObject({ summary: 'open', details: { close_code: 1000 } });
  });

  test('passes over other messages, binary ones among them', async () => {
    const { url } = await startWebSocketServer((webSocket) => {
      for (const message of ['hello', Buffer.from([0xff, 0xfe]), Buffer.from('état: ok')]) webSocket.send(message);
    });
    expect(await look(url, { expect: 'état: \\w+' })).toMatchObject({ answer: 'état: ok' });
  });

  test('answers a ping', async () => {
    const { url } = await startWebSocketServer(silence);
    expect(await look(url, { ping: true })).toMatchObject({ summary: 'open, and answers pings' });
  });

  test('that answers no ping is ended by the timeout', async () => {
    const server = await startFaultServer(accepting(Buffer.alloc(0)));
    const failure = await look(`ws://127.0.0.1:${server.port}`, { ping: true }, { signal: AbortSignal.timeout(200) });
    expect(failure).toMatchObject({ reason: 'timeout', message: expect.stringContaining('waiting for a pong') });
    await server.allClosed();
  });

  test('has the subprotocol that the server chose', async () => {
    const { url } = await startWebSocketServer(silence, { handleProtocols: () => 'graphql-ws' });
    expect(await look(url, { subprotocols: ['mqtt', 'graphql-ws'] })).toMatchObject({
      details: { subprotocol: 'graphql-ws' },
    });
  });

  test('without any of the subprotocols is none', async () => {
    const { url } = await startWebSocketServer(silence, { handleProtocols: () => false });
    expect(await look(url, { subprotocols: ['mqtt'] })).toMatchObject({
      reason: 'protocol_error',
      message: expect.stringContaining('no subprotocol'),
      facts: { statusCode: 101 },
    });
  });

  test('that is not closed by the server in turn is left soon, and healthy', async () => {
    const server = await startFaultServer(accepting(Buffer.from([0x81, 2, 0x68, 0x69])));
    const seen = await look(`ws://127.0.0.1:${server.port}`, { expect: 'hi' });
    expect(seen).toMatchObject({ answer: 'hi' });
    expect(seen).toHaveProperty('details', {});
    await server.allClosed();
  });
});

describe('a WebSocket without the expected message', () => {
  test('is ended by the timeout, which tells the last one', async () => {
    const { url } = await startWebSocketServer((webSocket) => webSocket.send('hello\u001b[31m'));
    expect(await look(url, { expect: 'pong' }, { signal: AbortSignal.timeout(300) })).toMatchObject({
      reason: 'timeout',
      message: expect.stringContaining('waiting for a message that matches pong, the last of 1 was "hello"'),
      facts: { answer: 'hello\u001b[31m', statusCode: 101 },
    });
  });

  test('that the server closes is unexpected, with its code and reason', async () => {
    const { url } = await startWebSocketServer((webSocket) => webSocket.close(1008, 'no\u0007 way'));
    expect(await look(url, question)).toMatchObject({
      reason: 'unexpected_answer',
      message: expect.stringMatching(/^the server closed the WebSocket \(1008, "no way"\) without /),
      facts: { details: { close_code: 1008 } },
    });
  });

  test('that breaks off is a reset', async () => {
    const { url } = await startWebSocketServer((webSocket) => webSocket.terminate());
    expect(await look(url, { expect: 'pong' })).toMatchObject({ reason: 'connection_reset' });
  });

  test('that goes on and on is left', async () => {
    const { url } = await startWebSocketServer((webSocket) => {
      const more = () => webSocket.readyState === webSocket.OPEN && webSocket.send('x'.repeat(100_000), more);
      more();
    });
    expect(await look(url, { expect: 'pong' })).toMatchObject({
      reason: 'unexpected_answer',
      message: expect.stringContaining('goes on and on'),
    });
  });

  test.each([
    ['of one message larger than svcmon takes', (webSocket) => webSocket.send('x'.repeat(2_000_000))],
    [
      'of a compressed message that unfolds',
      (webSocket) => webSocket.send(Buffer.alloc(50_000_000), { compress: true }),
    ],
  ] satisfies [string, Visitor][])('%s is left', async (_name, visitor) => {
    const { url } = await startWebSocketServer(visitor, { perMessageDeflate: { threshold: 0 } });
    const before = process.memoryUsage().arrayBuffers;
    expect(await look(url, { expect: 'pong' })).toMatchObject({
      reason: 'bad_response',
      message: expect.stringContaining('WS_ERR_UNSUPPORTED_MESSAGE_LENGTH'),
    });
    // The server of the test holds the message itself.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(80_000_000);
  });

  test.each([
    ['breaks the rules', accepting(Buffer.from([0xf1, 0])), 'protocol_error'],
    [
      'does not decode',
      accepting(Buffer.from([0xc1, 2, 0xff, 0xff]), { header: 'Sec-WebSocket-Extensions: permessage-deflate\r\n' }),
      'decode_error',
    ],
    ['ends without closing', accepting(Buffer.alloc(0), { end: true }), 'connection_reset'],
  ])('that %s', async (_name, fault, reason) => {
    const server = await startFaultServer(fault);
    expect(await look(`ws://127.0.0.1:${server.port}`, { expect: 'pong' })).toMatchObject({ reason });
    await server.allClosed();
  });
});

describe('a handshake', () => {
  test.each([
    [404, {}, 'unexpected_answer'],
    [403, {}, 'unexpected_answer'],
    [403, { auth: { type: 'bearer', token: 'wrong' } }, 'auth_failed'],
    [401, {}, 'auth_failed'],
    [503, {}, 'unexpected_answer'],
  ])('that is refused with %i given %j', async (status, options, reason) => {
    const { url } = await startWebSocketServer(silence, { refuse: () => status });
    expect(await look(url, options)).toMatchObject({
      reason,
      message: expect.stringContaining(`the handshake is refused: ${status} `),
      facts: { statusCode: status, headers: expect.any(Object), body: expect.any(String) },
    });
  });

  test('that is refused with a plea for patience shows a server that is there', async () => {
    const plea = 'HTTP/1.1 429 Too Many Requests\r\nRetry-After: 90\r\nContent-Length: 4\r\n\r\nwait';
    const { port } = await startFaultServer(saying(plea));
    expect(await look(`ws://127.0.0.1:${port}`, question)).toMatchObject({
      type: 'websocket',
      statusCode: 429,
      headers: { 'retry-after': '90' },
      body: 'wait',
      complaints: [
        {
          status: 'degraded',
          reason: 'rate_limited',
          message: 'the handshake is refused: 429 Too Many Requests',
        },
      ],
    });
  });

  test('that is refused too slowly is out of time, whatever it is refused with', async () => {
    const { port } = await startFaultServer((socket) => {
      socket.write('HTTP/1.1 429 Too Many Requests\r\nContent-Length: 4\r\n\r\nw');
    });
    const failure = await look(`ws://127.0.0.1:${port}`, {}, { signal: AbortSignal.timeout(200) });
    expect(failure).toMatchObject({ reason: 'timeout', facts: { statusCode: 429 } });
  });

  test('proves who it is from', async () => {
    const server = await startWebSocketServer(silence, {
      refuse: ({ headers }) => (headers.authorization === 'Bearer right' ? undefined : 401),
    });
    expect(await look(server.url, { auth: { type: 'bearer', token: 'right' } })).toMatchObject({ statusCode: 101 });
    expect(await look(server.url, { auth: { type: 'bearer', token: 'wrong' } })).toMatchObject({
      reason: 'auth_failed',
    });
    expect(await look(server.url, { auth: { type: 'api_key', in: 'query', key: 'k' } })).toMatchObject({
      reason: 'auth_failed',
    });
    expect(server.asked.at(-1)?.url).toBe('/?api_key=k');
  });

  test('sends the user name and password of the URL, which are never shown', async () => {
    const server = await startWebSocketServer(silence);
    await look(server.url.replace('//', '//user:hunter2@'));
    expect(server.asked[0]?.headers.authorization).toBe(`Basic ${btoa('user:hunter2')}`);
    expect(websocket.target(websocket.options.parse({ url: 'wss://user:hunter2@a.example/x?token=t' }))).toBe(
      'wss://a.example/x?token=***',
    );
  });

  test('that is redirected is refused', async () => {
    const { port } = await startFaultServer(
      saying('HTTP/1.1 301 Moved\r\nLocation: https://a.example/?token=t\r\nContent-Length: 0\r\n\r\n'),
    );
    expect(await look(`ws://127.0.0.1:${port}`)).toMatchObject({
      reason: 'unexpected_answer',
      message: 'the handshake is refused: 301 Moved, a redirect to https://a.example/?token=***',
    });
  });

  test.each([
    ['a page', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi', 'unexpected_answer'],
    ['a page without end', `HTTP/1.1 404 Not Found\r\n\r\n${'x'.repeat(1_000_000)}`, 'unexpected_answer'],
    ['headers without end', `HTTP/1.1 101 OK\r\nA: ${'x'.repeat(100_000)}`, 'bad_response'],
    ['interim answers without end', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(200), 'bad_response'],
    ['what is no HTTP', '220 mail ready\r\n', 'protocol_error'],
    ['what proves nothing', 'HTTP/1.1 101 OK\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n', 'protocol_error'],
    ['nothing', '', 'connection_reset'],
  ])('answered with %s', async (_name, bytes, reason) => {
    const server = await startFaultServer(saying(bytes));
    expect(await look(`ws://127.0.0.1:${server.port}`)).toMatchObject({ reason, facts: { address: '127.0.0.1' } });
    await server.allClosed();
  });

  test('that nobody answers is ended by the timeout', async () => {
    const server = await startFaultServer(() => undefined);
    expect(await look(`ws://127.0.0.1:${server.port}`, {}, { signal: AbortSignal.timeout(200) })).toMatchObject({
      reason: 'timeout',
      message: expect.stringContaining('waiting for the answer to the handshake'),
    });
    await server.allClosed();
  });

  test('at a closed port is refused', async () => {
    expect(await look(`ws://127.0.0.1:${await closedPort()}`)).toMatchObject({ reason: 'connection_refused' });
  });
});

describe('over TLS', () => {
  test('the certificate is verified and kept', async () => {
    const tls = await makeIdentity();
    const { url } = await startWebSocketServer(pingPong, { tls });
    const ca_file = join(temporaryFolder(), 'ca.pem');
    await writeFile(ca_file, tls.cert);
    expect(await look(url, { ...question, tls: { ca_file } })).toMatchObject({
      answer: 'pong',
      tls: { verified: true, chain: [{ subject: 'localhost' }] },
      phases: { tls: expect.any(Number) },
    });
    expect(await look(url, question)).toMatchObject({ reason: 'tls_self_signed', facts: { tls: { verified: false } } });
  });

  test('is not spoken by every port, and wanted by some', async () => {
    const plain = await startWebSocketServer(silence);
    expect(await look(plain.url.replace('ws:', 'wss:'))).toMatchObject({
      reason: 'tls_protocol',
      message: expect.stringContaining('try ws:// instead of wss://'),
    });
    const secure = await startWebSocketServer(silence, { tls: await makeIdentity() });
    expect(await look(secure.url.replace('wss:', 'ws:'))).toMatchObject({ message: expect.stringContaining('wss://') });
  });
});

test('a proxy connects us through', async () => {
  const { url, port } = await startWebSocketServer(pingPong);
  const proxy = await startConnectProxy();
  expect(await look(url, { ...question, proxy: `http://${proxy.host}` })).toMatchObject({ answer: 'pong' });
  expect(proxy.asked).toEqual([`CONNECT 127.0.0.1:${port}`]);
});

test('credentials that are refused are renewed once', async () => {
  const server = await startWebSocketServer(silence, {
    refuse: ({ headers }) => (headers['x-word'] === 'second' ? undefined : 401),
  });
  const options = { ...websocket.options.parse({ url: server.url }), auth: twoWords() };
  expect(await websocket.observe(options, probeContext())).toMatchObject({ summary: 'open' });
  expect(server.asked.map(({ headers }) => headers['x-word'])).toEqual(['first', 'second']);
});
