import { z } from 'zod';

const protocols = ['smtp', 'imap', 'pop3', 'ftp', 'xmpp', 'postgres', 'ldap'] as const;

/** A protocol that goes over from plain text to TLS on one connection. */
export type StartTlsProtocol = (typeof protocols)[number];

/** The port that each has by convention. */
export const startTlsPorts: Readonly<Record<StartTlsProtocol, number>> = {
  smtp: 25,
  imap: 143,
  pop3: 110,
  ftp: 21,
  xmpp: 5_222,
  postgres: 5_432,
  ldap: 389,
};

/** The `starttls` key. */
export function startTlsKey() {
  return z
    .enum(protocols)
    .describe('The protocol in whose words TLS is asked for, where the port begins in plain text.');
}
