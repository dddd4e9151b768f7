import { describe, expect, test } from 'vitest';
import type { FailureReason } from '../../src/domain/failure.ts';
import { type Fault, saying, startFaultServer } from '../support/fault-server.ts';
import { afterRequest, endless } from '../support/faults.ts';
import { ask, failureOf } from '../support/http-question.ts';
import { field, frames, ok, sending, sendingLast } from '../support/http2-frames.ts';

interface Row {
  readonly served: string;
  readonly fault: Fault;
  readonly reason: FailureReason;
  readonly message: RegExp;
  /** The status code that stays known. */
  readonly statusCode?: number;
}

const headers = frames.headers(ok);
const some = frames.data('some');
const ended = /ended before its announced end/;

const rows: readonly Row[] = [
  {
    served: 'an answer of HTTP/1.1',
    fault: saying('HTTP/1.1 400 Bad Request\r\n\r\n'),
    reason: 'protocol_error',
    message: /does not speak HTTP\/2 \(ERR_HTTP2_ERROR\): try http_version: 1\.1, or https:/,
  },
  {
    served: 'what is no HTTP at all',
    fault: saying('SSH-2.0-OpenSSH_9.2\r\n'),
    reason: 'protocol_error',
    message: /does not speak HTTP\/2/,
  },
  {
    served: 'a closed connection',
    fault: afterRequest((socket) => socket.end()),
    reason: 'connection_reset',
    message: /closed before an answer/,
  },
  {
    served: 'a connection that is reset',
    fault: afterRequest((socket) => socket.resetAndDestroy()),
    reason: 'connection_reset',
    message: /closed before an answer/,
  },
  {
    served: 'SETTINGS and nothing more',
    fault: sendingLast(),
    reason: 'connection_reset',
    message: /closed before an answer/,
  },
  {
    served: 'a GOAWAY that spares no request',
    fault: sendingLast(frames.goAway(0, 0)),
    reason: 'connection_reset',
    message: /ended the connection before the answer \(NO_ERROR\)/,
  },
  {
    served: 'a GOAWAY for being asked too often',
    fault: sendingLast(frames.goAway(0, 11)),
    reason: 'bad_response',
    message: /ended the connection .*\(ENHANCE_YOUR_CALM\)/,
  },
  {
    served: 'a request that is reset',
    fault: sending(frames.reset(7)),
    reason: 'connection_reset',
    message: /reset before the answer \(REFUSED_STREAM\)/,
  },
  {
    served: 'the wish for HTTP/1.1',
    fault: sending(frames.reset(13)),
    reason: 'protocol_error',
    message: /\(HTTP_1_1_REQUIRED\): set http_version: 1\.1/,
  },
  {
    served: 'a request that is ended without an answer',
    fault: sending(frames.reset(0)),
    reason: 'protocol_error',
    message: /without an answer/,
  },
  {
    served: 'a body that is reset',
    fault: sending(headers, some, frames.reset(2)),
    reason: 'incomplete_body',
    message: /\(the stream was reset: INTERNAL_ERROR\)/,
    statusCode: 200,
  },
  {
    served: 'a body that is reset as if nothing were wrong',
    fault: sending(headers, some, frames.reset(0)),
    reason: 'incomplete_body',
    message: /\(the stream was reset: NO_ERROR\)/,
    statusCode: 200,
  },
  {
    served: 'a body that breaks off',
    fault: sendingLast(headers, some),
    reason: 'incomplete_body',
    message: ended,
    statusCode: 200,
  },
  {
    served: 'a GOAWAY in the middle of the body',
    fault: sendingLast(headers, some, frames.goAway(1, 0)),
    reason: 'incomplete_body',
    message: ended,
    statusCode: 200,
  },
  {
    served: 'a body shorter than announced',
    fault: sending(frames.headers(ok, field('content-length', '10')), frames.lastData('some')),
    reason: 'incomplete_body',
    message: ended,
    statusCode: 200,
  },
  {
    served: 'a pushed answer that nobody allowed',
    fault: sending(frames.push),
    reason: 'protocol_error',
    message: /HTTP\/2/,
  },
  {
    served: 'a header field in capitals',
    fault: sending(frames.headers(ok, field('X-Capital', '1')), frames.lastData('ok')),
    reason: 'protocol_error',
    message: /PROTOCOL_ERROR|HTTP\/2/,
  },
  {
    served: 'header fields of 17 kB',
    fault: sending(
      frames.unfinishedHeaders(ok, ...Array.from({ length: 110 }, (_, at) => field(`x-${at}`, 'v'.repeat(120)))),
      frames.continuation(...Array.from({ length: 30 }, (_, at) => field(`y-${at}`, 'v'.repeat(120)))),
      frames.lastContinuation,
    ),
    reason: 'bad_response',
    message: /the headers of the answer are longer than 16384 bytes/,
  },
  {
    served: 'five thousand header fields',
    fault: sending(
      frames.unfinishedHeaders(ok, ...Array.from({ length: 2_500 }, () => field('x', ''))),
      frames.continuation(...Array.from({ length: 2_500 }, () => field('x', ''))),
      frames.lastContinuation,
    ),
    reason: 'bad_response',
    message: /its headers are too long/,
  },
  {
    served: 'hints without end',
    fault: endless('', Buffer.concat([frames.settings, ...Array(500).fill(frames.headers(field(':status', '103')))])),
    reason: 'bad_response',
    message: /more than 100 interim answers/,
  },
  {
    served: 'SETTINGS without end',
    fault: endless('', Buffer.concat(Array(500).fill(frames.settings))),
    reason: 'bad_response',
    message: /control frames without end/,
  },
  {
    served: 'PING without end',
    fault: endless('', Buffer.concat([frames.settings, ...Array(500).fill(frames.ping)])),
    reason: 'bad_response',
    message: /control frames without end/,
  },
];

describe('HTTP/2 that is served wrongly is a failure', () => {
  test.each(rows)('$served', async ({ fault, reason, message, statusCode }) => {
    const server = await startFaultServer(fault);
    const { failure, tookMs } = await failureOf({ url: server.url, httpVersion: '2' });
    expect(failure).toMatchObject({ reason, message: expect.stringMatching(message) });
    expect(failure.facts.statusCode).toBe(statusCode);
    expect(tookMs).toBeLessThan(4_000);
    await server.allClosed();
  });
});

describe('an answer over HTTP/2 that never ends', () => {
  const drip = frames.data('x');

  test.each([
    ['is not begun', sending(), /waiting for the first byte/],
    [
      'has header fields without end',
      endless(
        Buffer.concat([frames.settings, frames.unfinishedHeaders(ok)]).toString('latin1'),
        frames.continuation(...Array.from({ length: 100 }, () => field('x-long', 'v'.repeat(120)))),
      ),
      /waiting for the first byte/,
    ],
    [
      'has a frame of an impossible size',
      sending(headers, some, Buffer.from('\xff'.repeat(20), 'latin1')),
      /receiving the body, 4 bytes so far/,
    ],
    ['begins without an end of its head', sending(frames.unfinishedHeaders(ok)), /waiting for the first byte/],
    [
      'drips',
      afterRequest((socket) => {
        socket.write(Buffer.concat([frames.settings, headers]));
        const timer = setInterval(() => socket.write(drip), 20);
        socket.on('close', () => clearInterval(timer));
      }),
      /receiving the body, \d+ bytes so far/,
    ],
  ])('since it %s is left at the deadline', async (_what, fault, message) => {
    const server = await startFaultServer(fault);
    const { failure, tookMs } = await failureOf({ url: server.url, httpVersion: '2', timeoutMs: 300 });
    expect(failure).toMatchObject({ reason: 'timeout', message: expect.stringMatching(message) });
    expect(tookMs).toBeLessThan(600);
    await server.allClosed();
  });

  test('is read up to the limit', async () => {
    const server = await startFaultServer(
      endless('', Buffer.concat([frames.settings, headers, ...Array(100).fill(frames.data('x'.repeat(500)))])),
    );
    const answer = await ask({ url: server.url, httpVersion: '2', maxBodyBytes: 10_000 });
    expect(answer).toMatchObject({ bodyBytes: 10_000, bodyTruncated: true });
    await server.allClosed();
  });
});

test('an answer is complete whatever the server says after it', async () => {
  const server = await startFaultServer(
    sendingLast(headers, some, frames.trailers(field('x-sum', '1')), frames.reset(0), frames.goAway(1, 0)),
  );
  expect(await ask({ url: server.url, httpVersion: '2' })).toMatchObject({ statusCode: 200, body: 'some' });
});
