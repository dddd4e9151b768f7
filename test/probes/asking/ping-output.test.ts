import { describe, expect, test } from 'vitest';
import { readPing } from '../../../src/probes/asking/ping-output.ts';

const iputils = `PING 192.0.2.2 (192.0.2.2) 56(84) bytes of data.
64 bytes from 192.0.2.2: icmp_seq=1 ttl=64 time=0.356 ms
64 bytes from 192.0.2.2: icmp_seq=3 ttl=64 time=12.0 ms
64 bytes from 192.0.2.2: icmp_seq=3 ttl=64 time=40.1 ms (DUP!)

--- 192.0.2.2 ping statistics ---
4 packets transmitted, 2 received, +1 duplicates, 50% packet loss, time 1847ms
rtt min/avg/max/mdev = 0.356/17.485/40.100/16.682 ms
`;

const iputilsOfIpv6 = `PING 2001:db8::2(2001:db8::2) 56 data bytes
64 bytes from 2001:db8::2: icmp_seq=1 ttl=64 time=0.120 ms

--- 2001:db8::2 ping statistics ---
1 packets transmitted, 1 received, 0% packet loss, time 0ms
rtt min/avg/max/mdev = 0.120/0.120/0.120/0.000 ms
`;

const busybox = `PING 192.0.2.2 (192.0.2.2): 56 data bytes
64 bytes from 192.0.2.2: seq=0 ttl=64 time=0.054 ms
64 bytes from 192.0.2.2: seq=1 ttl=64 time=0.070 ms

--- 192.0.2.2 ping statistics ---
3 packets transmitted, 2 packets received, 33% packet loss
round-trip min/avg/max = 0.054/0.062/0.070 ms
`;

const unreachable = `PING 192.0.2.7 (192.0.2.7) 56(84) bytes of data.
From 192.0.2.1 icmp_seq=1 Destination Host Unreachable
From 192.0.2.1 icmp_seq=2 Destination Host Unreachable

--- 192.0.2.7 ping statistics ---
2 packets transmitted, 0 received, +2 errors, 100% packet loss, time 1001ms
pipe 2
`;

describe('what ping prints', () => {
  test.each([
    ['iputils', iputils, 4, [0.356, 12]],
    ['iputils for IPv6', iputilsOfIpv6, 1, [0.12]],
    ['BusyBox', busybox, 3, [0.054, 0.07]],
    ['one that was killed', iputils.slice(0, iputils.indexOf('\n---')), 0, [0.356, 12]],
    ['nothing', '', 0, []],
    ['something else', 'bytes from somewhere\n5 packets lost\n', 0, []],
  ])('is read: %s', (_name, output, sent, timesMs) => {
    expect(readPing(output)).toEqual({ sent, timesMs, remark: undefined });
  });

  test('includes what came instead of a reply', () => {
    expect(readPing(unreachable)).toEqual({ sent: 2, timesMs: [], remark: 'Destination Host Unreachable' });
  });

  test('is read in little time, however long its lines are', () => {
    const beganAt = performance.now();
    readPing(`64 bytes from ${'seq=1 '.repeat(10_000)}\nFrom ${'x'.repeat(60_000)}`);
    expect(performance.now() - beganAt).toBeLessThan(500);
  });
});
