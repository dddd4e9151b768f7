import { describe, expect, test } from 'vitest';
import {
  handshakeHeaderKeys,
  originKey,
  subprotocolsKey,
  webSocketUrlKey,
} from '../../../src/probes/options/websocket-keys.ts';

describe('the URL of a WebSocket', () => {
  test.each([
    [' WSS://Feed.example:443/ws ', 'wss://feed.example/ws'],
    ['ws://bücher.example', 'ws://xn--bcher-kva.example/'],
    ['ws://[::1]:8080/a?b=c', 'ws://[::1]:8080/a?b=c'],
  ])('%j is normalised', (text, url) => {
    expect(webSocketUrlKey().parse(text)).toBe(url);
  });

  test.each([
    ['https://feed.example/ws', 'expected a ws or wss URL: write wss://feed.example/ws'],
    ['http://feed.example/', 'expected a ws or wss URL: write ws://feed.example/'],
    ['feed.example/ws', 'expected a ws or wss URL: write wss://feed.example/ws'],
    ['https://ann:pw@feed.example/?token=t', 'expected a ws or wss URL: write wss://feed.example/?token=***'],
    ['wss://feed.example/#top', 'the URL of a WebSocket has no fragment (#…)'],
    ['ws://feed.example:0', 'port 0 cannot be connected to'],
    ['ws://feed.example:99999', 'expected a URL; this one has a malformed host or a port that is not from 1 to 65535'],
  ])('%j is refused: %s', (text, message) => {
    expect(webSocketUrlKey().safeParse(text).error?.issues[0]?.message).toBe(message);
  });
});

test.each(['Sec-WebSocket-Key', 'sec-websocket-protocol', 'Upgrade', 'CONNECTION', 'Host', 'Content-Length'])(
  'the header %s is of the handshake itself',
  (name) => {
    expect(handshakeHeaderKeys().safeParse({ [name]: 'x' }).error?.issues[0]?.path).toEqual([name]);
  },
);

test('other headers may be sent', () => {
  expect(handshakeHeaderKeys().parse({ Cookie: 'a=b', 'X-Count': 7 })).toEqual({ Cookie: 'a=b', 'X-Count': '7' });
});

test.each([[[]], [['a', 'a']], [['a b']], [['']], ['mqtt']])('the subprotocols are not %j', (names) => {
  expect(subprotocolsKey().safeParse(names).success).toBe(false);
});

test.each([
  ['https://shop.example', true],
  ['http://localhost:3000', true],
  ['https://shop.example/', false],
  ['shop.example', false],
  ['https://shop.example/page', false],
])('the origin %j: %s', (text, fits) => {
  expect(originKey().safeParse(text).success).toBe(fits);
});
