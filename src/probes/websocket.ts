import { z } from 'zod';
import { authKey } from '../auth/registry.ts';
import { answerFacts } from '../domain/answer-facts.ts';
import { connectionFacts, tlsFacts } from '../domain/common-facts.ts';
import { redactUrl } from '../domain/redaction.ts';
import { tlsFilesOf } from './asking/tls-settings.ts';
import { visitWebSocket } from './asking/websocket-visit.ts';
import { ipFamilyKey, resolverKey } from './options/network-keys.ts';
import { patternKey } from './options/pattern-key.ts';
import { proxyKeys } from './options/proxy-keys.ts';
import { tlsKeys } from './options/tls-keys.ts';
import { handshakeHeaderKeys, originKey, subprotocolsKey, webSocketUrlKey } from './options/websocket-keys.ts';
import { webSocketProblems } from './options/websocket-problems.ts';
import { defineProbe } from './probe.ts';

/** Opens a WebSocket, says something and waits for the expected message where asked to, and closes it again. */
export const websocket = defineProbe({
  type: 'websocket',
  summary: 'Opens a WebSocket, and may send a message and expect one.',
  options: z.strictObject({
    url: webSocketUrlKey().describe('What is opened: an absolute ws or wss URL.'),
    send: z.string().optional().describe('The text message to send once it is open.'),
    expect: patternKey()
      .optional()
      .describe(
        'A regular expression (RE2) that a message must match somewhere in its first 65,536 characters; others are passed over. Binary messages are read as UTF-8.',
      ),
    ping: z.boolean().default(false).describe('Send a ping and wait for its pong before anything else.'),
    subprotocols: subprotocolsKey()
      .optional()
      .describe('The subprotocols to offer, the preferred one first; the server must choose one of them.'),
    origin: originKey().optional().describe('The Origin header, as a page of that site would send it.'),
    headers: handshakeHeaderKeys().optional().describe('Header fields of the handshake.'),
    auth: authKey().optional().describe('How the handshake proves who it is from.'),
    tls: tlsKeys().optional().describe('How a TLS connection is made and what is trusted.'),
    ...proxyKeys,
    ip_family: ipFamilyKey(),
    resolver: resolverKey().optional(),
  }),
  facts: {
    answer: {
      type: 'string',
      describes: 'the message that matched, where `expect` asked for one',
      value: ({ answer }) => answer,
    },
    status: { ...answerFacts.status, describes: 'the status code of the handshake: 101' },
    headers: answerFacts.headers,
    subprotocol: { type: 'string', describes: 'the subprotocol that the server chose' },
    close_code: {
      type: 'int',
      describes:
        'the code with which the server closed the WebSocket in the end, as a rule 1000; none where it did not',
    },
    ...connectionFacts,
    ...tlsFacts,
  },
  endpoint: {
    protocols: ['ws:', 'wss:'],
    keys: ({ href }) => ({ url: href }),
  },
  problems: webSocketProblems,
  files: ({ tls, auth }) => [
    ...tlsFilesOf(tls),
    ...(auth?.files() ?? []).map(({ path, file }) => ({ path: ['auth', ...path], file })),
  ],
  target: ({ url }) => redactUrl(url),
  host: ({ url }) => new URL(url).host,
  idempotent: () => true,
  observe: (options, context) => visitWebSocket(options, context),
});
