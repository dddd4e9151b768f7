import { inspect } from 'node:util';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { FailureReason } from '../../src/domain/failure.ts';
import { closedPort, type Fault, saying, startFaultServer } from '../support/fault-server.ts';
import { afterRequest, dripping, endless } from '../support/faults.ts';
import { ask, failureOf } from '../support/http-question.ts';
import { loopbackHttp } from '../support/loopback-http.ts';

const headers = 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n';

interface Row {
  readonly served: string;
  readonly fault: Fault;
  readonly reason: FailureReason;
  readonly message: RegExp;
  /** The status code that stays known. */
  readonly statusCode?: number;
}

const rows: readonly Row[] = [
  {
    served: 'a body shorter than announced',
    fault: saying(`${headers}short`),
    reason: 'incomplete_body',
    message: /ended before its announced end/,
    statusCode: 200,
  },
  {
    served: 'a reset in the middle of the body',
    fault: afterRequest((socket) => socket.write(`${headers}short`, () => socket.resetAndDestroy())),
    reason: 'incomplete_body',
    message: /ended before its announced end/,
    statusCode: 200,
  },
  {
    served: 'chunks without their end',
    fault: saying('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n'),
    reason: 'incomplete_body',
    message: /ended before its announced end/,
    statusCode: 200,
  },
  {
    served: 'a chunk size that is no number',
    fault: saying('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n'),
    reason: 'protocol_error',
    message: /the body breaks the rules of HTTP \(HPE_/,
    statusCode: 200,
  },
  {
    served: 'garbage announced as gzip',
    fault: saying('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 7\r\n\r\ngarbage'),
    reason: 'decode_error',
    message: /does not decode as gzip \(Z_DATA_ERROR\)/,
    statusCode: 200,
  },
  {
    served: 'garbage announced as brotli',
    fault: saying('HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 15\r\n\r\ngarbage garbage'),
    reason: 'decode_error',
    message: /does not decode as br/,
    statusCode: 200,
  },
  {
    served: 'gzip that ends too early',
    fault: afterRequest((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n');
      socket.end(gzipSync('complete text').subarray(0, 15));
    }),
    reason: 'decode_error',
    message: /does not decode as gzip \(Z_BUF_ERROR\)/,
    statusCode: 200,
  },
  {
    served: 'a coding nobody knows',
    fault: saying('HTTP/1.1 200 OK\r\nContent-Encoding: middle-out\r\nContent-Length: 1\r\n\r\nx'),
    reason: 'decode_error',
    message: /unknown Content-Encoding middle-out/,
    statusCode: 200,
  },
  {
    served: 'nothing but the end of the connection',
    fault: afterRequest((socket) => socket.end()),
    reason: 'connection_reset',
    message: /closed before an answer/,
  },
  {
    served: 'a reset',
    fault: afterRequest((socket) => socket.resetAndDestroy()),
    reason: 'connection_reset',
    message: /closed before an answer \(ECONNRESET\); does the port want https:/,
  },
  {
    served: 'half a status line',
    fault: saying('HTTP/1.1 20'),
    reason: 'connection_reset',
    message: /closed before an answer/,
  },
  {
    served: 'random bytes',
    fault: saying(Buffer.from([0xde, 0xad, 0xbe, 0xef, 0x0d, 0x0a, 0x0d, 0x0a])),
    reason: 'protocol_error',
    message: /the answer is not HTTP: it begins with/,
  },
  {
    served: 'the greeting of another protocol',
    fault: saying('SSH-2.0-OpenSSH_9.2\r\n'),
    reason: 'protocol_error',
    message: /not HTTP: it begins with "SSH-2\.0-OpenSSH_9\.2"/,
  },
  {
    served: 'a TLS alert',
    fault: saying(Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46])),
    reason: 'protocol_error',
    message: /speaks TLS: try https:/,
  },
  {
    served: 'an HTTP/2 settings frame',
    fault: saying(Buffer.from([0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 100])),
    reason: 'protocol_error',
    message: /only HTTP\/2/,
  },
  {
    served: 'two different lengths',
    fault: saying('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'),
    reason: 'protocol_error',
    message: /breaks the rules of HTTP \(HPE_/,
  },
  {
    served: 'a header of 40 KB',
    fault: saying(`HTTP/1.1 200 OK\r\nX-Long: ${'a'.repeat(40_000)}\r\n\r\n`),
    reason: 'bad_response',
    message: /HPE_HEADER_OVERFLOW/,
  },
  {
    served: '3000 headers',
    fault: saying(`HTTP/1.1 200 OK\r\n${'X-Many: value\r\n'.repeat(3_000)}\r\n`),
    reason: 'bad_response',
    message: /HPE_HEADER_OVERFLOW/,
  },
];

describe('a server that serves', () => {
  test.each(rows)('$served fails with $reason', async ({ fault, reason, message, statusCode }) => {
    const server = await startFaultServer(fault);
    const { failure } = await failureOf({ url: server.url });
    expect(failure).toMatchObject({ reason, message: expect.stringMatching(message) });
    expect(failure.facts.statusCode).toBe(statusCode);
    expect(failure.facts).toMatchObject({ address: '127.0.0.1', port: server.port, url: `${server.url}/` });
    await server.allClosed();
  });
});

test('a connection that ends before anything was asked is a reset', async () => {
  const server = await startFaultServer((socket) => socket.destroy());
  const { failure } = await failureOf({ url: server.url });
  expect(failure.reason).toBe('connection_reset');
});

const timeoutMs = 300;

describe('the timeout ends', () => {
  test.each([
    ['silence', () => undefined, 'waiting for the first byte', 'wait', undefined],
    ['headers that drip', dripping('HTTP/1.1 200 OK\r\nX-Slow: '), 'receiving the headers', 'wait', undefined],
    [
      'one byte of a body, then silence',
      afterRequest((socket) => socket.write(`${headers}1`)),
      'receiving the body, 1 bytes so far',
      'receive',
      200,
    ],
    ['a body that drips', dripping(headers), 'receiving the body', 'receive', 200],
    ['a body that drips without end', dripping('HTTP/1.1 200 OK\r\n\r\n'), 'receiving the body', 'receive', 200],
  ] as const)(
    '%s in time, keeps the facts and closes the connection',
    async (_served, fault, doing, phase, statusCode) => {
      const server = await startFaultServer(fault);
      const { failure, tookMs } = await failureOf({ url: server.url, timeoutMs });
      expect(failure).toMatchObject({
        reason: 'timeout',
        message: expect.stringContaining(`within the timeout: ${doing}`),
      });
      expect(failure.facts.statusCode).toBe(statusCode);
      expect(failure.facts.phases?.[phase]).toBeGreaterThan(200);
      expect(failure.facts.responseTimeMs).toBeGreaterThan(250);
      expect(tookMs).toBeGreaterThan(timeoutMs - 50);
      expect(tookMs).toBeLessThan(timeoutMs + 100);
      await server.allClosed();
    },
  );

  test('an upload that is not taken', async () => {
    const server = await startFaultServer((socket) => socket.pause());
    const { failure, tookMs } = await failureOf({
      url: server.url,
      method: 'POST',
      body: Buffer.alloc(64_000_000),
      timeoutMs,
    });
    expect(failure.message).toContain('sending the request');
    expect(failure.facts.phases?.send).toBeGreaterThan(0);
    expect(tookMs).toBeLessThan(timeoutMs + 200);
  });

  test('a signal that had fired before', async () => {
    const server = await startFaultServer(saying('HTTP/1.1 200 OK\r\n\r\n'));
    const { failure } = await failureOf({ url: server.url, timeoutMs: 0 });
    expect(failure.reason).toBe('timeout');
  });
});

test('an interruption that is not the timeout is told from it', async () => {
  const stop = new AbortController();
  const server = await startFaultServer(afterRequest(() => stop.abort()));
  const asked = loopbackHttp.request({ url: server.url, method: 'GET', signal: stop.signal });
  await expect(asked).rejects.toMatchObject({ reason: 'interrupted' });
});

test('a port on which nothing listens is refused', async () => {
  const port = await closedPort();
  const { failure } = await failureOf({ url: `http://127.0.0.1:${port}/` });
  expect(failure).toMatchObject({
    reason: 'connection_refused',
    message: `nothing listens on the port (127.0.0.1:${port}, ECONNREFUSED)`,
  });
  expect(failure.facts).toMatchObject({ address: '127.0.0.1', port });
});

describe('memory stays bounded', () => {
  const megabyte = Buffer.alloc(1_048_576, 'x');
  const bomb = (compress: (bytes: Buffer) => Buffer) => {
    const bytes = compress(Buffer.alloc(256 * 1_048_576));
    return { bytes, head: `HTTP/1.1 200 OK\r\nContent-Length: ${bytes.length}\r\n` };
  };
  const gzipBomb = bomb((bytes) => gzipSync(bytes));
  const brotliBomb = bomb((bytes) => brotliCompressSync(bytes));

  test.each([
    ['an endless body', endless('HTTP/1.1 200 OK\r\n\r\n', megabyte)],
    [
      'a gzip bomb',
      afterRequest((socket) => {
        socket.write(`${gzipBomb.head}Content-Encoding: gzip\r\n\r\n`);
        socket.write(gzipBomb.bytes);
      }),
    ],
    [
      'a brotli bomb',
      afterRequest((socket) => {
        socket.write(`${brotliBomb.head}Content-Encoding: br\r\n\r\n`);
        socket.write(brotliBomb.bytes);
      }),
    ],
  ] as const)('under %s, of which the beginning is kept', async (_served, fault) => {
    const server = await startFaultServer(fault);
    await ask({ url: server.url });
    const before = process.memoryUsage().rss;
    const observation = await ask({ url: server.url });
    expect(observation).toMatchObject({ statusCode: 200, bodyTruncated: true, bodyBytes: 1_048_576 });
    expect(process.memoryUsage().rss - before).toBeLessThan(40_000_000);
    await server.allClosed();
  });
});

test('no secret of a request is in its Failure, however it is printed', async () => {
  const server = await startFaultServer(saying('garbage\r\n\r\n'));
  const { failure } = await failureOf({
    url: `${server.url.replace('http://', 'http://user:hunter2@')}/?token=hunter2`,
    method: 'POST',
    headers: { Authorization: 'Bearer hunter2', 'X-Api-Key': 'hunter2' },
    params: { api_key: 'hunter2' },
    json: { password: 'hunter2' },
  });
  const printed = [
    JSON.stringify(failure),
    inspect(failure, { depth: 20 }),
    String(failure),
    failure.stack,
    JSON.stringify(failure.facts),
  ];
  expect(printed.join()).not.toContain('hunter2');
  expect(printed.join()).not.toContain(btoa('user:hunter2'));
});

test('what is no http or https URL is never opened', async () => {
  for (const url of ['data:text/plain,hello', 'file:///etc/passwd', 'ftp://127.0.0.1/', '/path', '']) {
    const { failure } = await failureOf({ url });
    expect(failure.reason).toBe('internal_error');
  }
});

test('a header that cannot be sent fails as a defect of the request, not of its target', async () => {
  const server = await startFaultServer(saying('HTTP/1.1 200 OK\r\n\r\n'));
  const { failure } = await failureOf({ url: server.url, headers: { 'X-Bad': 'snow \u2603' } });
  expect(failure.reason).toBe('internal_error');
  await server.allClosed();
});
