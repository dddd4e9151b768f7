import { expect, test } from 'vitest';
import { phaseLimitsOf, phaseTimeoutsKey } from '../../../src/probes/options/phase-timeouts-key.ts';

test.each([
  [{}, {}],
  [
    { dns: '1s', connect: 2, tls: '300ms', first_byte: '1m' },
    { dnsMs: 1_000, connectMs: 2_000, tlsMs: 300, firstByteMs: 60_000 },
  ],
])('%j sets the limits %j', (given, limits) => {
  expect(phaseLimitsOf(phaseTimeoutsKey().parse(given))).toEqual(limits);
});

test.each([{ connect: 0 }, { dns: 'soon' }, { receive: '1s' }])('%j are no timeouts', (given) => {
  expect(phaseTimeoutsKey().safeParse(given).success).toBe(false);
});
