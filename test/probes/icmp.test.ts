import { describe, expect, test } from 'vitest';
import { icmp } from '../../src/probes/icmp.ts';
import { failureFrom } from '../support/failures.ts';
import { isInstalled } from '../support/peers/executables.ts';
import { probeContext } from '../support/probe-context.ts';
import { describeProbe } from './contract.ts';

const gateway = { host: '10.0.0.1' };

describe('an icmp service', () => {
  test('gets every default', () => {
    expect(icmp.options.parse(gateway)).toEqual({
      ...gateway,
      count: 3,
      packet_interval: 200,
      reply_timeout: 2_000,
      packet_size: 56,
      ip_family: 'any',
    });
  });

  test.each([
    [{ host: '10.0.0.1:7' }],
    [{ count: 0 }],
    [{ count: 101 }],
    [{ packet_interval: '100ms' }],
    [{ reply_timeout: '500ms' }],
    [{ packet_size: 15 }],
    [{ packet_size: 65_508 }],
    [{ port: 7 }],
  ])('with %j is refused', (options) => {
    expect(icmp.options.safeParse({ ...gateway, ...options }).success).toBe(false);
  });

  test('is shown, and counted against, as its host', () => {
    const options = icmp.options.parse(gateway);
    expect([icmp.target(options), icmp.host(options), icmp.idempotent(options)]).toEqual([
      gateway.host,
      gateway.host,
      true,
    ]);
  });

  test.each([
    ['icmp://10.0.0.1', { host: '10.0.0.1' }],
    ['ping://[::1]', { host: '::1' }],
    ['icmp://gateway.example/', { host: 'gateway.example' }],
  ])('is what %s stands for', (url, keys) => {
    expect(icmp.endpoint?.keys(new URL(url))).toEqual(keys);
  });

  test.each(['icmp://10.0.0.1:7', 'icmp://', 'icmp://host/path'])('is not what %s stands for', (url) => {
    expect(() => icmp.endpoint?.keys(new URL(url))).toThrow(RangeError);
  });
});

describe.runIf(isInstalled('ping'))('echo requests (where ping is installed)', () => {
  const ping = (options: object, changes: object = {}) => {
    return icmp.observe(icmp.options.parse({ ...gateway, ...options }), probeContext(changes));
  };

  test('that are answered have their times', async () => {
    const { details, responseTimeMs, ...observation } = await ping({ host: '127.0.0.1', count: 2 });
    expect(observation).toEqual({
      type: 'icmp',
      summary: '2 of 2 replies',
      address: '127.0.0.1',
      phases: { wait: responseTimeMs },
      complaints: [],
    });
    const { rtt, rtt_min, rtt_max, ...counts } = details ?? {};
    expect(counts).toEqual({ sent: 2, received: 2, loss: 0, rtt_stddev: expect.any(Number) });
    expect(rtt).toBe(responseTimeMs);
    expect(Number(rtt)).toBeGreaterThanOrEqual(Number(rtt_min));
    expect(Number(rtt)).toBeLessThanOrEqual(Number(rtt_max));
  });

  test('go to the address of a name', async () => {
    expect(await ping({ host: 'localhost', count: 1 })).toMatchObject({
      address: '127.0.0.1',
      phases: { dns: expect.any(Number), wait: expect.any(Number) },
    });
  });

  test('whose time is up tell how many were answered', async () => {
    const failure = await failureFrom(ping({ host: '127.0.0.1', count: 100 }, { signal: AbortSignal.timeout(700) }));
    expect(failure).toMatchObject({
      reason: 'timeout',
      message: expect.stringMatching(/waiting for 100 echo replies from 127\.0\.0\.1, [1-9] so far$/),
      facts: { address: '127.0.0.1', responseTimeMs: expect.any(Number) },
    });
  });
});

describe.runIf(isInstalled('ping'))('icmp (where ping is installed)', () => {
  describeProbe('icmp', {
    probe: icmp,
    troubles: {
      'many requests': {
        service: () => ({ host: '127.0.0.1', count: 100, packet_interval: '1s' }),
        reasons: ['timeout'],
      },
      'an interface that is not there': {
        service: () => ({ host: 'fe80::1%nowhere' }),
        reasons: ['command_unusable'],
      },
    },
  });
});
