import { z } from 'zod';
import { authKey } from '../auth/registry.ts';
import { connectionFacts, tlsFacts } from '../domain/common-facts.ts';
import { formatEndpoint } from '../http/address.ts';
import { askHealth } from './asking/grpc-health.ts';
import { tlsFilesOf } from './asking/tls-settings.ts';
import { grpcEndpoint } from './options/grpc-endpoint.ts';
import { addressKey, authorityKey, metadataKeys } from './options/grpc-keys.ts';
import { grpcProblems } from './options/grpc-problems.ts';
import { ipFamilyKey, resolverKey } from './options/network-keys.ts';
import { proxyKeys } from './options/proxy-keys.ts';
import { tlsSwitchKey } from './options/tls-keys.ts';
import { defineProbe } from './probe.ts';

/** Asks a gRPC server for its health, or that of one of its services. */
export const grpc = defineProbe({
  type: 'grpc',
  summary: 'Asks a gRPC server for its health, or that of one of its services.',
  options: z.strictObject({
    address: addressKey().describe('Host and port, such as `ledger:50051`.'),
    service: z
      .string()
      .max(1_000)
      .optional()
      .describe('The service whose health is asked for; that of the server as a whole unless given.'),
    method: z
      .enum(['check', 'watch'])
      .default('check')
      .describe('`check` asks once; `watch` opens a stream and takes its first message.'),
    metadata: metadataKeys()
      .optional()
      .describe('Metadata to send along; the value of a name that ends in `-bin` is base64.'),
    authority: authorityKey()
      .optional()
      .describe(
        'The host to name in the call (`:authority`) and, with TLS, to ask for and to verify; the address unless given.',
      ),
    auth: authKey().optional().describe('How the call proves who it is from; sent as metadata.'),
    tls: tlsSwitchKey()
      .optional()
      .describe('`true`, or how a TLS connection is made and what is trusted; not encrypted unless given.'),
    ...proxyKeys,
    ip_family: ipFamilyKey(),
    resolver: resolverKey().optional(),
  }),
  facts: {
    serving: { type: 'string', describes: 'what the health service says: `SERVING`, `NOT_SERVING` or `UNKNOWN`' },
    grpc_status: {
      type: 'string',
      label: 'gRPC status',
      describes: 'the status of the call, such as `OK`; a watch that is left after its first message has none',
    },
    metadata: {
      type: 'map<string, string>',
      describes: 'the fields that the server sent along, trailers among them, by their lower-case names',
      value: ({ headers }) => headers,
    },
    ...connectionFacts,
    ...tlsFacts,
  },
  endpoint: {
    protocols: ['grpc:', 'grpcs:'],
    keys: grpcEndpoint,
  },
  problems: grpcProblems,
  files: ({ tls, auth }) => [
    ...tlsFilesOf(tls),
    ...(auth?.files() ?? []).map(({ path, file }) => ({ path: ['auth', ...path], file })),
  ],
  target: ({ address: { host, port }, service, tls }) =>
    `${tls === undefined ? 'grpc' : 'grpcs'}://${formatEndpoint(host, port)}${service ? `/${service}` : ''}`,
  host: ({ address: { host, port } }) => formatEndpoint(host, port),
  idempotent: () => true,
  observe: (options, context) => askHealth(options, context),
});
