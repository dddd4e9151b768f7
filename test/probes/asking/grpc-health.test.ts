import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../src/domain/failure.ts';
import { grpc } from '../../../src/probes/grpc.ts';
import { startConnectProxy } from '../../support/connect-proxy.ts';
import { closedPort, saying, startFaultServer } from '../../support/fault-server.ts';
import { type GrpcServerOptions, type HealthAnswer, startGrpcServer } from '../../support/grpc-server.ts';
import { probeContext } from '../../support/probe-context.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { makeIdentity } from '../../support/tls-certificates.ts';
import { twoWords } from '../../support/two-words.ts';

/** What a check of the port comes to: an observation, or the failure. */
async function look(port: number, options: object = {}, changes: object = {}) {
  const parsed = grpc.options.parse({ address: `127.0.0.1:${port}`, ...options });
  try {
    return await grpc.observe(parsed, probeContext(changes));
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

/** Frames of HTTP/2 (RFC 9113 §4.1), each with its type, flags and stream before its payload. */
function http2Frames(...frames: readonly Frame[]): Buffer {
  return Buffer.concat(
    frames.map(([type, flags, stream, payload]) => {
      const head = Buffer.alloc(9);
      head.writeUIntBE(payload.length, 0, 3);
      head.writeUInt8(type, 3);
      head.writeUInt8(flags, 4);
      head.writeUInt32BE(stream, 5);
      return Buffer.concat([head, Buffer.from(payload)]);
    }),
  );
}

type Frame = readonly [type: number, flags: number, stream: number, payload: readonly number[]];

const settings: Frame = [4, 0, 0, []];
const goAway = (code: number): Frame => [7, 0, 0, [0, 0, 0, 0, 0, 0, 0, code]];
const reset = (code: number): Frame => [3, 0, 1, [0, 0, 0, code]];
const headers = (block: readonly number[], flags: number): Frame => [1, flags, 1, block];
const data = (payload: readonly number[]): Frame => [0, 0, 1, payload];
// HPACK (RFC 7541): `:status: 200` and two literal fields.
const grpcHead = [0x88, ...literal('content-type', 'application/grpc')];
const trailers = headers(literal('grpc-status', '0'), 5);

function literal(name: string, value: string): readonly number[] {
  return [0x00, name.length, ...Buffer.from(name), value.length, ...Buffer.from(value)];
}

function says(answer: HealthAnswer): GrpcServerOptions {
  return { answer: () => answer };
}

describe('the health of a server', () => {
  test('that serves is an observation with its facts', async () => {
    const server = await startGrpcServer({ answer: () => ({ serving: 1, trailers: { build: '42' } }) });
    expect(await look(server.port, { service: 'ledger.v1', metadata: { 'X-Tenant': 'a' } })).toMatchObject({
      type: 'grpc',
      summary: 'SERVING',
      address: '127.0.0.1',
      port: server.port,
      details: { serving: 'SERVING', grpc_status: 'OK' },
      headers: { build: '42', 'grpc-status': '0' },
      complaints: [],
      phases: {
        connect: expect.any(Number),
        send: expect.any(Number),
        wait: expect.any(Number),
        receive: expect.any(Number),
      },
    });
    const [asked] = server.asked;
    expect(asked).toMatchObject({ method: 'Check', service: 'ledger.v1', authority: `127.0.0.1:${server.port}` });
    expect(asked?.metadata).toMatchObject({ 'x-tenant': 'a', 'user-agent': expect.stringMatching(/^svcmon\//) });
  });

  test.each([
    [2, { status: 'unhealthy', reason: 'not_serving', message: 'ledger.v1 is NOT_SERVING' }],
    [0, { status: 'unknown', reason: 'reported_unknown', message: 'ledger.v1 is UNKNOWN' }],
    [9, { status: 'unknown', reason: 'reported_unknown', message: 'ledger.v1 is UNKNOWN' }],
  ])('of serving status %i has a complaint', async (serving, complaint) => {
    const { port } = await startGrpcServer(says({ serving }));
    expect(await look(port, { service: 'ledger.v1' })).toMatchObject({ complaints: [complaint] });
  });

  test.each([
    [status.NOT_FOUND, 'service_unknown', 'NOT_FOUND'],
    [status.UNIMPLEMENTED, 'unimplemented', 'UNIMPLEMENTED'],
    [status.DEADLINE_EXCEEDED, 'timeout', 'DEADLINE_EXCEEDED'],
    [status.UNAUTHENTICATED, 'auth_failed', 'UNAUTHENTICATED'],
    [status.PERMISSION_DENIED, 'auth_failed', 'PERMISSION_DENIED'],
    [status.UNAVAILABLE, 'query_failed', 'UNAVAILABLE'],
    [status.INTERNAL, 'query_failed', 'INTERNAL'],
  ] as const)('that answers status %i is a failure: %s', async (code, reason, name) => {
    const { port } = await startGrpcServer(says({ code, details: 'for a reason, 100 %\u001b[31m' }));
    expect(await look(port)).toMatchObject({
      reason,
      message: `the server answers ${name}: for a reason, 100 %`,
      facts: { address: '127.0.0.1', details: { grpc_status: name }, headers: { 'grpc-status': String(code) } },
    });
  });

  test('without a health service is unimplemented', async () => {
    const { port } = await startGrpcServer();
    expect(await look(port)).toMatchObject({
      reason: 'unimplemented',
      facts: { details: { grpc_status: 'UNIMPLEMENTED' } },
    });
  });

  test('that never answers is ended by the timeout, and the call with it', async () => {
    const server = await startGrpcServer(says('nothing'));
    const failure = await look(server.port, {}, { signal: AbortSignal.timeout(300) });
    expect(failure).toMatchObject({
      reason: 'timeout',
      message: expect.stringContaining('waiting for the answer to the call'),
      facts: { phases: { wait: expect.any(Number) } },
    });
    await expect.poll(server.cancelled).toBe(1);
  });
});

describe('a watch', () => {
  test('takes the first message and leaves', async () => {
    const server = await startGrpcServer(says({ serving: 1 }));
    expect(await look(server.port, { method: 'watch' })).toMatchObject({
      details: { serving: 'SERVING' },
      complaints: [],
    });
    expect(server.asked).toMatchObject([{ method: 'Watch' }]);
    await expect.poll(server.cancelled).toBe(1);
  });

  test('of a service that is not known fails as a check does', async () => {
    const { port } = await startGrpcServer(says({ serving: 3 }));
    expect(await look(port, { method: 'watch', service: 'nobody' })).toMatchObject({
      reason: 'service_unknown',
      message: 'the server does not know nobody',
      facts: { details: { serving: 'SERVICE_UNKNOWN' } },
    });
  });

  test('that is refused is a failure', async () => {
    const { port } = await startGrpcServer(says({ code: status.UNIMPLEMENTED, details: '' }));
    expect(await look(port, { method: 'watch' })).toMatchObject({ reason: 'unimplemented' });
  });

  test('without a message is ended by the timeout', async () => {
    const { port } = await startGrpcServer(says('nothing'));
    expect(await look(port, { method: 'watch' }, { signal: AbortSignal.timeout(200) })).toMatchObject({
      reason: 'timeout',
    });
  });
});

describe('over TLS', () => {
  test('the certificate is verified and kept', async () => {
    const tls = await makeIdentity({ names: ['ledger.example', 'ip:127.0.0.1'] });
    const server = await startGrpcServer({ tls, ...says({ serving: 1 }) });
    const ca_file = join(temporaryFolder(), 'ca.pem');
    await writeFile(ca_file, tls.cert);
    expect(await look(server.port, { tls: { ca_file } })).toMatchObject({
      tls: { verified: true, chain: [{ subject: 'ledger.example' }] },
      phases: { tls: expect.any(Number) },
    });
    expect(await look(server.port, { tls: { ca_file }, authority: 'ledger.example' })).toMatchObject({
      tls: { verified: true },
    });
    expect(await look(server.port, { tls: { ca_file }, authority: 'other.example' })).toMatchObject({
      reason: 'tls_wrong_host',
      facts: { tls: { verified: false, chain: [{ subject: 'ledger.example' }] } },
    });
    expect(server.asked.map(({ authority }) => authority)).toEqual([`127.0.0.1:${server.port}`, 'ledger.example']);
  });

  test('a certificate of nobody we trust is a failure, unless that is wanted', async () => {
    const { port } = await startGrpcServer({ tls: await makeIdentity(), ...says({ serving: 1 }) });
    expect(await look(port, { tls: true })).toMatchObject({ reason: 'tls_self_signed' });
    expect(await look(port, { tls: { insecure: true } })).toMatchObject({
      summary: 'SERVING',
      tls: { verified: false },
    });
  });

  test('is not spoken by every port', async () => {
    const { port } = await startGrpcServer(says({ serving: 1 }));
    expect(await look(port, { tls: true })).toMatchObject({
      reason: 'tls_protocol',
      message: expect.stringContaining('the port does not speak TLS: try it without tls'),
    });
  });

  test('may be what a port wants', async () => {
    const { port } = await startGrpcServer({ tls: await makeIdentity(), ...says({ serving: 1 }) });
    expect(await look(port)).toMatchObject({
      reason: expect.stringMatching(/^(connection_reset|protocol_error)$/),
      message: expect.stringContaining('does the port want tls: true?'),
    });
  });
});

describe('credentials', () => {
  const answer: GrpcServerOptions['answer'] = ({ metadata }) =>
    metadata.authorization === 'Bearer right' ? { serving: 1 } : { code: status.UNAUTHENTICATED, details: 'who?' };

  test.each([
    ['right', { summary: 'SERVING' }],
    ['wrong', { reason: 'auth_failed', message: 'the server answers UNAUTHENTICATED: who?' }],
  ])('that are %s', async (token, expected) => {
    const { port } = await startGrpcServer({ answer });
    expect(await look(port, { auth: { type: 'bearer', token } })).toMatchObject(expected);
  });
});

describe('what is no gRPC server', () => {
  test('refuses the connection', async () => {
    expect(await look(await closedPort())).toMatchObject({ reason: 'connection_refused' });
  });

  test.each([
    ['speaks HTTP/1.1', 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n', 'protocol_error'],
    ['speaks something else', '220 mail ready\r\n', 'protocol_error'],
    ['hangs up', '', 'connection_reset'],
    ['wants to be left alone', http2Frames(settings, goAway(11)), 'connection_reset'],
    ['resets the call', http2Frames(settings, reset(7)), 'connection_reset'],
    ['answers with a page', http2Frames(settings, headers([0x88], 5)), 'protocol_error'],
    ['answers HTTP 404', http2Frames(settings, headers([0x8d], 5)), 'unimplemented'],
    ['ends the call without a status', http2Frames(settings, headers(grpcHead, 5)), 'protocol_error'],
    [
      'answers what is no message',
      http2Frames(settings, headers(grpcHead, 4), data([0, 0, 0, 0, 1, 7]), trailers),
      'protocol_error',
    ],
    [
      'compresses',
      http2Frames(settings, headers(grpcHead, 4), data([1, 0, 0, 0, 2, 8, 1]), trailers),
      'protocol_error',
    ],
    ['answers without a message', http2Frames(settings, headers(grpcHead, 4), trailers), 'protocol_error'],
    [
      'answers without end',
      http2Frames(settings, headers(grpcHead, 4), ...Array(5).fill(data(Array(16_000).fill(0)))),
      'bad_response',
    ],
  ])('%s', async (_name, bytes, reason) => {
    const server = await startFaultServer(saying(bytes));
    expect(await look(server.port)).toMatchObject({ reason, facts: { address: '127.0.0.1' } });
    await server.allClosed();
  });
});

test('a proxy connects us through', async () => {
  const { port } = await startGrpcServer(says({ serving: 1 }));
  const proxy = await startConnectProxy();
  expect(await look(port, { proxy: `http://${proxy.host}` })).toMatchObject({ summary: 'SERVING' });
  expect(proxy.asked).toEqual([`CONNECT 127.0.0.1:${port}`]);
});

test('credentials that are refused are renewed once, and what is timed is the last call', async () => {
  const server = await startGrpcServer({
    answer: ({ metadata }) =>
      metadata['x-word'] === 'second' ? { serving: 1 } : { code: status.UNAUTHENTICATED, details: '' },
  });
  const auth = twoWords();
  const options = { ...grpc.options.parse({ address: `127.0.0.1:${server.port}` }), auth };
  expect(await grpc.observe(options, probeContext())).toMatchObject({ summary: 'SERVING' });
  expect(server.asked.map(({ metadata }) => metadata['x-word'])).toEqual(['first', 'second']);
});
