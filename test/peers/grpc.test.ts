import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import { expect } from 'vitest';
import { type HealthAnswer, listen } from '../support/grpc-server.ts';
import { describeWithPeers } from '../support/peers/available.ts';
import { type Case, healthy, testCases, unhealthy } from '../support/peers/cases.ts';
import { createAuthority } from '../support/peers/certificates.ts';
import { startNginx } from '../support/peers/nginx.ts';
import { startTogether } from '../support/peers/together.ts';
import { freshFolder } from '../support/svcmon.ts';

interface Servers {
  readonly plain: string;
  /** nginx with a certificate for 127.0.0.1, which passes calls on; below it, an upstream that is gone. */
  readonly front: string;
  readonly broken: string;
  readonly caFile: string;
}

const answers: Readonly<Record<string, HealthAnswer>> = {
  '': { serving: 1 },
  'ledger.v1': { serving: 1, trailers: { build: '42' } },
  'broken.v1': { serving: 2 },
  'unsure.v1': { serving: 0 },
  'slow.v1': 'nothing',
};

function start(): Promise<Servers & { stop(): Promise<void> }> {
  return startTogether(async (keep) => {
    const server = await keep(
      listen({
        answer: ({ service, metadata }) => {
          if (service === 'guarded.v1' && metadata.authorization === 'Bearer right') return { serving: 1 };
          if (service === 'guarded.v1') return { code: status.UNAUTHENTICATED, details: 'who are you?' };
          return answers[service] ?? { code: status.NOT_FOUND, details: `no ${service} here` };
        },
      }),
    );
    const folder = await freshFolder();
    const authority = await createAuthority(folder, 'grpc-authority');
    const { certFile, keyFile } = await authority.issue({ name: 'front' });
    const tls = `ssl_certificate ${certFile}; ssl_certificate_key ${keyFile};`;
    const nginx = await keep(
      startNginx(join(folder, 'nginx'), {
        front: {
          listen: 'ssl http2',
          directives: `${tls} location / { grpc_pass grpc://127.0.0.1:${server.port}; }`,
        },
        broken: { listen: 'ssl http2', directives: `${tls} location / { grpc_pass grpc://127.0.0.1:1; }` },
      }),
    );
    return {
      plain: `127.0.0.1:${server.port}`,
      front: `127.0.0.1:${nginx.ports.front}`,
      broken: `127.0.0.1:${nginx.ports.broken}`,
      caFile: authority.certFile,
    };
  });
}

function grpc(address: string, service: string, more: object = {}) {
  return { type: 'grpc', address, service, ...more };
}

const cases: readonly Case<Servers>[] = [
  [
    'a service that serves is healthy',
    ({ plain }) => grpc(plain, 'ledger.v1', { assertions: ["metadata.build == '42'", "grpc_status == 'OK'"] }),
    { ...healthy, type: 'grpc', address: '127.0.0.1', details: { serving: 'SERVING', grpc_status: 'OK' } },
  ],
  ['the server as a whole is asked for without a service', ({ plain }) => ({ type: 'grpc', address: plain }), healthy],
  ['a watch takes the first message', ({ plain }) => grpc(plain, 'ledger.v1', { method: 'watch' }), healthy],
  ['a service that does not serve is unhealthy', ({ plain }) => grpc(plain, 'broken.v1'), unhealthy('not_serving')],
  [
    'a service that cannot tell is unknown',
    ({ plain }) => grpc(plain, 'unsure.v1'),
    { status: 'unknown', reason: 'reported_unknown' },
  ],
  [
    'a service that is not there is told apart',
    ({ plain }) => grpc(plain, 'nobody.v1'),
    unhealthy('service_unknown', { error_message: 'the server answers NOT_FOUND: no nobody.v1 here' }),
  ],
  [
    'a service that never answers is a timeout',
    ({ plain }) => grpc(plain, 'slow.v1', { timeout: '1s' }),
    unhealthy('timeout', { phases: { wait_ms: expect.any(Number) } }),
  ],
  [
    'credentials let in',
    ({ plain }) => grpc(plain, 'guarded.v1', { auth: { type: 'bearer', token: 'right' } }),
    healthy,
  ],
  ['a call without credentials is told apart', ({ plain }) => grpc(plain, 'guarded.v1'), unhealthy('auth_failed')],
  [
    'nginx passes a call on over TLS',
    ({ front, caFile }) =>
      grpc(front, 'ledger.v1', {
        tls: { ca_file: caFile },
        assertions: ["certificate.expires_in > duration('24h')", "metadata.build == '42'"],
      }),
    { ...healthy, tls: { verified: true }, phases: { tls_ms: expect.any(Number) } },
  ],
  [
    'a certificate of an authority that nobody knows fails',
    ({ front }) => grpc(front, 'ledger.v1', { tls: true }),
    { status: 'unhealthy', reason: expect.stringMatching(/^tls_/) },
  ],
  [
    'nginx without its upstream answers without gRPC',
    ({ broken, caFile }) => grpc(broken, 'ledger.v1', { tls: { ca_file: caFile } }),
    unhealthy('query_failed', { status_code: 502 }),
  ],
  [
    'HTTP/1.1 to a gRPC server is told as what it is',
    ({ plain }) => ({ url: `http://${plain}/`, timeout: '2s' }),
    { status: 'unhealthy', reason: expect.stringMatching(/^(protocol_error|connection_reset)$/) },
  ],
];

describeWithPeers(['nginx', 'openssl'], 'gRPC against a server of @grpc/grpc-js, also behind nginx', () => {
  testCases({ start, cases });
});
