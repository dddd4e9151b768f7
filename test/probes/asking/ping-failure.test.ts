import { expect, test } from 'vitest';
import { unstartedPing, unusablePing } from '../../../src/probes/asking/ping-failure.ts';

test.each([
  ['ENOENT', 'command_unusable', /^this machine has no ping: install it/],
  ['EACCES', 'not_permitted', /may not run the ping/],
  ['EPERM', 'not_permitted', /needs the capability cap_net_raw.* \(EPERM\)$/],
  ['EAGAIN', 'local_resource', /\(EAGAIN\)$/],
])('a ping that cannot be started (%s) is %s', (code, reason, message) => {
  expect(unstartedPing(code)).toMatchObject({ reason, message: expect.stringMatching(message) });
});

test.each([
  ['ping: socktype: SOCK_RAW\nping: socket: Operation not permitted\n', 'not_permitted'],
  ['PING 127.0.0.1 (127.0.0.1): 56 data bytes\nping: permission denied (are you root?)\n', 'not_permitted'],
  ['ping: connect: Network is unreachable\n', 'network_unreachable'],
  ['PING 192.0.2.9 (192.0.2.9): 56 data bytes\nping: sendto: Network is unreachable\n', 'network_unreachable'],
  ['ping: socket: Address family not supported by protocol\n', 'network_unreachable'],
  ['ping: connect: No route to host\n', 'host_unreachable'],
  ["ping: invalid number '0.2'\n", 'command_unusable'],
])('a ping that says %j is %s', (output, reason) => {
  const failure = unusablePing(output);
  expect(failure.reason).toBe(reason);
  expect(failure.message).toMatch(/ \(ping: .+\)$/);
});

test('a ping that says nothing is told so', () => {
  expect(unusablePing('')).toMatchObject({
    reason: 'command_unusable',
    message: 'the ping of this machine cannot be used (it says nothing)',
  });
});
