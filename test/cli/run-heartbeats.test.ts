import { describe, expect, test } from 'vitest';
import { reduceHeartbeat } from '../../src/domain/heartbeat.ts';
import { heartbeatsSchema } from '../../src/reporting/heartbeat-schema.ts';
import { commitOf } from '../support/many-results.ts';
import { stateWorld } from './state-world.ts';

const hour = 3_600_000;
const token = 'its-own-token-0123';
const services = [
  { name: 'backup', type: 'heartbeat', period: '1d', grace: '2h', token },
  { name: 'billing', type: 'heartbeat', schedule: '0 2 * * *' },
  { name: 'checkout', url: 'https://shop.example' },
];
const server = { listen: '127.0.0.1:8686', base_path: '/svcmon' };

describe('svcmon heartbeats', () => {
  test('lists the URLs that services call, and how they stand', async () => {
    const world = await stateWorld({ services, server });
    const now = Date.now();
    const heartbeat = reduceHeartbeat(undefined, { at: now - hour, kind: 'success' });
    const listening = [{ fromAt: now - 2 * hour, toAt: now }];
    await world.seed((store) => store.commit(commitOf({ heartbeats: [{ service: 'backup', heartbeat }], listening })));

    const { stdout, exitCode } = await world.run('heartbeats');
    expect(exitCode).toBe(0);
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      'SERVICE  STATE    LAST PING   NEXT DUE  PINGS',
      'backup   on time  60 min ago  in 23 h       1',
      `  http://127.0.0.1:8686/svcmon/api/v1/heartbeats/${token}`,
    ]);
    expect(stdout).toMatch(/\nbilling {2}waiting .*\n {2}http:\S+\/heartbeats\/[\w-]{32}\n$/);

    const document = JSON.parse((await world.run('heartbeats', '-o', 'json')).stdout);
    expect(heartbeatsSchema.parse(document)).toEqual(document);
    expect(document.heartbeats).toMatchObject([
      { service: 'backup', state: 'on_time', pings: 1, last_ping: new Date(now - hour).toISOString() },
      { service: 'billing', state: 'waiting', pings: 0, last_ping: null, next_due: null },
    ]);
  });

  test('gives the same URL whenever it is asked, from the first time on', async () => {
    const world = await stateWorld({ services, server });
    const first = await world.run('heartbeats');
    expect((await world.run('heartbeats')).stdout).toBe(first.stdout);
  });

  test('says where nobody calls, and where nobody listens', async () => {
    const silent = await (await stateWorld()).run('heartbeats');
    expect(silent).toMatchObject({ exitCode: 0, stdout: '', stderr: 'no service calls: none is of type heartbeat\n' });
    const deaf = await (await stateWorld({ services })).run('heartbeats');
    expect(deaf.stderr).toContain('svcmon listens nowhere: set server.listen');
  });
});
