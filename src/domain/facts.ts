import { Duration } from '@marcbachmann/cel-js/evaluator';
import type { CertificateFacts, HttpObservation, Observation, TcpObservation, TlsFacts } from './observation.ts';

/** A name that assertions may use, with its CEL type and what it holds; the documentation's table is made from these. */
export interface FactDefinition<Observed extends Observation> {
  readonly type: string | { readonly fields: Readonly<Record<string, string>> };
  readonly describes: string;
  /** True for facts that are missing or wrong when the body was cut off at the limit. */
  readonly fromBody?: boolean;
  /** The value in CEL's terms; undefined where this observation has none, so that its use fails. */
  value(observation: Observed, now: number): unknown;
}

/** Thrown by a fact that cannot be had; its message says why. */
class FactUnavailable extends Error {}

const durationType = 'google.protobuf.Duration';

const common = {
  response_time: {
    type: durationType,
    describes: "how long the last attempt took, e.g. `response_time < duration('500ms')`",
    value: ({ responseTimeMs }) => Duration.fromMilliseconds(responseTimeMs),
  },
  ip: {
    type: 'string',
    describes: 'the address that was connected to',
    value: ({ address }) => address,
  },
  certificate: {
    type: {
      fields: {
        expires_in: durationType,
        expires_at: 'google.protobuf.Timestamp',
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
} satisfies Record<string, FactDefinition<Observation>>;

const httpFacts: Readonly<Record<string, FactDefinition<HttpObservation>>> = {
  status: { type: 'int', describes: 'the status code', value: ({ statusCode }) => BigInt(statusCode) },
  headers: {
    type: 'map<string, string>',
    describes: 'the header fields by name in any case; repeated ones joined with ", "',
    value: ({ headers }) => caseInsensitive(headers),
  },
  body: { type: 'string', describes: 'the decoded body, up to 1 MiB', fromBody: true, value: ({ body }) => body },
  json: {
    type: 'dyn',
    describes: 'the body as JSON, e.g. `json.queue.depth < 100`; a body that is not JSON fails the assertion',
    fromBody: true,
    value: ({ body }) => parseJson(body),
  },
  redirects: {
    type: 'list<map<string, dyn>>',
    describes: 'the redirects that were followed, each with `url`, `status`, `location`',
    value: ({ redirects }) =>
      redirects.map(({ url, statusCode, location }) => ({ url, status: BigInt(statusCode), location })),
  },
  http_version: { type: 'string', describes: '`1.0` or `1.1`', value: ({ httpVersion }) => httpVersion },
  ...common,
};

const tcpFacts: Readonly<Record<string, FactDefinition<TcpObservation>>> = {
  answer: {
    type: 'string',
    describes: 'what the server said, where `expect` asked for it',
    value: ({ answer }) => answer,
  },
  response_time: common.response_time,
  ip: common.ip,
};

/** The names that assertions on one type of service may use. */
export const factsByType: {
  readonly [Type in Observation['type']]: Readonly<
    Record<string, FactDefinition<Extract<Observation, { type: Type }>>>
  >;
} = {
  http: httpFacts,
  tcp: tcpFacts,
};

/** The values of the named facts of one observation; throws FactUnavailable for one that should be there and is unusable. */
export function factsOf(observation: Observation, names: readonly string[], now: number): Record<string, unknown> {
  const factNamed = (name: string): unknown =>
    observation.type === 'http'
      ? factsByType.http[name]?.value(observation, now)
      : factsByType.tcp[name]?.value(observation, now);
  const pairs = names.map((name) => [name, factNamed(name)] as const);
  const missing = pairs.find(([, value]) => value === undefined);
  if (missing) throw new FactUnavailable(`there is no ${missing[0]}`);
  return Object.fromEntries(pairs);
}

function certificateValue(tls: TlsFacts | undefined, now: number): object | undefined {
  const leaf: CertificateFacts | undefined = tls?.chain[0];
  if (tls === undefined || leaf === undefined) return undefined;
  return {
    expires_in: Duration.fromMilliseconds(leaf.validToAt - now),
    expires_at: new Date(leaf.validToAt),
    subject: leaf.subject,
    issuer: leaf.issuer,
    names: [...leaf.altNames],
    verified: tls.verified,
    protocol: tls.protocol,
  };
}

function parseJson(body: string): unknown {
  if (body.trim() === '') throw new FactUnavailable('the body is empty, not JSON');
  if (countUpTo(mostContainers, body, '[') + countUpTo(mostContainers, body, '{') >= mostContainers) {
    throw new FactUnavailable(`the body is JSON of more than ${mostContainers} objects and arrays`);
  }
  try {
    return JSON.parse(body);
  } catch {
    throw new FactUnavailable(`the body is not JSON: it begins with ${JSON.stringify(body.slice(0, 40))}`);
  }
}

// A mebibyte of nothing but brackets takes a hundred times as long to parse as one of data, and nothing can stop the parser.
const mostContainers = 100_000;

/** How often a character occurs, given up at the limit. */
function countUpTo(limit: number, text: string, character: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0 && count < limit; at = text.indexOf(character, at + 1)) count += 1;
  return count;
}

/** Field names are case-insensitive (RFC 9110 §5.1); observations hold them in lower case. */
function caseInsensitive(headers: Readonly<Record<string, string>>): object {
  const lower = (key: string | symbol) => (typeof key === 'string' ? key.toLowerCase() : key);
  return new Proxy(headers, {
    get: (target, key) => Reflect.get(target, lower(key)),
    has: (target, key) => Reflect.has(target, lower(key)),
    getOwnPropertyDescriptor: (target, key) => Reflect.getOwnPropertyDescriptor(target, lower(key)),
  });
}
