import { expect, test } from 'vitest';
import { wireHeaders } from '../../src/http/wire-headers.ts';

const bare = { own: {}, defaults: [], host: 'a.example', bodyBytes: undefined, proxy: undefined };

test.each([
  ['nothing else', {}, ['Host', 'a.example', 'Connection', 'close']],
  [
    'defaults',
    { defaults: [['Accept', '*/*']] as const },
    ['Host', 'a.example', 'Accept', '*/*', 'Connection', 'close'],
  ],
  [
    'its own in place of a default',
    { own: { accept: 'text/plain' }, defaults: [['Accept', '*/*']] as const },
    ['Host', 'a.example', 'accept', 'text/plain', 'Connection', 'close'],
  ],
  [
    'a host of its own, first all the same',
    { own: { 'X-A': '1', HOST: 'b.example' } },
    ['Host', 'b.example', 'X-A', '1', 'Connection', 'close'],
  ],
  ['a connection of its own', { own: { connection: 'Upgrade' } }, ['Host', 'a.example', 'connection', 'Upgrade']],
  [
    'the length of its body, whatever else is claimed',
    { own: { 'content-length': '99', 'Transfer-Encoding': 'chunked' }, bodyBytes: 3 },
    ['Host', 'a.example', 'Connection', 'close', 'Content-Length', '3'],
  ],
  [
    'what the proxy wants',
    { proxy: { authorization: 'Basic eA==' } },
    ['Host', 'a.example', 'Connection', 'close', 'Proxy-Authorization', 'Basic eA=='],
  ],
  [
    'no credentials where the proxy wants none',
    { proxy: { authorization: undefined } },
    ['Host', 'a.example', 'Connection', 'close'],
  ],
])('a request with %s sends them', (_what, given, headers) => {
  expect(wireHeaders({ ...bare, ...given })).toEqual(headers);
});
