import { connect as netConnect, type Socket, type TcpNetConnectOpts } from 'node:net';
import { type Failure, failureReasons } from '../domain/failure.ts';
import { formatEndpoint, type ResolvedAddress } from './address.ts';
import type { Attempt } from './attempt.ts';
import { connectFailure } from './failure.ts';

// RFC 8305 §8: the head start of one address before the next is tried beside it.
const attemptDelayMs = 250;

const socketOptions = { noDelay: true, autoSelectFamily: false } as const;

/**
 * Connects to the first address that answers (RFC 8305): each gets a head start of 250 ms, and none is given up while the
 * others are tried, so a slow way wins over a dead one. Rejects with the Failure that tells most about the target.
 */
export function connect(addresses: readonly ResolvedAddress[], port: number, attempt: Attempt): Promise<Socket> {
  attempt.enter('connect', 'connecting');
  return attempt.run<Socket>((resolve, reject) => {
    const learn = ({ address }: ResolvedAddress) => attempt.learn({ address, port });
    const race = new ConnectionRace(addresses, port, {
      won: (socket, address) => {
        learn(address);
        resolve(socket);
      },
      lost: (failure) => reject(failure),
    });
    race.tryNext();
    return () => {
      attempt.describe(`connecting to ${addresses.map(({ address }) => formatEndpoint(address, port)).join(', ')}`);
      if (addresses[0]) learn(addresses[0]);
      race.close();
    };
  });
}

interface RaceOutcome {
  won(socket: Socket, address: ResolvedAddress): void;
  lost(failure: Failure): void;
}

class ConnectionRace {
  readonly #addresses: readonly ResolvedAddress[];
  readonly #port: number;
  readonly #outcome: RaceOutcome;
  readonly #sockets: Socket[] = [];
  readonly #failures: Failure[] = [];
  #headStart: NodeJS.Timeout | undefined;
  #over = false;

  constructor(addresses: readonly ResolvedAddress[], port: number, outcome: RaceOutcome) {
    this.#addresses = addresses;
    this.#port = port;
    this.#outcome = outcome;
  }

  tryNext(): void {
    clearTimeout(this.#headStart);
    const target = this.#addresses[this.#sockets.length];
    if (target === undefined) return;
    const socket = netConnect(withoutShape({ host: target.address, port: this.#port, ...socketOptions }));
    this.#sockets.push(socket);
    socket.on('connect', () => this.#win(socket, target));
    // Stays for the life of the socket: an error that comes later must not end the process.
    socket.on('error', (error) => this.#lose(error, target));
    if (this.#sockets.length < this.#addresses.length) {
      this.#headStart = setTimeout(() => this.tryNext(), attemptDelayMs);
    }
  }

  /** Lets go of every connection but the one to keep. */
  close(keep?: Socket): void {
    this.#over = true;
    clearTimeout(this.#headStart);
    for (const socket of this.#sockets) if (socket !== keep) socket.destroy();
  }

  #win(socket: Socket, target: ResolvedAddress): void {
    if (isOwnEcho(socket, this.#port)) {
      socket.destroy(Object.assign(new Error('connected to itself'), { code: 'ECONNREFUSED' }));
      return;
    }
    this.close(socket);
    this.#outcome.won(socket, target);
  }

  #lose(error: Error, target: ResolvedAddress): void {
    if (this.#over) return;
    this.#failures.push(connectFailure(error, target.address, this.#port));
    if (this.#failures.length < this.#addresses.length) {
      this.tryNext();
      return;
    }
    // What the target did tells more than that this machine lacks a family.
    const ofTarget = this.#failures.find(({ reason }) => failureReasons[reason].blame === 'target');
    const [first] = this.#failures;
    const telling = ofTarget ?? first;
    if (telling) this.#outcome.lost(telling);
  }
}

/** The same options in an object that V8 gives no shape: node:net copies and extends them, which else makes new shapes for every socket. */
function withoutShape(options: TcpNetConnectOpts): TcpNetConnectOpts {
  return Object.assign(Object.create(null), options);
}

/** On loopback a socket may be given the very port it connects to, and TCP then connects it to itself. */
function isOwnEcho(socket: Socket, port: number): boolean {
  return port >= 32_768 && socket.localPort === port && socket.localAddress === socket.remoteAddress;
}
