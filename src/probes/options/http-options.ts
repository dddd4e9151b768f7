import { z } from 'zod';
import { authKey } from '../../auth/registry.ts';
import { expectedStatusKey } from '../../domain/expected-status.ts';
import { headerKeys, httpUrlKey, methodKey } from '../../http/request-keys.ts';
import { graphqlKey, multipartKey } from './body-keys.ts';
import { paramKeys } from './http-keys.ts';
import { httpVersionKey } from './http-version-key.ts';
import { ipFamilyKey, resolverKey } from './network-keys.ts';
import { phaseTimeoutsKey } from './phase-timeouts-key.ts';
import { proxyKeys } from './proxy-keys.ts';
import { tlsKeys } from './tls-keys.ts';

/** The keys of an http service beside those that every service has. */
export const httpKeys = z.strictObject({
  url: httpUrlKey().describe('What is asked: an absolute http or https URL.'),
  method: methodKey().prefault('GET').describe('The request method.'),
  params: paramKeys().optional().describe('Query parameters, added to those of the URL; a list repeats its name.'),
  headers: headerKeys().optional().describe('Header fields.'),
  json: z.unknown().optional().describe('The body, sent as JSON.'),
  form: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .optional()
    .describe('The body, sent as a form (application/x-www-form-urlencoded).'),
  body: z
    .string()
    .optional()
    .describe('The body as it stands; sent as text/plain unless `headers` name another Content-Type.'),
  body_file: z
    .string()
    .min(1)
    .optional()
    .describe(
      'The file that holds the body, at most 16 MiB; read anew when it changes, relative to the working directory. Sent as application/octet-stream unless `headers` name another Content-Type.',
    ),
  graphql: graphqlKey()
    .optional()
    .describe(
      'The body, sent by POST as a GraphQL operation; an answer with `errors` is unhealthy whatever its status code.',
    ),
  multipart: multipartKey()
    .optional()
    .describe(
      'The body, sent as a form with files (multipart/form-data): fields by name, each a text or `{ file, type, name }` – a file of at most 16 MiB, relative to the working directory, and where they differ from application/octet-stream and its own name, its media type and the name to tell.',
    ),
  follow_redirects: z
    .union([z.literal(false), z.int().min(0).max(20)], { error: 'expected false or a number from 0 to 20' })
    .default(5)
    .describe('How many redirects are followed; false judges the redirect itself.'),
  expected_status: expectedStatusKey()
    .prefault('2xx')
    .describe('The status codes of a healthy answer: `200`, `"2xx"`, `"200-299"`, or a list of these.'),
  understand: z
    .literal('health')
    .optional()
    .describe(
      '`health`: the answer is a health report, and what it says counts beside its status code: application/health+json, Spring Boot Actuator, ASP.NET Core, or a word such as `UP`.',
    ),
  auth: authKey().optional().describe('How the request proves who it is from.'),
  tls: tlsKeys().optional().describe('How a TLS connection is made and what is trusted.'),
  http_version: httpVersionKey().meta({
    description:
      '`1.1`; `2`: HTTP/2 and nothing else, over plain http by prior knowledge; `auto`: over https whatever of the two the server chooses, over plain http 1.1.',
    'x-svcmon-default': '1.1',
  }),
  timeouts: phaseTimeoutsKey()
    .optional()
    .describe(
      'What single phases of an attempt may take, each within its `timeout`; no limits of their own unless given.',
    ),
  ...proxyKeys,
  each_address: z
    .boolean()
    .default(false)
    .describe(
      'Ask every address that the host resolves to, at most 16 at once, each by the same name; the worst answer counts, and it says which addresses failed.',
    ),
  robots: z
    .literal('respect')
    .optional()
    .describe('`respect`: ask only what the robots.txt of the server allows `svcmon` (RFC 9309), read once a day.'),
  ip_family: ipFamilyKey(),
  resolver: resolverKey().optional(),
});

/** The options of an http service, as parsed. */
export type HttpOptions = z.output<typeof httpKeys>;
