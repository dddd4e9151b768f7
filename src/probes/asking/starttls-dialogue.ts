import { Failure } from '../../domain/failure.ts';
import { toPlainLine, truncate } from '../../domain/plain-text.ts';
import type { Awaited } from './hearing.ts';

/** What is said and heard before TLS; a character is a byte. */
export interface Dialogue {
  /** The name that the server is asked for. */
  readonly serverName: string;
  /** Where the connection begins. */
  readonly localAddress: string;
  say(what: string | Uint8Array): Promise<void>;
  hear<T>(awaited: Awaited<T>): Promise<T>;
}

/** The server does not offer TLS, or not to us. */
export function notOffered(words: string): Failure {
  return new Failure('unimplemented', `the server does not offer STARTTLS: it ${said(words)}`);
}

/** The server offers TLS, but not at present. */
export function notNow(words: string): Failure {
  return new Failure('unexpected_answer', `the server does not begin TLS: it ${said(words)}`);
}

/** The server speaks another protocol. */
export function notOf(protocol: string, words: string): Failure {
  return new Failure('protocol_error', `the port does not speak ${protocol}: it ${said(words)}`);
}

function said(words: string): string {
  return `says ${JSON.stringify(shownWords(words))}`;
}

/** The beginning of what was heard byte by byte, for people. */
export function shownWords(words: string): string {
  return truncate(toPlainLine(Buffer.from(words, 'latin1').toString('utf8')), 100);
}
