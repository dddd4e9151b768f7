import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWhere } from '../support/describe-where.ts';
import { describeWithPeers } from '../support/peers/available.ts';
import { type Case, degraded, healthy, testCases, unhealthy } from '../support/peers/cases.ts';
import { mayMakeNetworks, startNetwork, type TestNetwork } from '../support/peers/network.ts';
import { type Checked, checked, configOf, freshFolder, svcmon } from '../support/svcmon.ts';

function icmp(host: string, more: object = {}) {
  return { type: 'icmp', host, ...more };
}

const loopbackCases: readonly Case<object>[] = [
  [
    'the loopback interface answers',
    () => icmp('127.0.0.1', { assertions: ['loss == 0.0', 'sent == 3', 'received == 3'] }),
    {
      ...healthy,
      address: '127.0.0.1',
      details: expect.objectContaining({ sent: 3, received: 3, loss: 0, rtt: expect.any(Number) }),
      phases: { wait_ms: expect.any(Number) },
    },
  ],
  [
    'times can be asserted on',
    () =>
      icmp('127.0.0.1', {
        count: 2,
        assertions: ["rtt < duration('5s')", 'rtt_min <= rtt && rtt <= rtt_max', "rtt_stddev < duration('5s')"],
      }),
    healthy,
  ],
  [
    'times that are too long fail the assertion',
    () => icmp('127.0.0.1', { count: 1, assertions: ["rtt < duration('1us')"] }),
    unhealthy('assertion_failed', { error_message: expect.stringMatching(/^rtt < duration\('1us'\) – got /) }),
  ],
  ['large requests are answered too', () => icmp('127.0.0.1', { count: 1, packet_size: 4_000 }), healthy],
  ['a name is resolved first', () => icmp('localhost', { ip_family: 4 }), { ...healthy, address: '127.0.0.1' }],
  [
    'more requests than time is a timeout',
    () => icmp('127.0.0.1', { count: 50, packet_interval: '1s', timeout: '2s' }),
    unhealthy('timeout', {
      error_message: expect.stringMatching(/waiting for 50 echo replies from 127\.0\.0\.1, \d so far/),
    }),
  ],
];

describeWithPeers(['ping'], 'ICMP over the loopback interface', () => {
  testCases({ start: async () => ({ stop: async () => undefined }), cases: loopbackCases });

  test('where ping lacks its capability, nothing is known', async () => {
    const cwd = await freshFolder();
    const { exitCode, stdout } = await svcmon(['test-endpoint', 'icmp://127.0.0.1'], {
      cwd,
      through: ['setpriv', '--bounding-set', '-net_raw', '--inh-caps', '-net_raw'],
    });
    expect(stdout).toContain('not_permitted: this machine does not let svcmon ask in this way');
    expect(exitCode).toBe(3);
  });
});

const networkCases: readonly (readonly [sentence: string, service: object, expected: object])[] = [
  ['a host that answers over IPv6', icmp('2001:db8::2'), { ...healthy, address: '2001:db8::2' }],
  [
    'a black hole gives no reply',
    icmp('192.0.2.9', { reply_timeout: '1s' }),
    unhealthy('no_reply', {
      error_message: 'no reply to 3 echo requests to 192.0.2.9',
      address: '192.0.2.9',
      details: { sent: 3, received: 0, loss: 1 },
    }),
  ],
  [
    'a host that answers some requests only is degraded',
    icmp('192.0.2.2', { count: 20, reply_timeout: '1s' }),
    degraded('packet_loss', {
      error_message: expect.stringMatching(/^\d+ of 20 echo requests were not answered$/),
      details: expect.objectContaining({ sent: 20, rtt: expect.any(Number) }),
    }),
  ],
  [
    'an address without a way to it says nothing of the host',
    icmp('198.51.100.1'),
    { status: 'unknown', reason: 'network_unreachable' },
  ],
  [
    'a name goes by the family there is a way for',
    icmp('both.example', { count: 1 }),
    { ...healthy, address: '2001:db8::2', phases: { dns_ms: expect.any(Number) } },
  ],
];

const network = { allowed: mayMakeNetworks(), needs: 'needs root, and to be allowed to make networks' };

describeWithPeers(['ping', 'ip'], 'ICMP', () => {
  describeWhere(network, 'in a network of its own', () => {
    let network: TestNetwork | undefined;
    let run: Checked | undefined;

    beforeAll(async () => {
      network = startNetwork({ hosts: '198.51.100.1 both.example\n2001:db8::2 both.example\n' });
      const cwd = await freshFolder();
      const services = networkCases.map(([name, service]) => ({ name, ...service }));
      await writeFile(join(cwd, 'services.yaml'), configOf(services));
      run = checked(
        await svcmon(['check', '-c', 'services.yaml', '-o', 'json', '--no-alerts'], { cwd, through: network.through }),
      );
    });
    afterAll(() => network?.stop());

    test.each(networkCases)('%s', (sentence, _service, expected) => {
      expect(run?.service(sentence)).toMatchObject(expected);
    });
  });
});
