import { type Answer, decode, encode } from 'dns-packet';
import { expect, test } from 'vitest';
import { recordLine, recordOf } from '../../../src/probes/asking/dns-record.ts';

const name = 'a.example';

/** The record as it is after its way over the wire, on which its type may be made another. */
function overTheWire(record: Answer, type?: number) {
  const bytes = encode({ type: 'response', answers: [record] });
  // Behind the header of the message and the name of the record.
  if (type !== undefined) bytes.writeUInt16BE(type, 12 + record.name.length + 2);
  const [received] = decode(bytes).answers ?? [];
  if (received === undefined) throw new Error('there is no record');
  return recordOf(received);
}

test.each<[Answer, string]>([
  [{ type: 'AAAA', name, data: '2001:DB8:0:0::1' }, '2001:db8::1'],
  [{ type: 'NS', name, data: 'ns.example' }, 'ns.example.'],
  [{ type: 'NS', name, data: '.' }, '.'],
  [{ type: 'PTR', name, data: 'a b\u0007.exämple' }, 'a\\032b\\007.ex\\195\\164mple.'],
  [{ type: 'MX', name, data: { exchange: '.', preference: 0 } }, '0 .'],
  [{ type: 'TXT', name, data: ['v=', 'spf1 "ä"'] }, 'v=spf1 "ä"'],
  [{ type: 'TXT', name, data: Buffer.from([0xff, 0x41]) }, '\ufffdA'],
  [
    { type: 'CAA', name, data: { flags: 128, tag: 'issue', value: 'ca "x" \\ \u0001' } },
    '128 issue "ca \\"x\\" \\\\ \\001"',
  ],
  [{ type: 'DNSKEY', name, data: { flags: 257, algorithm: 13, key: Buffer.from('key') } }, '257 3 13 a2V5'],
  [
    {
      type: 'RRSIG',
      name,
      data: {
        typeCovered: 'A',
        algorithm: 13,
        labels: 2,
        originalTTL: 300,
        expiration: 1_800_000_000,
        inception: 0,
        keyTag: 7,
        signersName: 'example',
        signature: Buffer.from('sig'),
      },
    },
    'A 13 2 300 20270115080000 19700101000000 7 example. c2ln',
  ],
  [{ type: 'LOC', name, data: Buffer.from([1, 0xab]) }, '\\# 2 01AB'],
  [{ type: 'NSEC', name, data: { nextDomain: 'b.example', rrtypes: ['A'] } }, ''],
])('%j is written as %s', (record, data) => {
  expect(overTheWire(record)).toMatchObject({ name: 'a.example.', data });
});

test('a type without a name has its number', () => {
  const record = overTheWire({ type: 'NULL', name, ttl: 5, data: Buffer.alloc(1) }, 731);
  expect(recordLine(record)).toBe('a.example. 5 IN TYPE731 \\# 1 00');
});

test.each([
  [64, Buffer.from('000003666f6f00', 'hex'), 'SVCB', '0 foo.'],
  [65, Buffer.from('000100', 'hex'), 'HTTPS', '1 .'],
  [65, Buffer.from([0]), 'HTTPS', '\\# 1 00'],
])('data of type %i has the form of RFC 9460 where it can be read: %j', (number, bytes, type, data) => {
  expect(overTheWire({ type: 'NULL', name, data: bytes }, number)).toMatchObject({ type, data });
});

test('a line of a zone file has its text in quotes', () => {
  const record = overTheWire({ type: 'TXT', name, ttl: 60, data: 'say "hi"' });
  expect(recordLine(record)).toBe('a.example. 60 IN TXT "say \\"hi\\""');
});
