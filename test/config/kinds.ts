import { z } from 'zod';
import { expectedStatusKey } from '../../src/domain/expected-status.ts';
import { kindTable } from '../../src/domain/kind-table.ts';
import { secretKey } from '../../src/domain/secret.ts';
import { httpFacts } from '../../src/probes/facts/http-facts.ts';
import { defineProbe, type Probe } from '../../src/probes/probe.ts';

const bearer = z.strictObject({ type: z.literal('bearer'), token: secretKey() }).describe('Sends a token.');
const basic = z.strictObject({ type: z.literal('basic'), username: z.string(), password: secretKey() });

async function neverLooks(): Promise<never> {
  throw new Error('a configuration test does not probe');
}

const http = defineProbe({
  type: 'http',
  summary: 'Sends one HTTP request.',
  options: z.strictObject({
    url: z.url({ protocol: /^https?$/, error: 'expected an http or https URL' }).describe('What to ask.'),
    method: z.enum(['GET', 'HEAD', 'POST']).default('GET').describe('How to ask.'),
    headers: z.record(z.string(), z.string()).default({}).describe('Header fields.'),
    body: z.string().optional().describe('Text to send.'),
    expected_status: expectedStatusKey().prefault('2xx').describe('Which answers are expected.'),
    auth: z.discriminatedUnion('type', [bearer, basic]).optional().describe('Who asks.'),
  }),
  facts: httpFacts,
  problems: ({ method, body }) =>
    method === 'GET' && body !== undefined ? [{ path: ['body'], message: 'GET has no body' }] : [],
  target: ({ url }) => url,
  host: ({ url }) => new URL(url).host,
  idempotent: ({ method }) => method !== 'POST',
  observe: neverLooks,
});

const tcp = defineProbe({
  type: 'tcp',
  summary: 'Opens a TCP connection.',
  options: z.strictObject({
    host: z.string().min(1).describe('Name or address.'),
    port: z.int().min(1).max(65_535).describe('Port.'),
  }),
  facts: {},
  target: ({ host, port }) => `${host}:${port}`,
  host: ({ host }) => host,
  idempotent: () => true,
  observe: neverLooks,
});

/** Two small probes, so that these tests depend on no key of the real ones. */
export const probes = kindTable<Probe>({ http: async () => http, tcp: async () => tcp });
