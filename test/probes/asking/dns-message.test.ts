import { encode, type Packet } from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../src/domain/failure.ts';
import { type DnsQuestion, encodeQuestion, readAnswer, sameName } from '../../../src/probes/asking/dns-message.ts';

const question: DnsQuestion = { name: 'www.example', type: 'A', recursion: true, dnssec: false };
const sent = { question, id: 0x1234 };

function answer(changes: Packet = {}): Buffer {
  const questions = [{ name: 'www.example', type: 'A' } as const];
  return encode({ type: 'response', id: sent.id, questions, ...changes });
}

/** What reading the bytes comes to. */
function read(bytes: Buffer) {
  try {
    return readAnswer(bytes, sent);
  } catch (thrown) {
    return thrown;
  }
}

test('a question is as RFC 1035 has it, with the AD bit of RFC 6840', () => {
  const header = '1234 0120 0001 0000 0000 0000';
  const name = '03 777777 07 6578616d706c65 00';
  expect(encodeQuestion(sent).toString('hex')).toBe(`${header} ${name} 0001 0001`.replaceAll(' ', ''));
});

describe('a message', () => {
  test.each([
    ['too short for a header', Buffer.alloc(11)],
    ['of another id', answer({ id: 0x4321 })],
    ['that is a question itself', encodeQuestion(sent)],
    ['for another name', answer({ questions: [{ name: 'example', type: 'A' }] })],
    ['for another type', answer({ questions: [{ name: 'www.example', type: 'AAAA' }] })],
    ['for no name', answer({ questions: [] })],
  ])('%s answers another question', (_what, bytes) => {
    expect(read(bytes)).toBeUndefined();
  });

  test('for the name in other letters answers it', () => {
    expect(read(answer({ questions: [{ name: 'WWW.eXample', type: 'A' }] }))).toMatchObject({ rcode: 'NOERROR' });
  });

  const full = answer({ answers: [{ type: 'A', name: 'www.example', ttl: 1, data: '192.0.2.1' }] });
  const announcing = (records: number) => {
    const bytes = Buffer.from(full);
    bytes.writeUInt16BE(records, 6);
    return bytes;
  };

  test.each([
    ['that ends in an address', full.subarray(0, -2)],
    ['that ends in a name', full.subarray(0, 20)],
    ['that announces more records than it has', announcing(2)],
    ['that announces records beyond measure', announcing(60_000)],
  ])('%s is a protocol error', (_what, bytes) => {
    expect(read(bytes)).toMatchObject({ name: 'Failure', reason: 'protocol_error' });
  });

  test('of whatever bytes is read, or is another’s, or is a protocol error', () => {
    const head = full.subarray(0, 3);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (rest) => {
        const outcome = read(Buffer.concat([head, rest]));
        if (outcome instanceof Failure) expect(outcome.reason).toBe('protocol_error');
        else expect(outcome instanceof Error).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  test('of records changed at random is read, or is another’s, or is a protocol error', () => {
    const whole = answer({
      answers: [
        { type: 'SOA', name: 'www.example', ttl: 1, data: { mname: 'a.b', rname: 'c.d', serial: 7 } },
        { type: 'TXT', name: 'www.example', ttl: 1, data: ['abc', 'def'] },
        { type: 'CAA', name: 'www.example', ttl: 1, data: { tag: 'issue', value: 'x', flags: 0 } },
        { type: 'MX', name: 'www.example', ttl: 1, data: { exchange: 'mail.www.example', preference: 1 } },
        { type: 'NSEC', name: 'www.example', ttl: 1, data: { nextDomain: 'a', rrtypes: ['A', 'MX'] } },
        { type: 'DNSKEY', name: 'www.example', ttl: 1, data: { flags: 257, algorithm: 13, key: Buffer.alloc(8) } },
      ],
    });
    const change = fc.tuple(fc.integer({ min: 12, max: whole.length - 1 }), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of changes) bytes.writeUInt8(value, at);
        const outcome = read(bytes);
        if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'Failure', reason: 'protocol_error' });
      }),
      { numRuns: 2_000 },
    );
  });

  test('whose names are a chain of pointers takes little time', () => {
    const bytes = Buffer.alloc(65_535);
    answer().copy(bytes);
    bytes.writeUInt16BE(900, 6);
    // From the end of what a pointer reaches, each points at the one before it.
    for (let at = 40; at < 16_384; at += 2) bytes.writeUInt16BE(0xc000 | Math.max(at - 2, 12), at);
    const beganAt = performance.now();
    read(bytes);
    expect(performance.now() - beganAt).toBeLessThan(250);
  });
});

test.each([
  ['a.example', 'A.Example', true],
  ['a.example', 'a.example.', true],
  ['.', '', true],
  ['a.example', 'b.example', false],
])('%s and %s are one name: %s', (one, other, same) => {
  expect(sameName(one, other)).toBe(same);
});
