import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { closedEarly } from '../../http/failure.ts';

/** What is wrong with a stream whose server said more than it may. */
export class AnswerTooLong extends Error {}

/** What is wrong with a stream whose driver threw over what the server said. */
export class UnreadableAnswer extends Error {}

type Done = (error?: Error | null) => void;

/**
 * A connection that is open already, in place of the socket that a database driver opens itself, so that resolving, connecting
 * and TLS are ours and what the driver takes in is bounded. What breaks while the driver reads ends the stream, not the process.
 */
export class DriverStream extends Duplex {
  readonly #maxBytes: number;
  #socket: Socket | undefined;
  #received = 0;
  #unsent: (() => void) | undefined;
  #endedEarly = false;

  constructor(maxBytes: number) {
    // As a socket does: when the other side ends, so do we.
    super({ allowHalfOpen: false });
    this.#maxBytes = maxBytes;
    // Stays for the life of the stream: an error that comes when the driver has let go must not end the process.
    this.on('error', () => undefined);
  }

  /** Whether the other side ended the connection before we did. */
  get endedEarly(): boolean {
    return this.#endedEarly;
  }

  /** Begins to carry; what the driver said before is sent now. */
  carry(socket: Socket): void {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.hear(chunk));
    socket.on('end', () => {
      this.#endedEarly = !this.writableEnded;
      this.push(null);
    });
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => {
      if (!this.#endedEarly) this.destroy(Object.assign(new Error('closed'), closedEarly));
    });
    this.#unsent?.();
    this.#unsent = undefined;
    socket.resume();
  }

  /** Sees what the driver says before there is a connection that carries it. */
  protected hold(_chunk: Buffer): void {}

  /** What is sent for what the driver says. */
  protected outgoing(chunk: Buffer): Buffer {
    return chunk;
  }

  /** Hands to the driver what the server said. */
  hear(chunk: Buffer): void {
    this.#received += chunk.length;
    if (this.#received > this.#maxBytes) this.destroy(new AnswerTooLong(`more than ${this.#maxBytes} bytes`));
    else if (!this.push(chunk)) this.#socket?.pause();
  }

  /** What a driver does first: the connection is there. */
  connect(): this {
    process.nextTick(() => this.emit('connect'));
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  /** A driver that throws over what it reads would end the process. */
  override emit(event: string | symbol, ...given: unknown[]): boolean {
    if (event !== 'data') return super.emit(event, ...given);
    try {
      return super.emit(event, ...given);
    } catch (error) {
      this.destroy(new UnreadableAnswer('the driver cannot read it', { cause: error }));
      return true;
    }
  }

  override _read(): void {
    this.#socket?.resume();
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: Done): void {
    const socket = this.#socket;
    if (socket === undefined) {
      this.#unsent = () => this._write(chunk, encoding, done);
      this.hold(chunk);
    } else if (socket.writable) socket.write(this.outgoing(chunk), done);
    else done(Object.assign(new Error('closed'), closedEarly));
  }

  /** Nothing is waited for after a farewell. */
  override _final(done: Done): void {
    const end = () => {
      done();
      this.destroy();
    };
    if (this.#socket?.writable) this.#socket.end(end);
    else end();
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#socket?.destroy();
    done(error);
  }
}
