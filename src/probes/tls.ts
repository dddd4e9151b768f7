import { z } from 'zod';
import { formatEndpoint } from '../http/address.ts';
import { shakeHands } from './asking/tls-handshake.ts';
import { tlsFilesOf, tlsSettingsOf } from './asking/tls-settings.ts';
import { tlsProbeFacts } from './facts/tls-probe-facts.ts';
import { endpointOf } from './options/endpoint-url.ts';
import { hostKey, ipFamilyKey, resolverKey } from './options/network-keys.ts';
import { type StartTlsProtocol, startTlsKey, startTlsPorts } from './options/starttls-key.ts';
import { trustKeys, trustProblems } from './options/tls-keys.ts';
import { defineProbe } from './probe.ts';

/** Does a TLS handshake, looks at the whole chain of certificates, and says nothing over the connection. */
export const tls = defineProbe({
  type: 'tls',
  summary: 'Does a TLS handshake and looks at the certificates that the server shows.',
  options: z.strictObject({
    host: hostKey().describe('Host name or IP address.'),
    port: z
      .int()
      .min(1)
      .max(65_535)
      .optional()
      .describe('Port; 443 unless given, and with `starttls` the one that its protocol has by convention.'),
    starttls: startTlsKey().optional(),
    alpn: z
      .array(z.string().regex(/^[\x21-\x7e]{1,255}$/, { error: 'expected the name of a protocol, such as h2' }))
      .default([])
      .describe('The protocols to offer (ALPN), e.g. `[h2, http/1.1]`; none unless given.'),
    ...trustKeys,
    ip_family: ipFamilyKey(),
    resolver: resolverKey().optional(),
  }),
  facts: tlsProbeFacts,
  problems: trustProblems,
  files: (options) => tlsFilesOf(options, []),
  endpoint: { protocols: ['tls:'], keys: (url) => endpointOf(url, ['starttls', 'server_name']) },
  target: (options) => formatEndpoint(options.host, portOf(options)),
  host: (options) => formatEndpoint(options.host, portOf(options)),
  idempotent: () => true,
  observe: (options, context) =>
    shakeHands({ ...options, port: portOf(options), settings: () => tlsSettingsOf(options, []) }, context),
});

interface Addressed {
  readonly port?: number | undefined;
  readonly starttls?: StartTlsProtocol | undefined;
}

function portOf({ port, starttls }: Addressed): number {
  return port ?? (starttls === undefined ? 443 : startTlsPorts[starttls]);
}
