import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { Attempt } from '../../../src/http/attempt.ts';
import { askByDatagram } from '../../../src/probes/asking/dns-datagrams.ts';
import type { DnsQuestion } from '../../../src/probes/asking/dns-message.ts';
import { failureFrom } from '../../support/failures.ts';
import { closedPort } from '../../support/fault-server.ts';
import { addressOf, answerTo, type Behaviour, startRawDnsServer } from '../../support/raw-dns-server.ts';
import { realClock } from '../../support/real-clock.ts';

const name = 'www.example';
const question: DnsQuestion = { name, type: 'A', recursion: true, dnssec: false };

const answers: Required<Behaviour>['udp'] = ({ bytes }, reply) => {
  reply(answerTo(bytes, { answers: [addressOf(name)] }));
};

interface Circumstances {
  readonly areOurs?: boolean;
  readonly withinMs?: number;
}

function ask(ports: readonly number[], { areOurs = false, withinMs = 4_000 }: Circumstances = {}) {
  const list = ports.map((port) => ({ address: '127.0.0.1', port }));
  const attempt = new Attempt({ signal: AbortSignal.timeout(withinMs), clock: realClock });
  return { list, asked: askByDatagram({ list, areOurs }, question, attempt).finally(() => attempt.close()) };
}

describe('a question that gets lost', () => {
  test('is asked again', async () => {
    const { port, asked } = await startRawDnsServer({
      udp: (one, reply) => (one.number === 1 ? undefined : answers(one, reply)),
    });
    expect(await ask([port]).asked).toMatchObject({ message: { rcode: 'NOERROR' } });
    expect(asked).toHaveLength(2);
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
  });

  test('is asked of the next server, and the first one may still answer', async () => {
    const silent = await startRawDnsServer({});
    const { port } = await startRawDnsServer({ udp: answers });
    const { list, asked } = ask([silent.port, port]);
    expect((await asked).server).toBe(list[1]);
  });
});

describe('a question to a server that does not listen', () => {
  test('goes to the next one at once', async () => {
    const { port } = await startRawDnsServer({ udp: answers });
    const { list, asked } = ask([await closedPort(), port], { withinMs: 800 });
    expect((await asked).server).toBe(list[1]);
  });

  test('is refused where there is no next one', async () => {
    const { asked } = ask([await closedPort()]);
    expect(await failureFrom(asked)).toMatchObject({ reason: 'connection_refused' });
  });

  test('says nothing of the name where the server is our own', async () => {
    const { asked } = ask([await closedPort()], { areOurs: true });
    expect(await failureFrom(asked)).toMatchObject({ reason: 'dns_unavailable' });
  });
});

describe('silence', () => {
  test('of a server that was named is a timeout', async () => {
    const { port } = await startRawDnsServer({});
    expect(await failureFrom(ask([port], { withinMs: 1_300 }).asked)).toMatchObject({
      reason: 'timeout',
      message: `no complete answer within the timeout: waiting for an answer from 127.0.0.1:${port}`,
    });
  });

  test('of our own servers says nothing of the name', async () => {
    const { port, asked } = await startRawDnsServer({});
    const outcome = ask([port], { areOurs: true, withinMs: 1_300 });
    expect(await failureFrom(outcome.asked)).toMatchObject({ reason: 'dns_unavailable' });
    expect(asked.flatMap(({ questions = [] }) => questions.map(({ type }) => type))).toEqual(['A', 'NS', 'A']);
  });

  test('of our own servers about this name alone is a timeout', async () => {
    const { port } = await startRawDnsServer({
      udp: ({ bytes, number }, reply) => {
        if (number === 2) reply(answerTo(bytes));
      },
    });
    const outcome = ask([port], { areOurs: true, withinMs: 1_300 });
    expect(await failureFrom(outcome.asked)).toMatchObject({ reason: 'timeout' });
  });
});

describe('an answer that is not to be believed', () => {
  test('from another port is not heard', async () => {
    const stranger = createSocket('udp4');
    const { port } = await startRawDnsServer({
      udp: async (one, reply) => {
        const forged = answerTo(one.bytes, { answers: [addressOf(name, '192.0.2.66')] });
        stranger.send(forged, one.from.port, one.from.address, () => answers(one, reply));
      },
    });
    const { message } = await ask([port]).asked;
    expect(message.records).toMatchObject([{ data: '192.0.2.1' }]);
    await once(stranger.close(), 'close');
  });

  test('under another id is passed over, and told of', async () => {
    const forge: Required<Behaviour>['udp'] = ({ bytes }, reply) => {
      const id = bytes.readUInt16BE(0) ^ 1;
      reply(answerTo(bytes, { id, answers: [addressOf(name, '192.0.2.66')] }));
    };
    const both = await startRawDnsServer({
      udp: (one, reply) => {
        forge(one, reply);
        answers(one, reply);
      },
    });
    const { message } = await ask([both.port]).asked;
    expect(message.records).toMatchObject([{ data: '192.0.2.1' }]);
    const only = await startRawDnsServer({ udp: forge });
    expect((await failureFrom(ask([only.port], { withinMs: 300 }).asked)).message).toMatch(
      /, from which came 1 datagram that is no answer to this$/,
    );
  });
});
