import { z } from 'zod';
import type { OptionProblem } from '../probe.ts';

const encryptions = ['opportunistic', 'starttls', 'implicit', 'none'] as const;

/** How a conversation with a mail server is encrypted. */
export type SmtpEncryption = (typeof encryptions)[number];

/** The `encryption` key. */
export function encryptionKey() {
  return z
    .enum(encryptions)
    .default('opportunistic')
    .describe(
      '`opportunistic`: by STARTTLS where the server offers it. `starttls`: by STARTTLS or not at all. `implicit`: from the start. `none`: not, not even the login.',
    );
}

/** The address of a mailbox as the envelope has it, without angle brackets (RFC 5321 §4.1.2). */
export function mailboxKey() {
  return z.string().regex(/^[\x21-\x3b\x3d\x3f-\x7e]{1,250}$/, { error: 'expected an address: name@example.com' });
}

/** The port by convention: 465 with TLS from the start (RFC 8314 §3.3), else 25. */
export function smtpPortOf({ port, encryption }: { readonly port?: number | undefined; encryption: SmtpEncryption }) {
  return port ?? (encryption === 'implicit' ? 465 : 25);
}

/** Mistakes in the options of an smtp service that show only across keys. */
export function smtpProblems(options: {
  readonly encryption: SmtpEncryption;
  readonly tls?: unknown;
  readonly username?: unknown;
  readonly password?: unknown;
  readonly mail_from?: unknown;
  readonly rcpt_to?: unknown;
}): readonly OptionProblem[] {
  const { encryption, tls, username, password, mail_from: from, rcpt_to: to } = options;
  const problems: OptionProblem[] = [];
  if ((username === undefined) !== (password === undefined)) {
    const path = [username === undefined ? 'password' : 'username'];
    problems.push({ path, message: 'username and password go together' });
  }
  if (to !== undefined && from === undefined) {
    problems.push({ path: ['rcpt_to'], message: 'a mail to somebody is from somebody: mail_from says from whom' });
  }
  if (encryption === 'none' && tls !== undefined) {
    problems.push({ path: ['tls'], message: 'nothing is encrypted with `encryption: none`' });
  }
  return problems;
}
