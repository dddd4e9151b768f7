import { z } from 'zod';
import { connectionFacts, tlsFacts } from '../domain/common-facts.ts';
import { formatEndpoint } from '../http/address.ts';
import { visitSmtp } from './asking/smtp-visit.ts';
import { tlsFilesOf } from './asking/tls-settings.ts';
import { nameKey, passwordKey } from './options/database-keys.ts';
import { hostKey, ipFamilyKey, resolverKey } from './options/network-keys.ts';
import { smtpKeysOf } from './options/smtp-endpoint.ts';
import { encryptionKey, mailboxKey, smtpPortOf, smtpProblems } from './options/smtp-keys.ts';
import { tlsKeys } from './options/tls-keys.ts';
import { defineProbe } from './probe.ts';

/** Speaks with a mail server, and sends nothing. */
export const smtp = defineProbe({
  type: 'smtp',
  summary: 'Speaks with a mail server, may log in and ask whether it would take a mail, and sends none.',
  options: z.strictObject({
    host: hostKey().describe('Host name or IP address.'),
    port: z.int().min(1).max(65_535).optional().describe('Port; 25 unless given, and 465 with `encryption: implicit`.'),
    encryption: encryptionKey(),
    tls: tlsKeys().optional().describe('How a TLS connection is made and what is trusted.'),
    username: nameKey().optional().describe('The user to log in as, by PLAIN or LOGIN.'),
    password: passwordKey().optional().describe('Their password; sent over TLS alone, unless with `encryption: none`.'),
    mail_from: mailboxKey().optional().describe('The sender of a mail that the server is asked to take.'),
    rcpt_to: mailboxKey().optional().describe('Its recipient. The mail is taken back before it is sent.'),
    ip_family: ipFamilyKey(),
    resolver: resolverKey().optional(),
  }),
  facts: {
    greeting: { type: 'string', describes: 'what the server greets with, behind the code' },
    capabilities: {
      type: 'list<string>',
      describes: 'what it offers, e.g. `capabilities.exists(c, c.startsWith("SIZE "))`; over TLS where there is TLS',
    },
    code: { type: 'int', describes: 'the code of its last reply but those to RSET and QUIT' },
    encrypted: { type: 'bool', describes: 'whether the conversation went over to TLS' },
    ...connectionFacts,
    ...tlsFacts,
  },
  problems: smtpProblems,
  files: ({ tls }) => tlsFilesOf(tls),
  endpoint: { protocols: ['smtp:', 'smtps:'], keys: smtpKeysOf },
  target: (options) =>
    `${options.encryption === 'implicit' ? 'smtps' : 'smtp'}://${formatEndpoint(options.host, smtpPortOf(options))}`,
  host: (options) => formatEndpoint(options.host, smtpPortOf(options)),
  idempotent: () => true,
  observe: (options, context) => visitSmtp({ ...options, port: smtpPortOf(options) }, context),
});
