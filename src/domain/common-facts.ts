import type { FactTable } from './fact.ts';
import type { TlsFacts } from './observation.ts';

/** What there is to say of every attempt. */
export const timeFacts = {
  response_time: {
    type: 'duration',
    describes: "how long the last attempt took, e.g. `response_time < duration('500ms')`",
    value: ({ responseTimeMs }) => responseTimeMs,
  },
} as const satisfies FactTable;

/** What there is to say of an attempt that connects. */
export const connectionFacts = {
  ...timeFacts,
  ip: {
    type: 'string',
    describes: 'the address that was connected to',
    value: ({ address }) => address,
  },
} as const satisfies FactTable;

/** What there is to say of an attempt that may make a TLS handshake. */
export const tlsFacts = {
  certificate: {
    type: {
      fields: {
        expires_in: 'duration',
        expires_at: 'timestamp',
        subject: 'string',
        issuer: 'string',
        names: 'list<string>',
        verified: 'bool',
        protocol: 'string',
      },
    },
    describes:
      "the server's certificate: `expires_in`, `expires_at`, `subject`, `issuer`, `names`, `verified`, `protocol`",
    value: ({ tls }, now) => certificateValue(tls, now),
  },
} as const satisfies FactTable;

function certificateValue(tls: TlsFacts | undefined, now: number): object | undefined {
  const leaf = tls?.chain[0];
  if (tls === undefined || leaf === undefined) return undefined;
  return {
    expires_in: leaf.validToAt - now,
    expires_at: leaf.validToAt,
    subject: leaf.subject,
    issuer: leaf.issuer,
    names: [...leaf.altNames],
    verified: tls.verified,
    protocol: tls.protocol,
  };
}
