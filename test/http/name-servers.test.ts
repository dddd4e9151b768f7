import { EventEmitter, once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { createNameServerPool } from '../../src/http/name-servers.ts';
import { startDnsServer } from '../support/dns-server.ts';

describe('name servers', () => {
  test('answer with addresses, or with the code of why there are none', async () => {
    const { address } = await startDnsServer(({ name }) =>
      name === 'a.example' ? ['192.0.2.1', '2001:db8::1'] : 'nxdomain',
    );
    await createNameServerPool().use([address], async (servers) => {
      expect(await servers.addresses('a.example', 4)).toEqual({ addresses: [{ address: '192.0.2.1', family: 4 }] });
      expect(await servers.addresses('a.example', 6)).toEqual({ addresses: [{ address: '2001:db8::1', family: 6 }] });
      expect(await servers.addresses('b.example', 4)).toEqual({ code: 'ENOTFOUND' });
    });
  });

  test.each([
    [[], true],
    ['nodata', true],
    ['servfail', false],
    ['refused', false],
  ] as const)('that say %j to the root know it: %s', async (answer, knows) => {
    const { address } = await startDnsServer(() => answer);
    expect(await createNameServerPool().use([address], (servers) => servers.knowsRoot())).toBe(knows);
  });

  test('that are cancelled leave the questions of others alone', async () => {
    const release = new EventEmitter();
    const cancelled = once(release, 'cancelled');
    const { address } = await startDnsServer(async ({ name }) => {
      if (name === 'never.example') return 'silent';
      await cancelled;
      return ['192.0.2.1'];
    });
    const pool = createNameServerPool();
    const patient = pool.use([address], (servers) => servers.addresses('slow.example', 4));
    const impatient = await pool.use([address], async (servers) => {
      const answer = servers.addresses('never.example', 4);
      servers.cancel();
      return answer;
    });
    release.emit('cancelled');
    expect(impatient).toEqual({ code: 'ECANCELLED' });
    expect(await patient).toEqual({ addresses: [{ address: '192.0.2.1', family: 4 }] });
  });

  test('are lent again once they are free', async () => {
    const pool = createNameServerPool();
    const lent = await pool.use(['192.0.2.1'], async (servers) => servers);
    expect(await pool.use(['192.0.2.1'], async (servers) => servers)).toBe(lent);
    expect(await pool.use(['192.0.2.2'], async (servers) => servers)).not.toBe(lent);
    await pool.use(['192.0.2.1'], async (first) => {
      await pool.use(['192.0.2.1'], async (second) => expect(second).not.toBe(first));
    });
  });
});
