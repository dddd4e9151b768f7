import { describe, expect, test } from 'vitest';
import { websocket } from '../../src/probes/websocket.ts';

const feed = { url: 'wss://feed.example/ws' };

describe('a websocket service', () => {
  test('gets every default', () => {
    expect(websocket.options.parse(feed)).toEqual({ ...feed, ping: false, ip_family: 'any' });
  });

  test.each([
    [{ url: 'https://feed.example' }],
    [{ expect: '(' }],
    [{ ping: 'yes' }],
    [{ subprotocols: [] }],
    [{ origin: 'feed' }],
    [{ headers: { Upgrade: 'h2c' } }],
    [{ tls: true }],
    [{ method: 'GET' }],
  ])('with %j is refused', (options) => {
    expect(websocket.options.safeParse({ ...feed, ...options }).success).toBe(false);
  });

  test('is shown without what is secret in its URL', () => {
    const options = websocket.options.parse({ url: 'wss://ann:hunter2@feed.example:8443/ws?token=t&a=1' });
    expect([websocket.target(options), websocket.host(options), websocket.idempotent(options)]).toEqual([
      'wss://feed.example:8443/ws?token=***&a=1',
      'feed.example:8443',
      true,
    ]);
  });

  test('names the files of its TLS settings', () => {
    const options = websocket.options.parse({ ...feed, tls: { ca_file: 'ca.pem' } });
    expect(websocket.files?.(options)).toEqual([{ path: ['tls', 'ca_file'], file: 'ca.pem' }]);
  });

  test('may be written as a URL alone', () => {
    expect(websocket.endpoint?.keys(new URL('ws://a.example/x?y=1'))).toEqual({ url: 'ws://a.example/x?y=1' });
  });
});
