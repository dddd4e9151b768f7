import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createLookup, type LookupOptions } from '../../src/http/lookup.ts';
import { type DnsServer, deadDnsServer, startDnsServer } from '../support/dns-server.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

interface Files {
  readonly hosts?: string;
  readonly resolvConf?: string;
}

/** A look-up that reads files of the test's own. */
function lookupWith({ hosts = '', resolvConf = '' }: Files = {}) {
  const folder = temporaryFolder();
  const [hostsPath, resolvConfPath] = [join(folder, 'hosts'), join(folder, 'resolv.conf')];
  writeFileSync(hostsPath, hosts);
  writeFileSync(resolvConfPath, resolvConf);
  const clock = createFakeClock();
  const lookup = createLookup({ clock, hostsPath, resolvConfPath });
  const find = async (name: string, options: Partial<LookupOptions> = {}) => {
    const found = await lookup(name, { family: 'any', signal: AbortSignal.timeout(5_000), ...options });
    return found.map(({ address }) => address);
  };
  return { find, clock, hostsPath };
}

const asking = ({ address }: DnsServer, more = '') => ({ resolvConf: `nameserver ${address}\n${more}` });

describe('without asking anyone', () => {
  test.each([
    ['192.0.2.1', ['192.0.2.1']],
    ['2001:db8::1', ['2001:db8::1']],
    ['localhost', ['127.0.0.1', '::1']],
    ['a.LOCALHOST.', ['127.0.0.1', '::1']],
    ['db.internal', ['192.0.2.7', '2001:db8::7']],
    ['DB.internal.', ['192.0.2.7', '2001:db8::7']],
  ])('%s is %j', async (name, addresses) => {
    const hosts = '# comment\n192.0.2.7 db.internal db # more\n2001:db8::7\tDB.Internal\nnonsense db.internal\n';
    const { find } = lookupWith({ hosts, resolvConf: `nameserver ${await deadDnsServer()}` });
    expect(await find(name)).toEqual(addresses);
  });

  test('the hosts file goes before what localhost is anyway', async () => {
    const { find } = lookupWith({ hosts: '127.0.0.5 localhost' });
    expect(await find('localhost')).toEqual(['127.0.0.5']);
    expect(await find('localhost', { family: 6 })).toEqual(['::1']);
  });

  test('a hosts file that changes is read again within a second', async () => {
    const { find, clock, hostsPath } = lookupWith({ hosts: '192.0.2.1 name.example' });
    expect(await find('name.example')).toEqual(['192.0.2.1']);
    writeFileSync(hostsPath, '192.0.2.22 name.example');
    await clock.advance(1_001);
    expect(await find('name.example')).toEqual(['192.0.2.22']);
  });

  test('an address of the other family is none', async () => {
    const { find } = lookupWith();
    await expect(find('192.0.2.1', { family: 6 })).rejects.toMatchObject({ reason: 'dns_no_address' });
  });
});

describe('DNS', () => {
  test('is asked for both families, which come by turns', async () => {
    const server = await startDnsServer(() => ['192.0.2.1', '192.0.2.2', '192.0.2.3', '2001:db8::1']);
    const { find } = lookupWith(asking(server));
    expect(await find('shop.example')).toEqual(['2001:db8::1', '192.0.2.1', '192.0.2.2', '192.0.2.3']);
    expect(server.asked.toSorted()).toEqual(['A shop.example', 'AAAA shop.example']);
  });

  test.each([
    [4, ['192.0.2.1'], 'A shop.example'],
    [6, ['2001:db8::1'], 'AAAA shop.example'],
  ] as const)('is asked for family %i alone where only that is wanted', async (family, addresses, question) => {
    const server = await startDnsServer(() => ['192.0.2.1', '2001:db8::1']);
    const { find } = lookupWith(asking(server));
    expect(await find('shop.example', { family })).toEqual(addresses);
    expect(server.asked).toEqual([question]);
  });

  test('is asked anew each time', async () => {
    let last = 0;
    const server = await startDnsServer(() => {
      last += 1;
      return [`192.0.2.${last}`];
    });
    const { find } = lookupWith(asking(server));
    expect(await find('shop.example', { family: 4 })).toEqual(['192.0.2.1']);
    expect(await find('shop.example', { family: 4 })).toEqual(['192.0.2.2']);
  });

  test.each(['A', 'AAAA'] as const)(
    'that keeps silent about %s holds up the other family only shortly',
    async (silent) => {
      const server = await startDnsServer(({ type }) => (type === silent ? 'silent' : ['192.0.2.1', '2001:db8::1']));
      const { find } = lookupWith(asking(server));
      const startedAt = performance.now();
      expect(await find('shop.example')).toEqual([silent === 'A' ? '2001:db8::1' : '192.0.2.1']);
      expect(performance.now() - startedAt).toBeLessThan(150);
    },
  );

  test('at a named resolver is asked for exactly the name, past hosts file and search list', async () => {
    const server = await startDnsServer(() => ['192.0.2.1']);
    const { find } = lookupWith({
      hosts: '192.0.2.99 shop.example',
      resolvConf: 'nameserver 127.0.0.1:1\nsearch a.example',
    });
    expect(await find('shop.example', { resolver: server.address, family: 4 })).toEqual(['192.0.2.1']);
    expect(server.asked).toEqual(['A shop.example']);
  });

  test('that keeps silent about many names delays no other', async () => {
    const server = await startDnsServer(({ name }) => (name.startsWith('good') ? ['192.0.2.1'] : 'silent'));
    const { find } = lookupWith(asking(server));
    const hanging = Array.from({ length: 20 }, (_, index) =>
      find(`silent-${index}.example`, { signal: AbortSignal.timeout(600) }).catch(() => 'failed'),
    );
    const startedAt = performance.now();
    expect(await find('good.example', { family: 4 })).toEqual(['192.0.2.1']);
    expect(performance.now() - startedAt).toBeLessThan(200);
    expect(new Set(await Promise.all(hanging))).toEqual(new Set(['failed']));
  });
});

describe('the search list', () => {
  const known =
    (name: string) =>
    ({ name: asked }: { readonly name: string }) =>
      asked === name ? ['192.0.2.1'] : ('nxdomain' as const);

  test('finds short names, the name as it stands coming last', async () => {
    const server = await startDnsServer(known('db.two.example'));
    const { find } = lookupWith(asking(server, 'search one.example two.example\n'));
    expect(await find('db', { family: 4 })).toEqual(['192.0.2.1']);
    expect(server.asked).toEqual(['A db.one.example', 'A db.two.example']);
  });

  test('comes after names with enough dots', async () => {
    const server = await startDnsServer(known('db.prod.one.example'));
    const { find } = lookupWith(asking(server, 'search one.example\n'));
    expect(await find('db.prod', { family: 4 })).toEqual(['192.0.2.1']);
    expect(server.asked).toEqual(['A db.prod', 'A db.prod.one.example']);
  });

  test('comes before names with fewer dots than ndots, as in Kubernetes', async () => {
    const server = await startDnsServer(known('api.shop.svc.cluster.local'));
    const { find } = lookupWith(
      asking(server, 'search shop.svc.cluster.local svc.cluster.local\noptions ndots:5 timeout:1\n'),
    );
    expect(await find('api.shop', { family: 4 })).toEqual(['192.0.2.1']);
    expect(server.asked).toEqual(['A api.shop.shop.svc.cluster.local', 'A api.shop.svc.cluster.local']);
  });

  test('is not used for a name that ends in a dot', async () => {
    const server = await startDnsServer(() => 'nxdomain');
    const { find } = lookupWith(asking(server, 'search one.example\n'));
    await expect(find('db.', { family: 4 })).rejects.toMatchObject({ reason: 'dns_nxdomain' });
    expect(server.asked).toEqual(['A db']);
  });
});

describe('a name without addresses', () => {
  test.each([
    ['that nobody knows', 'nxdomain', 'dns_nxdomain', 'the name shop.example does not exist'],
    ['that has other records only', 'nodata', 'dns_no_address', 'the name shop.example exists but has no address'],
    ['that the resolver refuses', 'refused', 'dns_unavailable', /our own DNS resolver does not answer: .*EREFUSED/],
  ] as const)('%s fails by %s', async (_case, answer, reason, message) => {
    const server = await startDnsServer(() => answer);
    const { find } = lookupWith(asking(server));
    await expect(find('shop.example')).rejects.toMatchObject({
      reason,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
  });

  test('of the wanted family fails by that', async () => {
    const server = await startDnsServer(({ type }) => (type === 'A' ? ['192.0.2.1'] : 'nodata'));
    const { find } = lookupWith(asking(server));
    await expect(find('shop.example', { family: 6 })).rejects.toMatchObject({
      reason: 'dns_no_address',
      message: 'the name shop.example exists but has no IPv6 address',
    });
  });

  test('that no DNS name can be does not exist', async () => {
    const server = await startDnsServer(() => 'nxdomain');
    const { find } = lookupWith(asking(server));
    await expect(find(`${'x'.repeat(70)}.example`)).rejects.toMatchObject({ reason: 'dns_nxdomain' });
  });

  test('at a zone that fails while the resolver lives is the zone’s fault', async () => {
    const server = await startDnsServer(({ name }) => (name === '' ? [] : 'servfail'));
    const { find } = lookupWith(asking(server));
    await expect(find('shop.example')).rejects.toMatchObject({ reason: 'dns_servfail' });
    expect(server.asked).toContain('NS ');
  });

  test('at a resolver that fails at everything is our own fault', async () => {
    const server = await startDnsServer(() => 'servfail');
    const { find } = lookupWith(asking(server));
    await expect(find('shop.example')).rejects.toMatchObject({ reason: 'dns_unavailable' });
  });

  test('at a resolver that is not there is our own fault', async () => {
    const { find } = lookupWith({ resolvConf: `nameserver ${await deadDnsServer()}` });
    await expect(find('shop.example')).rejects.toMatchObject({ reason: 'dns_unavailable' });
  });
});

describe('the timeout', () => {
  test('at a resolver that is silent about everything is our own fault', async () => {
    const server = await startDnsServer(() => 'silent');
    const { find } = lookupWith(asking(server));
    const startedAt = performance.now();
    await expect(find('shop.example', { signal: AbortSignal.timeout(400) })).rejects.toMatchObject({
      reason: 'dns_unavailable',
      message: 'our own DNS resolver does not answer: resolving shop.example',
    });
    expect(performance.now() - startedAt).toBeLessThan(500);
  });

  test('at a resolver that is silent about this name alone is the name’s', async () => {
    const server = await startDnsServer(({ type }) => (type === 'NS' ? [] : 'silent'));
    const { find } = lookupWith(asking(server));
    await expect(find('shop.example', { signal: AbortSignal.timeout(400) })).rejects.toMatchObject({
      reason: 'timeout',
      message: 'no complete answer within the timeout: resolving shop.example',
    });
  });

  test('is told from an interruption', async () => {
    const stop = new AbortController();
    const server = await startDnsServer(() => {
      stop.abort();
      return 'silent';
    });
    const { find } = lookupWith(asking(server));
    await expect(find('shop.example', { signal: stop.signal })).rejects.toMatchObject({ reason: 'interrupted' });
  });

  test('that has passed before lets nothing be asked', async () => {
    const server = await startDnsServer(() => ['192.0.2.1']);
    const { find } = lookupWith(asking(server));
    await expect(find('shop.example', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      reason: 'interrupted',
    });
    expect(server.asked).toEqual([]);
  });
});
