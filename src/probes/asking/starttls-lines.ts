import { isIPv6 } from 'node:net';
import type { Failure } from '../../domain/failure.ts';
import type { Awaited } from './hearing.ts';
import { type Dialogue, notNow, notOf, notOffered } from './starttls-dialogue.ts';

/** SMTP: EHLO, then STARTTLS (RFC 3207 §4). */
export async function smtp({ say, hear, localAddress }: Dialogue): Promise<void> {
  const greeting = await hear(reply('SMTP', 'the greeting of SMTP'));
  if (greeting.code !== 220) throw notNow(greeting.text);
  // Who has no name of its own gives its address (RFC 5321 §4.1.3, §4.1.4).
  await say(`EHLO [${isIPv6(localAddress) ? 'IPv6:' : ''}${localAddress}]\r\n`);
  const offers = await hear(reply('SMTP', 'an answer to EHLO'));
  if (offers.code !== 250) throw notOffered(offers.text);
  if (!/^250[ -]STARTTLS\s*$/im.test(offers.text)) throw notOffered(offers.text);
  await say('STARTTLS\r\n');
  const answer = await hear(reply('SMTP', 'an answer to STARTTLS'));
  if (answer.code !== 220) throw answer.code < 500 ? notNow(answer.text) : notOffered(answer.text);
}

/** FTP: AUTH TLS (RFC 4217 §4). */
export async function ftp({ say, hear }: Dialogue): Promise<void> {
  let greeting = await hear(reply('FTP', 'the greeting of FTP'));
  // 120: ready in some minutes (RFC 959 §4.2).
  if (greeting.code === 120) greeting = await hear(reply('FTP', 'the greeting of FTP'));
  if (greeting.code !== 220) throw notNow(greeting.text);
  await say('AUTH TLS\r\n');
  const answer = await hear(reply('FTP', 'an answer to AUTH TLS'));
  if (answer.code !== 234) throw answer.code < 500 ? notNow(answer.text) : notOffered(answer.text);
}

/** IMAP: STARTTLS (RFC 9051 §6.2.1). */
export async function imap({ say, hear }: Dialogue): Promise<void> {
  const greeting = await hear(line('the greeting of IMAP'));
  if (!greeting.startsWith('* ')) throw notOf('IMAP', greeting);
  if (!/^\* (?:OK|PREAUTH)\b/i.test(greeting)) throw notNow(greeting);
  await say('a STARTTLS\r\n');
  let answer = await hear(line('an answer to STARTTLS'));
  // Untagged lines may come at any time (RFC 9051 §7).
  while (answer.startsWith('* ')) answer = await hear(line('an answer to STARTTLS'));
  if (!/^a OK\b/i.test(answer)) throw notOffered(answer);
}

/** POP3: STLS (RFC 2595 §4). */
export async function pop3({ say, hear }: Dialogue): Promise<void> {
  const greeting = await hear(line('the greeting of POP3'));
  if (/^-ERR\b/i.test(greeting)) throw notNow(greeting);
  if (!/^\+OK\b/i.test(greeting)) throw notOf('POP3', greeting);
  await say('STLS\r\n');
  const answer = await hear(line('an answer to STLS'));
  if (!/^\+OK\b/i.test(answer)) throw notOffered(answer);
}

/** One line, without its end. */
function line(what: string): Awaited<string> {
  return {
    what,
    find(text, from) {
      const end = text.indexOf('\n', from);
      return end < 0 ? undefined : { value: text.slice(from, end).trimEnd(), end: end + 1 };
    },
  };
}

interface Reply {
  readonly code: number;
  /** With all of its lines. */
  readonly text: string;
}

/** One reply of SMTP or FTP: a code, and where a hyphen follows it, lines until one that begins with the same code and a blank (RFC 5321 §4.2.1, RFC 959 §4.2). */
function reply(protocol: string, what: string): Awaited<Reply> {
  return {
    what,
    find(text, from): { readonly value: Reply; readonly end: number } | Failure | undefined {
      let at = from;
      let code: string | undefined;
      for (let next = text.indexOf('\n', at) + 1; next > 0; next = text.indexOf('\n', at) + 1) {
        const spoken = text.slice(at, next).trimEnd();
        at = next;
        const [, number, mark] = /^(\d{3})(?:([ -])|$)/.exec(spoken) ?? [];
        if (code === undefined && number === undefined) return notOf(protocol, spoken);
        code ??= number;
        if (number === code && mark !== '-')
          return { value: { code: Number(code), text: text.slice(from, at) }, end: at };
      }
      return undefined;
    },
  };
}
