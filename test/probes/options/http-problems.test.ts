import { expect, test } from 'vitest';
import { httpKeys } from '../../../src/probes/options/http-options.ts';
import { httpProblems } from '../../../src/probes/options/http-problems.ts';

const basic = { type: 'basic', username: 'ann', password: 'secret' };
const bearer = { type: 'bearer', token: 'secret' };
const inHeader = { type: 'api_key', key: 'secret' };
const inQuery = { type: 'api_key', in: 'query', key: 'secret' };
const mtls = { type: 'mtls', cert_file: 'client.pem', key_file: 'client.key' };
const withUser = 'https://user:pw@shop.example/';

test.each([
  ['two bodies', { json: 1, body: 'a' }, ['body: a request has one body, and json is given already']],
  [
    'four bodies',
    { json: null, form: {}, body: 'a', body_file: 'b' },
    [
      'form: a request has one body, and json is given already',
      'body: a request has one body, and json is given already',
      'body_file: a request has one body, and json is given already',
    ],
  ],
  [
    'a GraphQL operation and a form',
    { graphql: { query: '{ a }' }, multipart: { a: 'b' } },
    ['multipart: a request has one body, and graphql is given already'],
  ],
  [
    'a GraphQL operation by PUT',
    { method: 'PUT', graphql: { query: '{ a }' } },
    ['method: a graphql body is sent by POST'],
  ],
  [
    'a form of several parts of another type',
    { multipart: { a: 'b' }, headers: { 'content-type': 'x/y' } },
    ['headers.content-type: multipart sends its own, which names the boundary of the parts'],
  ],
  [
    'each address through a proxy',
    { each_address: true, proxy: 'http://proxy:3128' },
    ['each_address: through a proxy, it is the proxy that chooses the address'],
  ],
  ['a body with GET', { method: 'GET', json: {} }, []],
  ['auth beside other headers', { auth: bearer, headers: { Accept: '*/*' } }, []],
  [
    'auth and its header in any case',
    { auth: bearer, headers: { AUTHORIZATION: 'x' } },
    ['headers.AUTHORIZATION: auth sends this header already'],
  ],
  [
    'an API key and its header',
    { auth: inHeader, headers: { 'x-api-key': 'x' } },
    ['headers.x-api-key: auth sends this header already'],
  ],
  ['an API key beside Authorization', { auth: inHeader, headers: { Authorization: 'x' } }, []],
  [
    'an API key and its parameter',
    { auth: inQuery, params: { api_key: 'x' } },
    ['params.api_key: auth sends this parameter already'],
  ],
  [
    'an API key and its parameter in the URL',
    { url: 'https://shop.example/?api_key=x', auth: inQuery },
    ['url: auth sends the parameter api_key already'],
  ],
  ['user name and password in the URL', { url: withUser }, []],
  [
    'user name and password in the URL, and auth',
    { url: withUser, auth: basic },
    ['url: its user name and password are sent as Authorization, which auth gives already'],
  ],
  [
    'user name and password in the URL, and an own header',
    { url: withUser, headers: { authorization: 'x' } },
    ['url: its user name and password are sent as Authorization, which headers gives already'],
  ],
  [
    'a client certificate over plain HTTP',
    { url: 'http://shop.example/', auth: mtls },
    ['auth.type: a client certificate is sent over TLS only: ask for https:// instead of http://'],
  ],
  ['a client certificate over TLS', { auth: mtls }, []],
  ['user name and password in the URL, and an API key', { url: withUser, auth: inHeader }, []],
])('%s: %j has these problems', (_what, options, problems) => {
  const parsed = httpKeys.parse({ url: 'https://shop.example', ...options });
  expect(httpProblems(parsed).map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual(problems);
});
