import { isIPv6 } from 'node:net';
import { toPlainLine, truncate } from '../../domain/plain-text.ts';
import type { SmtpLine } from './smtp-line.ts';
import { refusedBy } from './smtp-reply.ts';

/** Hears the greeting, and resolves with what the server offers. */
export async function greet(line: SmtpLine): Promise<readonly string[]> {
  const greeting = await line.hear('the greeting of SMTP');
  line.learn({ code: greeting.code, greeting: shown(greeting.lines.join(' ')) });
  if (greeting.code !== 220) throw refusedBy(greeting, 'to serve');
  return introduce(line);
}

/** Says who we are, and resolves with what the server offers. */
export async function introduce(line: SmtpLine): Promise<readonly string[]> {
  const { localAddress = '127.0.0.1' } = line.socket;
  // Who has no name of its own gives its address (RFC 5321 §4.1.3, §4.1.4).
  const reply = await line.ask(`EHLO [${isIPv6(localAddress) ? 'IPv6:' : ''}${localAddress}]`, 'EHLO');
  line.learn({ code: reply.code });
  if (reply.code !== 250) throw refusedBy(reply, 'EHLO');
  // The first line is its name.
  const capabilities = reply.lines.slice(1).map(shown);
  line.learn({ capabilities });
  return capabilities;
}

/** What the server said to the last thing it was asked. */
export interface SmtpAnswer {
  readonly to: string;
  readonly code: number;
}

/** The ends of a mail that is not sent. */
export interface Envelope {
  readonly mail_from?: string | undefined;
  readonly rcpt_to?: string | undefined;
}

/** Asks whether a mail would be taken, where there are addresses, and takes it back; else whether the server is there. */
export async function askOver(line: SmtpLine, { mail_from: from, rcpt_to: to }: Envelope): Promise<SmtpAnswer> {
  if (from === undefined) return accepted(line, 'NOOP', 'NOOP');
  let answer = await accepted(line, `MAIL FROM:<${from}>`, 'MAIL FROM');
  if (to !== undefined) answer = await accepted(line, `RCPT TO:<${to}>`, 'RCPT TO');
  const reset = await line.ask('RSET');
  if (reset.code !== 250) throw refusedBy(reset, 'RSET');
  return answer;
}

async function accepted(line: SmtpLine, command: string, name: string): Promise<SmtpAnswer> {
  const reply = await line.ask(command, name);
  line.learn({ code: reply.code });
  // 251 and 252: taken, and sent on or not looked at more closely (RFC 5321 §4.2.3).
  if (reply.code < 200 || reply.code > 259) throw refusedBy(reply, name);
  return { to: name, code: reply.code };
}

function shown(words: string): string {
  return truncate(toPlainLine(Buffer.from(words, 'latin1').toString('utf8')), 500);
}
