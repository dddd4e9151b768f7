import { z } from 'zod';
import { durationKey } from '../domain/duration.ts';
import { secretKey } from '../domain/secret.ts';
import { cidrKey } from './cidr-key.ts';
import { expectedListenAddress, parseListenAddress } from './listen-address.ts';

const email = z
  .string()
  .regex(/^(?:\*|[^@\s]+)@[^@\s]+$/, { error: 'expected an address such as "ada@example.com" or "*@example.com"' });

const oidc = z.strictObject({
  issuer: z
    .url({ protocol: /^https?$/, error: 'expected the URL of the issuer' })
    .regex(/^https:|^http:\/\/(?:127\.|localhost[:/]|\[::1\])/, {
      error: 'expected https, but for an issuer on this machine',
    })
    .describe('Its URL, below which `/.well-known/openid-configuration` is found.'),
  client_id: z.string().min(1).describe('As the issuer knows svcmon.'),
  client_secret: secretKey().optional().describe('None for a public client.'),
  scopes: z.array(z.string().min(1)).default(['openid', 'email', 'profile']).describe('What is asked for.'),
  redirect_url: z
    .url({ protocol: /^https?$/, error: 'expected a URL' })
    .describe('`https://HOST/BASE_PATH/login/callback`, as it is registered at the issuer.'),
  groups_claim: z.string().min(1).default('groups').describe('The claim that holds the groups of a person.'),
  allow: z
    .array(
      z
        .strictObject({
          email: email.optional().describe('A verified address, or `*@DOMAIN`.'),
          group: z.string().min(1).optional().describe('A group in the claim.'),
          scope: z.enum(['read', 'write', 'admin']).describe('What they may do.'),
        })
        .refine(({ email: address, group }) => (address === undefined) !== (group === undefined), {
          error: 'expected either "email" or "group"',
        }),
    )
    .min(1)
    .describe('Who may do what; of several that fit, the most counts.'),
});

/** The `server:` of a file. */
export const serverKeys = z.strictObject({
  listen: z
    .string()
    .transform((text, context) => {
      const address = parseListenAddress(text);
      if (address !== undefined) return address;
      context.addIssue({ code: 'custom', message: expectedListenAddress, input: text });
      return z.NEVER;
    })
    .optional()
    .describe(
      'Address and port at which `svcmon monitor` listens, such as `127.0.0.1:8686`; nowhere without it. Beyond this machine only with a token (`svcmon token create`) or `oidc`.',
    ),
  base_path: z
    .string()
    .regex(/^\/(?:[\w.~-]+\/?)*$/, { error: 'expected a path such as "/" or "/svcmon"' })
    .transform((path) => path.replace(/\/$/, ''))
    .prefault('/')
    .describe('What every path begins with, where a proxy passes on only a part of a site.'),
  hosts: z
    .array(z.string().regex(/^[\w.-]+$/, { error: 'expected a host name without a port' }))
    .default([])
    .describe('Names under which it is called beside `localhost`, IP addresses and the host of `listen`.'),
  cors_origins: z
    .array(z.string().regex(/^https?:\/\/[^/\s*]+$/, { error: 'expected an origin such as "https://wiki.example"' }))
    .default([])
    .describe('Web sites whose pages may call the API with a token.'),
  require_token: z
    .boolean()
    .default(false)
    .describe('Ask for a token for reading also on this machine; beyond it one is always asked for.'),
  read_only: z
    .boolean()
    .default(false)
    .describe(
      'Refuse to change services through the API, where the configuration comes from somewhere else, such as git.',
    ),
  trust_proxy: z
    .union([z.literal(false), z.array(cidrKey()).min(1)], { error: 'expected false or a list of addresses' })
    .default(false)
    .describe('Proxies in front, as addresses or CIDR ranges, whose `X-Forwarded-*` headers are believed.'),
  rate_limit: z
    .strictObject({
      max_requests: z.int().min(1).max(1_000_000).default(3_000).describe('Most of them within the window.'),
      time_window: durationKey({ minMs: 1_000, maxMs: 3_600_000 }).prefault('60s').describe('Length of the window.'),
    })
    .prefault({})
    .describe('Requests of one client address.'),
  access_log: z
    .enum(['all', 'changes', 'none'])
    .default('changes')
    .describe('Which requests are logged: `changes` are those that change something or are refused.'),
  allow_private_targets: z
    .union([z.boolean(), z.array(cidrKey()).min(1)], { error: 'expected true, false or a list of CIDR ranges' })
    .default(false)
    .describe(
      'Whether what is checked at the request of a caller of the API may be in private, loopback or link-local networks: all of them, or those in the list. Services of the configuration file may be anywhere.',
    ),
  probe_targets: z
    .array(z.string().min(1))
    .default([])
    .describe('Targets for which `GET /probe` needs no more than reading; `*` stands for any text.'),
  modules: z
    .record(z.string().regex(/^[\w.-]{1,64}$/), z.looseObject({ type: z.string().describe('A type of service.') }))
    .default({})
    .describe('Further modules of `GET /probe`: the keys of a service without its name and its target.'),
  oidc: oidc.optional().describe('Lets people log in to the dashboard at an OpenID provider.'),
});

/** The same, parsed. */
export type ServerOptions = z.output<typeof serverKeys>;
