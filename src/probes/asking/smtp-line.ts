import type { Socket } from 'node:net';
import type { Clock } from '../../domain/clock.ts';
import type { Detail } from '../../domain/observation.ts';
import type { Attempt } from '../../http/attempt.ts';
import { Hearing } from './hearing.ts';
import { say } from './say.ts';
import { type SmtpReply, smtpReply } from './smtp-reply.ts';

// Greetings and capabilities take a few hundred.
const maxBytes = 16_384;

/** A conversation with an SMTP server, in which each command is answered before the next is said. */
export class SmtpLine {
  readonly socket: Socket;
  readonly #attempt: Attempt;
  readonly #hearing: Hearing;

  constructor(socket: Socket, { attempt, clock }: { readonly attempt: Attempt; readonly clock: Clock }) {
    this.socket = socket;
    this.#attempt = attempt;
    this.#hearing = new Hearing(socket, { attempt, clock, encoding: 'latin1', maxBytes });
  }

  /** What was said beyond all replies that were waited for. */
  get rest(): string {
    return this.#hearing.rest;
  }

  /** Waits for a reply. Rejects with a Failure where none comes. */
  hear(what: string): Promise<SmtpReply> {
    return this.#hearing.until(smtpReply(what));
  }

  /** Says one command, and waits for the reply to it; `name` is what people call it. */
  async ask(command: string, name = command): Promise<SmtpReply> {
    await say(this.socket, `${command}\r\n`, this.#attempt);
    return this.hear(`the reply to ${name}`);
  }

  /** Adds to what is known of the server. */
  learn(details: Readonly<Record<string, Detail>>): void {
    this.#attempt.learn({ details: { ...this.#attempt.facts.details, ...details } });
  }

  /** Listens no more, and leaves the connection as it is. */
  close(): void {
    this.#hearing.close();
  }
}
