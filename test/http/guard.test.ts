import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/app/system-clock.ts';
import type { ResolvedAddress } from '../../src/http/address.ts';
import { createHttpClient } from '../../src/http/client.ts';
import { guardLookup, isReachable } from '../../src/http/guard.ts';
import { createLookup } from '../../src/http/lookup.ts';

const signal = AbortSignal.timeout(10_000);
const any = { family: 'any', signal } as const;

describe('an address that is not public', () => {
  test.each([
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '100.100.100.200',
    '192.0.0.192',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.7',
    '203.0.113.9',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '168.63.129.16',
    '::1',
    '::',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    'fec0::1',
    '2001:db8::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:a9fe:a9fe',
    '::ffff:0:127.0.0.1',
    '::127.0.0.1',
    '::7f00:1',
    '64:ff9b::127.0.0.1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::a00:1',
    '2002:7f00:1::',
    '2002:a9fe:a9fe::1',
    '2001:0:4136:e378:8000:63bf:3fff:fdd2',
    '2606:4700::5efe:10.0.0.1',
    '2606:4700::200:5efe:127.0.0.1',
    '0177.0.0.1',
    'nonsense',
    '',
  ])('%s is not reachable', (address) => {
    expect(isReachable(address)).toBe(false);
  });

  test.each([
    ['10.1.2.3', ['10.0.0.0/8'], true],
    ['11.1.2.3', ['10.0.0.0/8'], true],
    ['10.1.2.3', ['10.2.0.0/16', '10.1.2.3'], true],
    ['10.1.2.4', ['10.1.2.3'], false],
    ['::ffff:10.1.2.3', ['10.0.0.0/8'], true],
    ['fd00::1', ['fd00::/8'], true],
    ['fd00::1', ['10.0.0.0/8'], false],
    ['127.0.0.1', ['10.0.0.0/8'], false],
  ])('%s is reachable where %j is allowed: %s', (address, allowed, reachable) => {
    expect(isReachable(address, allowed)).toBe(reachable);
  });
});

test.each(['1.1.1.1', '93.184.216.34', '2606:4700:4700::1111', '64:ff9b::1.1.1.1', '::ffff:8.8.8.8'])(
  '%s is public',
  (address) => {
    expect(isReachable(address)).toBe(true);
  },
);

describe('a guarded look-up', () => {
  const answering = (...addresses: readonly string[]) => {
    const resolved = addresses.map((address): ResolvedAddress => ({ address, family: address.includes(':') ? 6 : 4 }));
    return guardLookup(async () => resolved, isReachable);
  };

  test('gives what is public', async () => {
    expect(await answering('1.1.1.1')('one.example', any)).toEqual([{ address: '1.1.1.1', family: 4 }]);
  });

  test.each([[['10.0.0.1']], [['1.1.1.1', '10.0.0.1']], [['1.1.1.1', '::1']]])(
    'refuses a name that leads to %j',
    async (addresses) => {
      const refused = answering(...addresses)('rebinding.example', any);
      await expect(refused).rejects.toMatchObject({ reason: 'not_permitted' });
    },
  );

  test.each(['10.0.0.53', '10.0.0.53:53', '[::1]:53', '::1', 'localhost'])('does not ask %s', async (resolver) => {
    const refused = answering('1.1.1.1')('one.example', { ...any, resolver });
    await expect(refused).rejects.toMatchObject({ reason: 'not_permitted' });
  });
});

describe('a guarded client', () => {
  // The loopback interface is all there is here: one half of it stands for the public internet.
  const lookup = guardLookup(createLookup({ clock: systemClock }), (address) => address.startsWith('127.9.'));
  const http = createHttpClient({ lookup, clock: systemClock, userAgent: 'svcmon/test' });

  async function serverAt(address: string, location?: string): Promise<{ url: string; asked: () => number }> {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked += 1;
      response.writeHead(location === undefined ? 200 : 302, location === undefined ? {} : { location });
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, address, resolve));
    onTestFinished(() => void server.close());
    return { url: `http://${address}:${(server.address() as AddressInfo).port}/`, asked: () => asked };
  }

  test('is not led inside by a redirect', async () => {
    const inside = await serverAt('127.0.0.1');
    const outside = await serverAt('127.9.0.1', inside.url);
    const request = { url: outside.url, method: 'GET', followRedirects: 5, signal };
    await expect(http.request(request)).rejects.toMatchObject({ reason: 'not_permitted' });
    expect([outside.asked(), inside.asked()]).toEqual([1, 0]);
  });

  test.each([
    'http://127.0.0.1',
    'http://2130706433',
    'http://0x7f.1',
    'http://017700000001',
    'http://[::ffff:7f00:1]',
    'http://localhost',
  ])('does not go to %s', async (origin) => {
    const { url, asked } = await serverAt('127.0.0.1');
    const target = `${origin}:${new URL(url).port}/`;
    await expect(http.request({ url: target, method: 'GET', signal })).rejects.toMatchObject({
      reason: 'not_permitted',
    });
    expect(asked()).toBe(0);
  });

  test('goes where it may', async () => {
    const { url } = await serverAt('127.9.0.1');
    expect(await http.request({ url, method: 'GET', signal })).toMatchObject({ statusCode: 200 });
  });
});
