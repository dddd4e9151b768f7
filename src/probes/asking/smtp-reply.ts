import { Failure, type FailureReason } from '../../domain/failure.ts';
import type { Awaited } from './hearing.ts';
import { saidBy } from './query-rows.ts';
import { notOf } from './starttls-dialogue.ts';

/** What an SMTP server answers to one command (RFC 5321 §4.2). */
export interface SmtpReply {
  readonly code: number;
  /** What follows the code, line by line; a character is a byte. */
  readonly lines: readonly string[];
}

/** One reply: a code, and where a hyphen follows it, lines until one that begins with the same code and a blank (RFC 5321 §4.2.1). */
export function smtpReply(what: string): Awaited<SmtpReply> {
  return {
    what,
    find(text, from): { readonly value: SmtpReply; readonly end: number } | Failure | undefined {
      const lines: string[] = [];
      let code: string | undefined;
      let at = from;
      for (let next = text.indexOf('\n', at) + 1; next > 0; next = text.indexOf('\n', at) + 1) {
        const spoken = text.slice(at, next).trimEnd();
        at = next;
        const [, number, mark, words = ''] = /^([2-5]\d\d)(?:([ -])(.*))?$/.exec(spoken) ?? [];
        code ??= number;
        if (code === undefined || number !== code) return notOf('SMTP', spoken);
        lines.push(words);
        if (mark !== '-') return { value: { code: Number(code), lines }, end: at };
      }
      return undefined;
    },
  };
}

/** What a server means by a reply that refuses what was asked. */
export function refusedBy(reply: SmtpReply, what: string): Failure {
  const [reason, means] = meanings[reply.code] ?? ['query_failed', `the server refuses ${what}`];
  return new Failure(reason, `${means}: ${wordsOf(reply)}`);
}

/** The code and what it comes with, for people. */
function wordsOf({ code, lines }: SmtpReply): string {
  return saidBy(Buffer.from(`${code} ${lines.join(' ')}`, 'latin1').toString('utf8'));
}

// RFC 4954 §6.
const meanings: Readonly<Record<number, readonly [FailureReason, string]>> = {
  530: ['auth_failed', 'the server asks for a login first'],
  534: ['auth_failed', 'the server wants a stronger way to log in'],
  535: ['auth_failed', 'the server refuses the credentials'],
  538: ['auth_failed', 'the server takes logins over TLS alone'],
};
