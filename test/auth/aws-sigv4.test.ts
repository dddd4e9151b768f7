import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { authKey } from '../../src/auth/registry.ts';
import type { UnprovenRequest } from '../../src/auth/scheme.ts';
import { authContext, unprovenRequest } from '../support/auth-context.ts';
import { failureFrom } from '../support/failures.ts';
import { createFakeClock } from '../support/fake-clock.ts';

// Those of the AWS Signature Version 4 test suite.
const example = {
  type: 'aws_sigv4',
  access_key_id: 'AKIDEXAMPLE',
  secret_access_key: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
  service: 'service',
};
const host = 'https://example.amazonaws.com';
const sessionToken =
  'AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==';

async function sign(request: Partial<UnprovenRequest>, options: object = {}) {
  const auth = authKey().parse({ ...example, ...options });
  const clock = createFakeClock({ at: Date.UTC(2015, 7, 30, 12, 36, 0) });
  const given = await auth.credentials(unprovenRequest({ url: `${host}/`, ...request }), authContext({ clock }));
  expect(Object.keys(given.headers).toSorted()).toEqual(auth.adds().headers.toSorted());
  expect(given.params).toEqual({});
  return given.headers;
}

/** What is signed and the signature. */
async function signatureOf(request: Partial<UnprovenRequest>, options: object = {}): Promise<string> {
  const { Authorization = '' } = await sign(request, options);
  return Authorization.replace(/^AWS4-HMAC-SHA256 Credential=[^,]*, SignedHeaders=([^,]*), Signature=/, '$1 ');
}

const unreserved = '-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const form = { method: 'POST', body: Buffer.from('Param1=value1') };

// Without the cases that no URL can express: raw blanks and characters beyond ASCII in a path, and headers twice or over several lines.
describe('the published test suite', () => {
  const vanilla = 'host;x-amz-date 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31';
  const postVanilla = 'host;x-amz-date 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b';
  const postQuery = 'host;x-amz-date 28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11';

  test.each<[name: string, request: Partial<UnprovenRequest>, signature: string]>([
    ['get-vanilla', {}, vanilla],
    [
      'get-vanilla-empty-query-key',
      { url: `${host}/?Param1=value1` },
      'host;x-amz-date a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb',
    ],
    [
      'get-vanilla-query-order-key',
      { url: `${host}/?Param1=value2&Param1=Value1` },
      'host;x-amz-date eedbc4e291e521cf13422ffca22be7d2eb8146eecf653089df300a15b2382bd1',
    ],
    [
      'get-vanilla-query-order-key-case',
      { url: `${host}/?Param2=value2&Param1=value1` },
      'host;x-amz-date b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    ],
    [
      'get-vanilla-query-order-value',
      { url: `${host}/?Param1=value2&Param1=value1` },
      'host;x-amz-date 5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694',
    ],
    [
      'get-vanilla-query-unreserved',
      { url: `${host}/?${unreserved}=${unreserved}` },
      'host;x-amz-date 9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197',
    ],
    [
      'get-vanilla-utf8-query',
      { url: `${host}/?%E1%88%B4=bar` },
      'host;x-amz-date 2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04',
    ],
    ['get-slash', { url: `${host}//` }, vanilla],
    [
      'get-slashes',
      { url: `${host}//example//` },
      'host;x-amz-date 9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84',
    ],
    ['post-vanilla', { method: 'POST' }, postVanilla],
    ['post-vanilla-query', { method: 'POST', url: `${host}/?Param1=value1` }, postQuery],
    [
      'post-header-key-sort',
      { method: 'POST', headers: { 'My-Header1': 'value1' } },
      'host;my-header1;x-amz-date c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c',
    ],
    [
      'post-header-value-case',
      { method: 'POST', headers: { 'My-Header1': 'VALUE1' } },
      'host;my-header1;x-amz-date cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d',
    ],
    [
      'get-header-value-trim',
      { headers: { 'My-Header1': ' value1', 'My-Header2': ' "a   b   c"' } },
      'host;my-header1;my-header2;x-amz-date acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
    ],
    [
      'post-x-www-form-urlencoded',
      { ...form, contentType: 'application/x-www-form-urlencoded' },
      'content-type;host;x-amz-date ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
    ],
    [
      'post-x-www-form-urlencoded-parameters',
      { ...form, headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf8' }, contentType: 'other' },
      'content-type;host;x-amz-date 1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe',
    ],
  ])('%s', async (_name, request, signature) => {
    expect(await signatureOf(request)).toBe(signature);
  });

  test('post-sts-header-before', async () => {
    const options = { session_token: sessionToken };
    expect(await signatureOf({ method: 'POST' }, options)).toBe(
      'host;x-amz-date;x-amz-security-token 85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead',
    );
    expect(await sign({ method: 'POST' }, options)).toMatchObject({ 'X-Amz-Security-Token': sessionToken });
  });

  test('has the date and the scope in its headers', async () => {
    expect(await sign({})).toEqual({
      'X-Amz-Date': '20150830T123600Z',
      Authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ' +
        'SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    });
  });
});

describe('aws_sigv4', () => {
  test('signs the Host that the request brings along', async () => {
    expect(await signatureOf({ url: 'http://127.0.0.1:9000/', headers: { host: 'example.amazonaws.com' } })).toBe(
      await signatureOf({}),
    );
    expect(await signatureOf({ url: 'https://example.amazonaws.com:8443/' })).not.toBe(await signatureOf({}));
  });

  test('leaves alone what proxies change', async () => {
    const headers = { 'User-Agent': 'svcmon', Connection: 'close' };
    expect(await signatureOf({ headers })).toBe(await signatureOf({}));
  });

  test.each(['s3', 'aoss'])('tells %s the hash of the body', async (service) => {
    const body = Buffer.from('a');
    const hash = createHash('sha256').update(body).digest('hex');
    expect(await sign({ body, method: 'PUT' }, { service })).toMatchObject({ 'X-Amz-Content-Sha256': hash });
  });

  test('encodes a path twice, and once for s3', async () => {
    // The examples of the S3 documentation have another date; what matters is which paths are one.
    const encoded = { url: `${host}/a%20b|c` };
    expect(await signatureOf(encoded)).not.toBe(await signatureOf({ url: `${host}/a%2520b|c` }));
    expect(await signatureOf(encoded)).toBe(await signatureOf({ url: `${host}/a%20b%7Cc` }));
    expect(await signatureOf(encoded, { service: 's3' })).toBe(
      await signatureOf({ url: `${host}/%61%20b%7Cc` }, { service: 's3' }),
    );
  });

  test('has no signature for a path that s3 cannot decode', async () => {
    const failure = await failureFrom(sign({ url: `${host}/100%` }, { service: 's3' }));
    expect(failure).toMatchObject({ reason: 'auth_failed', message: expect.stringContaining('percent sign') });
  });

  test('signs anew for every request', async () => {
    const auth = authKey().parse(example);
    const clock = createFakeClock();
    const context = authContext({ clock });
    const first = await auth.credentials(unprovenRequest(), context);
    await clock.advance(1_000);
    const second = await auth.credentials(unprovenRequest(), context);
    expect(second.headers['X-Amz-Date']).not.toBe(first.headers['X-Amz-Date']);
    expect(second.headers.Authorization).not.toBe(first.headers.Authorization);
  });

  test.each([
    [{ secret_access_key: 'two words' }],
    [{ secret_access_key: '' }],
    [{ session_token: 'a\n' }],
    [{ access_key_id: 'AKID/EXAMPLE' }],
    [{ access_key_id: '' }],
    [{ region: 'Frankfurt am Main' }],
    [{ service: 'S3' }],
    [{ region: undefined }],
    [{ service: undefined }],
  ])('refuses %j', (options) => {
    expect(authKey().safeParse({ ...example, ...options }).success).toBe(false);
  });
});
