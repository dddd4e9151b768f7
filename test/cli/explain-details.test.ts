import { expect, test } from 'vitest';
import { explainDetails } from '../../src/cli/explain-details.ts';
import type { FactTable } from '../../src/domain/fact.ts';

const table: FactTable = {
  rtt: { type: 'duration', describes: 'a time' },
  seen_at: { type: 'timestamp', describes: 'an instant' },
  loss: { type: 'double', describes: 'a part' },
  ttl: { type: 'int', label: 'TTL', describes: 'seconds', shown: (seconds) => `${seconds} s` },
  verified: { type: 'bool', describes: 'whether' },
  cell: { type: 'dyn', describes: 'whatever' },
  lease: { type: { fields: { left: 'duration', holder: 'string' } }, describes: 'a mapping' },
};

test.each([
  ['a duration', { rtt: 23.4 }, ['Rtt', '23 ms']],
  ['a long duration', { rtt: 63 * 86_400_000 }, ['Rtt', '63 d']],
  ['an instant', { seen_at: Date.UTC(2026, 10, 21) }, ['Seen at', '2026-11-21T00:00:00.000Z']],
  ['an instant beyond all calendars', { seen_at: -1 }, ['Seen at', '-1']],
  ['another number', { loss: 0.25 }, ['Loss', '0.25']],
  [
    'a mapping with a duration in it',
    { lease: { left: 5_000, holder: 'a', n: 1 } },
    ['Lease', 'left 5.0 s, holder a, n 1'],
  ],
  ['what has a label and units of its own', { ttl: 300 }, ['TTL', '300 s']],
  ['whether something is so', { verified: false }, ['Verified', 'no']],
  ['a truth value that is data', { cell: false }, ['Cell', 'false']],
  ['what the table does not know', { steps: [1, 'b', null] }, ['Steps', '1, b, null']],
  ['a name that objects have', { constructor: 7 }, ['Constructor', '7']],
  ['a text with a line feed', { loss: 'a\nb' }, ['Loss', 'a b']],
] as const)('%s is shown as people read it', (_name, details, shown) => {
  expect(explainDetails(details, table)).toEqual([shown]);
});
