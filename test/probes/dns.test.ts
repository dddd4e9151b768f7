import { describe, expect, test } from 'vitest';
import { dns } from '../../src/probes/dns.ts';
import { failureFrom } from '../support/failures.ts';
import { probeContext } from '../support/probe-context.ts';
import { addressOf, answerTo, type Behaviour, overTcp, startRawDnsServer } from '../support/raw-dns-server.ts';
import { describeProbe, type ServiceKeys, type Trouble, troublesOverTcp } from './contract.ts';

const name = 'www.example';
const truncated = 0x0200;

function parse(options: object) {
  return dns.options.parse({ query: name, ...options });
}

/** Asks a server that behaves so. */
async function ask(behaviour: Behaviour, options: object = {}) {
  const server = await startRawDnsServer(behaviour);
  const observed = dns.observe(parse({ resolver: server.address, ...options }), probeContext());
  return { server, observed };
}

describe('a dns service', () => {
  test('gets every default', () => {
    expect(parse({})).toEqual({
      query: name,
      record: 'A',
      expected_rcode: 'NOERROR',
      allow_empty: false,
      dnssec: false,
      recursion: true,
      ip_family: 'any',
    });
  });

  test.each([
    [{}, 'www.example A', 'the DNS servers of this machine'],
    [{ resolver: '1.1.1.1' }, 'www.example A @1.1.1.1', '1.1.1.1'],
    [{ resolver: '[::1]:53', record: 'MX', transport: 'tcp' }, 'www.example MX @[::1]:53 over tcp', '[::1]:53'],
    [{ resolver: 'dns.example', transport: 'dot' }, 'www.example A @dns.example over dot', 'dns.example'],
    [
      { resolver: 'https://me:secret@dns.example/q?token=x' },
      'www.example A @https://dns.example/q?token=***',
      'dns.example',
    ],
  ])('with %j is shown as %s and counted against %s', (options, target, host) => {
    const parsed = parse(options);
    expect([dns.target(parsed), dns.host(parsed), dns.idempotent(parsed)]).toEqual([target, host, true]);
  });

  test('names the files of its TLS settings', () => {
    const options = parse({ resolver: '1.1.1.1', transport: 'dot', tls: { ca_file: 'ca.pem' } });
    expect(dns.files?.(options)).toEqual([{ path: ['tls', 'ca_file'], file: 'ca.pem' }]);
  });
});

describe('a question over UDP', () => {
  test('is answered with everything there is to know', async () => {
    const { server, observed } = await ask({
      udp: ({ bytes }, reply) => {
        const answers = [addressOf(name, '192.0.2.2', 300), addressOf('WWW.Example', '192.0.2.1', 60)];
        reply(answerTo(bytes, { flags: 0x0420, answers }));
      },
    });
    expect(await observed).toEqual({
      type: 'dns',
      summary: 'NOERROR with 2 answers',
      address: '127.0.0.1',
      port: server.port,
      responseTimeMs: expect.any(Number),
      phases: { wait: expect.any(Number) },
      details: {
        rcode: 'NOERROR',
        answers: ['192.0.2.1', '192.0.2.2'],
        answer_count: 2,
        ttl: 60,
        authoritative: true,
        authenticated: true,
        transport: 'udp',
      },
      unshown: {
        records: [
          { name: 'www.example.', type: 'A', ttl: 300, data: '192.0.2.2' },
          { name: 'WWW.Example.', type: 'A', ttl: 60, data: '192.0.2.1' },
        ],
      },
      body: 'www.example. 300 IN A 192.0.2.2\nWWW.Example. 60 IN A 192.0.2.1',
    });
    expect(server.asked).toMatchObject([
      { flag_rd: true, flag_ad: true, questions: [{ name, type: 'A', class: 'IN' }], additionals: [] },
    ]);
  });

  test('asks for signatures, and for no recursion, where it is told to', async () => {
    const { server, observed } = await ask(
      { udp: ({ bytes }, reply) => reply(answerTo(bytes, { answers: [addressOf(name)] })) },
      { dnssec: true, recursion: false },
    );
    await observed;
    expect(server.asked).toMatchObject([{ flag_rd: false, additionals: [{ type: 'OPT', flag_do: true }] }]);
  });

  test('goes on over TCP where the answer is truncated', async () => {
    const { observed } = await ask({
      udp: ({ bytes }, reply) => reply(answerTo(bytes, { flags: truncated })),
      tcp: ({ bytes }, socket) => socket.end(overTcp(answerTo(bytes, { answers: [addressOf(name)] }))),
    });
    expect(await observed).toMatchObject({
      details: { transport: 'tcp', answer_count: 1 },
      phases: { wait: expect.any(Number), connect: expect.any(Number), receive: expect.any(Number) },
    });
  });

  test.each([
    [1, 'query_failed', 'expected NOERROR for www.example, got FORMERR'],
    [2, 'dns_servfail', 'the server cannot answer for www.example (SERVFAIL)'],
    [3, 'dns_nxdomain', 'the name www.example does not exist (NXDOMAIN)'],
    [4, 'unimplemented', 'the server does not know how to answer for www.example (NOTIMP)'],
    [5, 'dns_refused', 'the server refuses to answer for www.example (REFUSED)'],
    [9, 'query_failed', 'expected NOERROR for www.example, got NOTAUTH'],
    [11, 'query_failed', 'expected NOERROR for www.example, got RCODE_11'],
  ] as const)('answered by code %i is %s', async (flags, reason, message) => {
    const { server, observed } = await ask({ udp: ({ bytes }, reply) => reply(answerTo(bytes, { flags })) });
    expect(await failureFrom(observed)).toMatchObject({
      reason,
      message,
      facts: {
        address: '127.0.0.1',
        port: server.port,
        details: { answer_count: 0 },
        responseTimeMs: expect.any(Number),
      },
    });
  });

  test('is refused by a server that does not even repeat it', async () => {
    const { observed } = await ask({
      udp: ({ bytes }, reply) => reply(answerTo(bytes, { flags: 1, questions: [] })),
    });
    expect(await failureFrom(observed)).toMatchObject({ reason: 'query_failed' });
  });

  test('knows the codes of EDNS', async () => {
    const { observed } = await ask({
      udp: ({ bytes }, reply) => {
        const options = { type: 'OPT', name: '.', udpPayloadSize: 512, extendedRcode: 1, ednsVersion: 0 } as const;
        reply(answerTo(bytes, { additionals: [{ ...options, flags: 0, flag_do: false, options: [] }] }));
      },
    });
    expect((await failureFrom(observed)).message).toBe('expected NOERROR for www.example, got BADVERS');
  });

  test.each([
    ['records of another name', [addressOf('other.example')]],
    ['records of another type', [{ type: 'AAAA', name, ttl: 1, data: '::1' } as const]],
    ['an alias of nothing', [{ type: 'CNAME', name, ttl: 1, data: 'other.example' } as const]],
    ['an alias that leads back', [{ type: 'CNAME', name, ttl: 1, data: name } as const]],
    ['nothing', []],
  ])('answered by %s has no answer', async (_what, answers) => {
    const { observed } = await ask({ udp: ({ bytes }, reply) => reply(answerTo(bytes, { answers })) });
    expect(await failureFrom(observed)).toMatchObject({
      reason: 'dns_no_record',
      message: 'NOERROR, but the answer has no A record of www.example',
    });
  });

  test('follows aliases in whatever order they come', async () => {
    const alias = (from: string, to: string) => ({ type: 'CNAME', name: from, ttl: 5, data: to }) as const;
    const { observed } = await ask({
      udp: ({ bytes }, reply) => {
        const answers = [addressOf('c.example'), alias('b.example', 'c.example'), alias(name, 'B.example')];
        reply(answerTo(bytes, { answers }));
      },
    });
    expect(await observed).toMatchObject({ details: { answers: ['192.0.2.1'], ttl: 60 } });
  });

  test('expects what it is told to expect', async () => {
    const nxdomain: Behaviour = { udp: ({ bytes }, reply) => reply(answerTo(bytes, { flags: 3 })) };
    const found: Behaviour = { udp: ({ bytes }, reply) => reply(answerTo(bytes, { answers: [addressOf(name)] })) };
    const expected = { expected_rcode: 'NXDOMAIN' };
    expect(await (await ask(nxdomain, expected)).observed).toMatchObject({ summary: 'NXDOMAIN, as expected,' });
    expect(await failureFrom((await ask(found, expected)).observed)).toMatchObject({
      reason: 'unexpected_answer',
      message: 'expected NXDOMAIN for www.example, got NOERROR with 1 answer',
    });
    expect(await failureFrom((await ask(nxdomain, { expected_rcode: 'REFUSED' })).observed)).toMatchObject({
      reason: 'dns_nxdomain',
      message: 'expected REFUSED for www.example, got NXDOMAIN',
    });
  });
});

describe('a question over TCP', () => {
  test('is answered in however many pieces', async () => {
    const { observed } = await ask(
      {
        tcp: async ({ bytes }, socket) => {
          socket.setNoDelay(true);
          for (const byte of overTcp(answerTo(bytes, { answers: [addressOf(name)] }))) {
            await new Promise((resolve) => socket.write(Buffer.from([byte]), resolve));
          }
        },
      },
      { transport: 'tcp' },
    );
    expect(await observed).toMatchObject({ details: { transport: 'tcp', answers: ['192.0.2.1'] } });
  });

  test.each([
    ['half an answer', (answer: Buffer) => overTcp(answer).subarray(0, 20), 'connection_reset'],
    ['nothing', () => Buffer.alloc(0), 'connection_reset'],
    ['an answer that is still truncated', (answer: Buffer) => overTcp(withFlags(answer, 0x82)), 'protocol_error'],
    ['another’s answer', (answer: Buffer) => overTcp(withId(answer)), 'protocol_error'],
    ['a message of no bytes', () => Buffer.from([0, 0]), 'protocol_error'],
  ] as const)('answered by %s is %s', async (_what, answer, reason) => {
    const { observed } = await ask(
      { tcp: ({ bytes }, socket) => socket.end(answer(answerTo(bytes, { answers: [addressOf(name)] }))) },
      { transport: 'tcp' },
    );
    expect(await failureFrom(observed)).toMatchObject({ reason, facts: { address: '127.0.0.1' } });
  });
});

function withFlags(message: Buffer, flags: number): Buffer {
  const changed = Buffer.from(message);
  changed.writeUInt8(flags, 2);
  return changed;
}

function withId(message: Buffer): Buffer {
  const changed = Buffer.from(message);
  changed.writeUInt16BE(message.readUInt16BE(0) ^ 1, 0);
  return changed;
}

const overDatagrams = (behaviour: Required<Behaviour>['udp'], rest: Partial<Trouble> = {}): Trouble => ({
  service: async () => ({ query: name, resolver: (await startRawDnsServer({ udp: behaviour })).address }),
  ...rest,
});

const garbage = Buffer.from(Array.from({ length: 512 }, (_, at) => (at * 167) % 256));

describeProbe('dns', {
  probe: dns,
  troubles: {
    'a silent server': overDatagrams(() => undefined, { reasons: ['timeout'] }),
    garbage: overDatagrams((_asked, reply) => reply(garbage), { reasons: ['timeout'] }),
    'garbage under the right id': overDatagrams(({ bytes }, reply) => {
      reply(Buffer.concat([bytes.subarray(0, 2), Buffer.from([0x81]), garbage]));
    }),
    'an echo': overDatagrams(({ bytes }, reply) => reply(bytes), { reasons: ['timeout'] }),
    'answers to another': overDatagrams(({ bytes }, reply) => reply(withId(answerTo(bytes))), { reasons: ['timeout'] }),
    'a flood': overDatagrams(
      (_asked, reply) => {
        for (let at = 0; at < 2_000; at += 1) reply(garbage);
      },
      { reasons: ['timeout'] },
    ),
  },
});

for (const transport of ['tcp', 'dot']) {
  const at = (port: number): ServiceKeys => ({ query: name, resolver: `127.0.0.1:${port}`, transport });
  describeProbe(`dns over ${transport}`, { probe: dns, troubles: troublesOverTcp(at) });
}

describeProbe('dns over doh', {
  probe: dns,
  troubles: troublesOverTcp((port) => ({ query: name, resolver: `https://u:planted-secret@127.0.0.1:${port}/` })),
  secrets: ['planted-secret'],
});
