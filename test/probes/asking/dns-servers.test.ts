import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../src/domain/failure.ts';
import { Attempt } from '../../../src/http/attempt.ts';
import { serverFailure, serversOf, systemServers } from '../../../src/probes/asking/dns-servers.ts';
import { realClock } from '../../support/real-clock.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('the servers of this machine', () => {
  test.each([
    ['nameserver 192.0.2.53\nnameserver 2001:db8::53\n', ['192.0.2.53 53', '2001:db8::53 53']],
    ['nameserver 192.0.2.53:5353\nnameserver [::1]:54\n', ['192.0.2.53 5353', '::1 54']],
    ['search example\n', ['127.0.0.1 53']],
  ])('of %j are %j', async (text, expected) => {
    const path = join(await temporaryFolder(), 'resolv.conf');
    await writeFile(path, text);
    expect(systemServers(path).map(({ address, port }) => `${address} ${port}`)).toEqual(expected);
  });

  test('are the one on it where no file names any', () => {
    expect(systemServers('/nowhere/resolv.conf')).toEqual([{ address: '127.0.0.1', port: 53 }]);
  });
});

test('a named server is asked at all its addresses', async () => {
  const attempt = new Attempt({ signal: AbortSignal.timeout(1_000), clock: realClock });
  const resolver = { host: 'ns.example', port: undefined };
  const addresses = [
    { address: '2001:db8::1', family: 6 },
    { address: '192.0.2.1', family: 4 },
  ] as const;
  expect(await serversOf({ resolver, defaultPort: 853, family: 'any' }, async () => addresses, attempt)).toEqual({
    list: [
      { address: '2001:db8::1', port: 853 },
      { address: '192.0.2.1', port: 853 },
    ],
    areOurs: false,
  });
  expect(Object.keys(attempt.timer.phases)).toEqual([]);
  attempt.close();
});

test.each([
  [true, 'connection_refused', 'dns_unavailable'],
  [true, 'local_resource', 'local_resource'],
  [false, 'connection_refused', 'connection_refused'],
] as const)('where the servers are our own is %s, %s proves %s', (areOurs, reason, proven) => {
  expect(serverFailure(new Failure(reason, 'so it was'), { list: [], areOurs }).reason).toBe(proven);
});
