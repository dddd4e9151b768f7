import { randomInt } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { isIP } from 'node:net';
import { Failure, toFailure } from '../../domain/failure.ts';
import { formatEndpoint } from '../../http/address.ts';
import type { Attempt } from '../../http/attempt.ts';
import { connectFailure } from '../../http/failure.ts';
import { type DnsMessage, type DnsQuestion, encodeQuestion, readAnswer, type SentQuestion } from './dns-message.ts';
import { type DnsServer, type DnsServers, serverFailure } from './dns-servers.ts';

/** An answer and who gave it. */
export interface HeardAnswer {
  readonly message: DnsMessage;
  readonly server: DnsServer;
}

/**
 * Asks over UDP (RFC 1035 §4.2.1). A datagram may be lost: as long as nobody answers, the servers are asked again by turns,
 * for 1 s each in the first round, 2 s in the second, and so on. What comes from another address or belongs to another
 * question is ignored. Rejects with a Failure: `connection_refused` where no server listens, `dns_unavailable` where those of
 * this machine do not even answer for the root zone.
 */
export async function askByDatagram(
  servers: DnsServers,
  question: DnsQuestion,
  attempt: Attempt,
): Promise<HeardAnswer> {
  attempt.enter('wait', 'waiting for an answer');
  const asking = new DatagramQuestion(servers, question);
  try {
    return await attempt.run<HeardAnswer>((resolve, reject) => {
      asking.begin({ resolve, reject });
      return () => {
        attempt.describe(asking.story);
        attempt.learn(servers.list[0] ?? {});
        asking.close();
      };
    });
  } catch (thrown) {
    const failure = toFailure(thrown);
    throw failure.reason === 'timeout' && !asking.provesSilence ? failure : serverFailure(failure, servers);
  } finally {
    asking.close();
  }
}

const firstRoundMs = 1_000;
const longestRoundMs = 32_000;

// What every working resolver knows.
const rootQuestion: DnsQuestion = { name: '.', type: 'NS', recursion: true, dnssec: false };

interface Outcome {
  resolve(answer: HeardAnswer): void;
  reject(failure: Failure): void;
}

/** A server that was asked, over a connected socket: the kernel lets through only what this server sends. */
interface Line {
  readonly server: DnsServer;
  readonly socket: Socket;
  readonly sent: SentQuestion;
  /** The question that tells a silent zone from a silent server. */
  readonly witness: SentQuestion;
}

class DatagramQuestion {
  readonly #servers: DnsServers;
  readonly #question: DnsQuestion;
  readonly #lines = new Map<DnsServer, Line>();
  readonly #failures = new Map<DnsServer, Failure>();
  #outcome: Outcome | undefined;
  #turn = 0;
  #strangers = 0;
  #witnessCalled = false;
  #witnessHeard = false;
  #nextTurn: NodeJS.Timeout | undefined;
  #over = false;

  constructor(servers: DnsServers, question: DnsQuestion) {
    this.#servers = servers;
    this.#question = question;
  }

  /** What it is waiting for. */
  get story(): string {
    const names = [...this.#lines.keys()].map(({ address, port }) => formatEndpoint(address, port)).join(', ');
    const others = this.#strangers === 1 ? '1 datagram that is' : `${this.#strangers} datagrams that are`;
    const noise = this.#strangers === 0 ? '' : `, from which came ${others} no answer to this`;
    return `waiting for an answer from ${names}${noise}`;
  }

  /** Whether the servers did not even answer what every server can. */
  get provesSilence(): boolean {
    return this.#witnessCalled && !this.#witnessHeard;
  }

  begin(outcome: Outcome): void {
    this.#outcome = outcome;
    this.#askNext();
  }

  close(): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#nextTurn);
    for (const { socket } of this.#lines.values()) socket.close();
  }

  #askNext(): void {
    clearTimeout(this.#nextTurn);
    const { list } = this.#servers;
    const left = list.filter((server) => !this.#failures.has(server));
    const server = left[this.#turn % left.length];
    if (server === undefined) return;
    this.#callWitness();
    const known = this.#lines.get(server);
    if (known === undefined) this.#open(server);
    else this.#say(known, known.sent);
    const round = Math.floor(this.#turn / list.length);
    this.#turn += 1;
    this.#nextTurn = setTimeout(() => this.#askNext(), Math.min(firstRoundMs * 2 ** round, longestRoundMs));
  }

  /** Those that have been silent until now. */
  #callWitness(): void {
    if (!this.#servers.areOurs) return;
    for (const line of this.#lines.values()) {
      if (this.#failures.has(line.server)) continue;
      this.#witnessCalled = true;
      this.#say(line, line.witness);
    }
  }

  #open(server: DnsServer): void {
    const socket = createSocket(isIP(server.address) === 6 ? 'udp6' : 'udp4');
    const sent = { question: this.#question, id: randomInt(65_536) };
    const line: Line = { server, socket, sent, witness: { question: rootQuestion, id: randomInt(65_536) } };
    this.#lines.set(server, line);
    socket.on('error', (error) => this.#lose(server, error));
    socket.on('message', (bytes) => this.#take(line, bytes));
    socket.once('connect', () => this.#say(line, sent));
    socket.connect(server.port, server.address);
  }

  #say({ socket, server }: Line, question: SentQuestion): void {
    if (this.#over) return;
    socket.send(encodeQuestion(question), (error) => {
      if (error) this.#lose(server, error);
    });
  }

  #take(line: Line, bytes: Buffer): void {
    if (this.#over) return;
    try {
      const message = readAnswer(bytes, line.sent);
      if (message !== undefined) this.#outcome?.resolve({ message, server: line.server });
      else if (readAnswer(bytes, line.witness) !== undefined) this.#witnessHeard = true;
      else this.#strangers += 1;
    } catch (thrown) {
      const { reason, message, cause } = toFailure(thrown);
      this.#outcome?.reject(new Failure(reason, message, { facts: line.server, cause }));
    }
  }

  #lose(server: DnsServer, error: Error): void {
    if (this.#over || this.#failures.has(server)) return;
    const failure = connectFailure(error, server.address, server.port);
    this.#failures.set(server, failure);
    if (this.#failures.size === this.#servers.list.length) this.#outcome?.reject(failure);
    else this.#askNext();
  }
}
