import { expect, test } from 'vitest';
import { http2Head } from '../../src/http/http2-head.ts';

const request = { method: 'GET', target: '/a?b', encrypted: true } as const;

test.each([
  [['Host', 'shop.example', 'X-One', '1'], { ':authority': 'shop.example', 'x-one': '1' }],
  [['Host', 'a', 'Connection', 'close', 'Keep-Alive', '5', 'Proxy-Connection', 'x', 'Upgrade', 'h2c'], {}],
  [
    ['Host', 'a', 'Transfer-Encoding', 'chunked', 'HTTP2-Settings', 'x', 'Content-Length', '3'],
    { 'content-length': '3' },
  ],
  [['Host', 'a', 'TE', 'gzip'], {}],
  [['Host', 'a', 'TE', 'Trailers'], { te: 'trailers' }],
  [['Host', 'a', 'X-Blanks', ' \t1 '], { 'x-blanks': '1' }],
])('%j becomes %j', (headers, expected) => {
  const common = { ':method': 'GET', ':scheme': 'https', ':authority': 'a', ':path': '/a?b' };
  expect(http2Head({ ...request, headers })).toEqual({ ...common, ...expected });
});
