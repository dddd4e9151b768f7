import { describe, expect, test } from 'vitest';
import { LimitedSignal, PhaseTimeout } from '../../src/http/phase-limits.ts';
import { openBlackHole } from '../support/black-hole.ts';
import { saying, startFaultServer } from '../support/fault-server.ts';
import { dripping } from '../support/faults.ts';
import { ask, failureOf } from '../support/http-question.ts';
import { startHttp2Server } from '../support/http2-server.ts';
import { startRawDnsServer } from '../support/raw-dns-server.ts';

const allLimits = { dnsMs: 100, connectMs: 100, tlsMs: 100, firstByteMs: 100 };
const silence = () => undefined;

describe('a phase that takes longer than its limit ends the request', () => {
  test('while the name is looked up', async () => {
    const { address } = await startRawDnsServer({});
    const { failure, tookMs } = await failureOf({
      url: 'http://shop.example/',
      resolver: address,
      phaseLimits: { dnsMs: 100 },
    });
    expect(failure).toMatchObject({
      reason: 'timeout',
      message: 'timeouts.dns: no address within 100ms: resolving shop.example',
    });
    expect(tookMs).toBeLessThan(1_000);
  });

  test('while it connects', async () => {
    const port = await openBlackHole();
    const { failure } = await failureOf({ url: `http://127.0.0.1:${port}`, phaseLimits: { connectMs: 100 } });
    expect(failure).toMatchObject({
      reason: 'timeout',
      message: `timeouts.connect: no connection within 100ms: connecting to 127.0.0.1:${port}`,
      facts: { address: '127.0.0.1', port },
    });
  });

  test('while it waits for TLS, and the connection is let go', async () => {
    const server = await startFaultServer(silence);
    const { failure } = await failureOf({
      url: server.url.replace('http:', 'https:'),
      phaseLimits: { connectMs: 5_000, tlsMs: 100 },
    });
    expect(failure).toMatchObject({
      reason: 'timeout',
      message: 'timeouts.tls: no TLS handshake within 100ms: waiting for the TLS handshake',
    });
    expect(failure.facts.phases?.tls).toBeGreaterThan(90);
    await server.allClosed();
  });

  test.each([
    ['HTTP/1.1', undefined],
    ['HTTP/2', '2'],
  ] as const)('while it waits for an answer of %s', async (_name, httpVersion) => {
    const server =
      httpVersion === undefined ? await startFaultServer(silence) : await startHttp2Server({ answer: silence });
    const { failure } = await failureOf({
      url: server.url,
      phaseLimits: { firstByteMs: 100 },
      ...(httpVersion && { httpVersion }),
    });
    expect(failure).toMatchObject({
      reason: 'timeout',
      message: 'timeouts.first_byte: no answer within 100ms: waiting for the first byte',
    });
    await server.allClosed();
  });
});

test('a body may take longer than its first byte', async () => {
  const { url } = await startFaultServer(dripping('HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n'));
  expect(await ask({ url, phaseLimits: allLimits })).toMatchObject({ bodyBytes: 15 });
});

test('the time of the whole ends a request that keeps its limits', async () => {
  const { url } = await startFaultServer(silence);
  const { failure } = await failureOf({ url, timeoutMs: 100, phaseLimits: { firstByteMs: 5_000 } });
  expect(failure).toMatchObject({
    reason: 'timeout',
    message: 'no complete answer within the timeout: waiting for the first byte',
  });
});

test('every hop has its limits anew', async () => {
  const target = await startFaultServer(saying('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'));
  const start = await startFaultServer(saying(`HTTP/1.1 302 Found\r\nLocation: ${target.url}\r\n\r\n`));
  const answer = await ask({ url: start.url, followRedirects: 1, phaseLimits: allLimits });
  expect(answer).toMatchObject({ statusCode: 200, body: 'ok' });
});

describe('a signal with limits', () => {
  test('has fired already when the one it is made from has', () => {
    const limited = new LimitedSignal({}, AbortSignal.abort('stop'));
    expect(limited.signal).toMatchObject({ aborted: true, reason: 'stop' });
  });

  test('fires once closed neither for a phase nor for the whole', async () => {
    const controller = new AbortController();
    const closed = new LimitedSignal({ connectMs: 1 }, controller.signal);
    const open = new LimitedSignal({ connectMs: 1 }, controller.signal);
    closed.enter('connect');
    open.enter('connect');
    closed.close();
    await new Promise((resolve) => open.signal.addEventListener('abort', resolve));
    controller.abort();
    expect(closed.signal.aborted).toBe(false);
    expect(open.signal.reason).toBeInstanceOf(PhaseTimeout);
  });
});
