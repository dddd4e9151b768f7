import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errors, jwtVerify } from 'jose';
import { describe } from 'vitest';
import { type AskedQuestion, startLocalServer } from '../support/local-server.ts';
import { type Case, healthy, testCases, unhealthy } from '../support/peers/cases.ts';
import { freshFolder } from '../support/svcmon.ts';

const secret = 'a secret that is long enough for every algorithm, 64 bytes or more';
const pairs = {
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: generateKeyPairSync('ed25519'),
};

interface Servers {
  /** Takes tokens of the issuer svcmon for the audience orders, signed by the algorithm that the path names. */
  readonly url: string;
  readonly folder: string;
}

async function start(): Promise<Servers & { stop(): Promise<void> }> {
  const folder = await freshFolder();
  await Promise.all(
    Object.entries(pairs).map(([name, { privateKey }]) => writeFile(join(folder, `${name}.pem`), pemOf(privateKey))),
  );
  const server = await startLocalServer((question, response) => {
    void verdictOn(question).then(([status, body]) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(body),
    );
  });
  return { url: server.url, folder, stop: server.stop };
}

async function verdictOn({ url, headers }: AskedQuestion): Promise<readonly [status: number, body: string]> {
  const algorithm = url.slice(1);
  const token = headers.authorization?.replace(/^Bearer /, '') ?? String(headers['x-token']);
  try {
    const rules = { algorithms: [algorithm], issuer: 'svcmon', audience: 'orders', requiredClaims: ['iat', 'exp'] };
    const { payload, protectedHeader } = await jwtVerify(token, verifyingKey(algorithm), rules);
    return [200, JSON.stringify({ payload, protectedHeader })];
  } catch (error) {
    return [401, error instanceof errors.JOSEError ? error.code : 'not a token'];
  }
}

function pemOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function verifyingKey(algorithm: string): KeyObject | Uint8Array {
  const pair = Object.entries(pairs).find(([name]) => name === algorithm)?.[1];
  return pair?.publicKey ?? new TextEncoder().encode(secret);
}

const who = { type: 'jwt', issuer: 'svcmon', audience: 'orders' };

const cases: readonly Case<Servers>[] = [
  ...['HS256', 'HS384', 'HS512'].map(
    (algorithm): Case<Servers> => [
      `${algorithm} is verified`,
      ({ url }) => ({
        url: `${url}/${algorithm}`,
        auth: { ...who, algorithm, secret, key_id: 'k1', claims: { scope: 'read' } },
        assertions: ['json.payload.scope == "read"', 'json.protectedHeader.kid == "k1"'],
      }),
      { ...healthy, status_code: 200 },
    ],
  ),
  ...Object.entries(pairs).flatMap(([algorithm, { privateKey }]): Case<Servers>[] => [
    [
      `${algorithm} is verified`,
      ({ url }) => ({ url: `${url}/${algorithm}`, auth: { ...who, algorithm, private_key: pemOf(privateKey) } }),
      healthy,
    ],
    [
      `${algorithm} with the key in a file is verified`,
      ({ url, folder }) => ({
        url: `${url}/${algorithm}`,
        auth: { ...who, algorithm, private_key_file: join(folder, `${algorithm}.pem`) },
      }),
      healthy,
    ],
  ]),
  [
    'the times are those that were asked for',
    ({ url }) => ({
      url: `${url}/HS256`,
      auth: { ...who, algorithm: 'HS256', secret, expires_in: '90s', not_before: '30s', subject: 'monitor' },
      assertions: [
        'json.payload.exp - json.payload.iat == 90',
        'json.payload.iat - json.payload.nbf == 30',
        'json.payload.sub == "monitor"',
      ],
    }),
    healthy,
  ],
  [
    'another header carries the token alone',
    ({ url }) => ({ url: `${url}/HS256`, auth: { ...who, algorithm: 'HS256', secret, header: 'X-Token' } }),
    healthy,
  ],
  [
    'another secret is a 401',
    ({ url }) => ({ url: `${url}/HS256`, auth: { ...who, algorithm: 'HS256', secret: `${secret}!` } }),
    unhealthy('unexpected_status', {
      status_code: 401,
      evidence: { body: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' },
    }),
  ],
  [
    'another audience is a 401',
    ({ url }) => ({ url: `${url}/HS256`, auth: { ...who, algorithm: 'HS256', secret, audience: 'ledger' } }),
    unhealthy('unexpected_status', { status_code: 401, evidence: { body: 'ERR_JWT_CLAIM_VALIDATION_FAILED' } }),
  ],
];

describe('jwt against a server that verifies with jose', () => {
  testCases({ start, cases });
});
