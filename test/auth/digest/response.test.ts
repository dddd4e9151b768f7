import { expect, test } from 'vitest';
import { strongestChallenge } from '../../../src/auth/digest/challenge.ts';
import { type DigestQuestion, digestAuthorization } from '../../../src/auth/digest/response.ts';

/** The fields of the answer to a challenge; by default the request of RFC 7616 §3.9.1. */
function answerTo(header: string, changes: Partial<DigestQuestion> = {}): Record<string, string> {
  const chosen = strongestChallenge(header);
  if (!chosen.ok) throw new Error(chosen.problem);
  const authorization = digestAuthorization({
    challenge: chosen.challenge,
    username: 'Mufasa',
    password: 'Circle of Life',
    method: 'GET',
    uri: '/dir/index.html',
    body: undefined,
    cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
    nonceCount: 1,
    ...changes,
  });
  const fields = authorization.replace('Digest ', '').split(', ');
  return Object.fromEntries(fields.map((field) => field.split(/=(.*)/s).slice(0, 2)));
}

const realm = 'realm="http-auth@example.org", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"';
const rest = 'qop="auth, auth-int", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';

test.each([
  ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
  ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
])('answers with %s as in RFC 7616 §3.9.1', (algorithm, response) => {
  expect(answerTo(`Digest ${realm}, ${rest}, algorithm=${algorithm}`)).toEqual({
    username: '"Mufasa"',
    realm: '"http-auth@example.org"',
    uri: '"/dir/index.html"',
    algorithm,
    nonce: '"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"',
    nc: '00000001',
    cnonce: '"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"',
    qop: 'auth',
    response: `"${response}"`,
    opaque: '"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"',
  });
});

test('answers with SHA-512-256 and a hashed user name as in RFC 7616 §3.9.2, its hashes mended by erratum 4897', () => {
  const challenge =
    'Digest realm="api@example.org", qop="auth", algorithm=SHA-512-256, charset=UTF-8, userhash=true, ' +
    'nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", opaque="HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS"';
  const asked = {
    username: 'Jäsøn Doe',
    password: 'Secret, or not?',
    uri: '/doe.json',
    cnonce: 'NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v',
  };
  expect(answerTo(challenge, asked)).toMatchObject({
    username: '"793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b"',
    response: '"3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5"',
    userhash: 'true',
  });
});

test('answers a server that knows RFC 2069 only, without a count', () => {
  // The example of RFC 2069 §2.4, its response as its errata mend it.
  const answer = answerTo('Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"', {
    password: 'CircleOfLife',
  });
  expect(Object.keys(answer)).toEqual(['username', 'realm', 'nonce', 'uri', 'response']);
  expect(answer.response).toBe('"1949323746fe6a43ef61f9606e7febea"');
});

test('a user name beyond ASCII is sent as RFC 8187 has it', () => {
  expect(answerTo('Digest realm="r", nonce="n"', { username: "Jäsøn (Doe)'s" })).toMatchObject({
    'username*': "UTF-8''J%C3%A4s%C3%B8n%20%28Doe%29%27s",
  });
});

test('quotes and backslashes are escaped', () => {
  expect(answerTo(String.raw`Digest realm="a \"b\"", nonce="n"`, { username: String.raw`x"\y` })).toMatchObject({
    realm: String.raw`"a \"b\""`,
    username: String.raw`"x\"\\y"`,
  });
});

test('the count is hexadecimal and changes the answer', () => {
  const first = answerTo(`Digest ${realm}, ${rest}`);
  const later = answerTo(`Digest ${realm}, ${rest}`, { nonceCount: 27 });
  expect(later.nc).toBe('0000001b');
  expect(later.response).not.toBe(first.response);
});

test('auth-int covers the body', () => {
  const answers = [undefined, Buffer.from('a'), Buffer.from('b')].map(
    (body) => answerTo(`Digest ${realm}, qop="auth-int"`, { body }).response,
  );
  expect(new Set(answers).size).toBe(3);
  expect(answerTo(`Digest ${realm}, qop="auth"`, { body: Buffer.from('a') }).response).toBe(
    answerTo(`Digest ${realm}, qop="auth"`).response,
  );
});

test('-sess sends its cnonce also where there is no qop', () => {
  expect(answerTo(`Digest ${realm}, algorithm=MD5-sess`)).toMatchObject({
    algorithm: 'MD5-sess',
    cnonce: '"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"',
  });
});
