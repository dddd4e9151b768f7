import type { SMTPSentMessageInfo } from 'nodemailer/lib/smtp-transport';
import type { Delivery } from './channel.ts';

/**
 * What became of mail that the server took for at least one recipient: one that is to come back later for somebody (such
 * as 450, greylisting) is worth sending again, with the same Message-ID, to everybody.
 */
export function partlySentMail({ accepted, rejected, rejectedErrors = [] }: SMTPSentMessageInfo): Delivery {
  const later = rejectedErrors.find(({ responseCode = 0 }) => responseCode < 500);
  if (later !== undefined) return { outcome: 'retry', reason: answerText(later) };
  const all = accepted.length + rejected.length;
  const detail = rejected.length === 0 ? 'accepted' : `accepted for ${accepted.length} of ${all} recipients`;
  return { outcome: 'delivered', detail };
}

/** What became of mail that was not sent. A code of 5xx is the server's last word (RFC 5321 §4.2.1), and so is a lack of STARTTLS. */
export function failedMail(thrown: unknown): Delivery {
  const error = isSmtpError(thrown) ? thrown : {};
  const { code = '', responseCode } = error;
  const { permanent = responseCode === undefined && lasting.has(code) } = error;
  return { outcome: permanent ? 'rejected' : 'retry', reason: answerText(error) };
}

function isSmtpError(thrown: unknown): thrown is SmtpError {
  return thrown instanceof Error;
}

/** The facts that nodemailer puts on its errors. */
interface SmtpError {
  readonly code?: string | undefined;
  readonly originalCode?: string | undefined;
  readonly command?: string | undefined;
  readonly response?: string | undefined;
  readonly responseCode?: number | undefined;
  readonly permanent?: boolean | undefined;
}

// Where it was not the server that refused: what only another configuration, or another message, can change.
const lasting = new Set(['ENOAUTH', 'ECONFIG', 'EMESSAGE']);

const meanings: Readonly<Record<string, string>> = {
  ECONNECTION: 'the connection was closed',
  ESOCKET: 'the connection failed',
  ETIMEDOUT: 'no answer in time',
  EDNS: 'the name of the server cannot be resolved',
  ETLS: 'the connection could not be encrypted',
  EPROTOCOL: 'the answer is not SMTP',
  EAUTH: 'the login failed',
  EABORT: 'time was up, or svcmon was stopped',
};

/** Told by codes alone, `answered 451 4.7.1 to RCPT TO`: the server's own words may repeat what it was sent. */
function answerText({ code = '', originalCode, command, response = '', responseCode }: SmtpError): string {
  if (responseCode === undefined) {
    const why = originalCode === undefined ? '' : ` (${originalCode})`;
    return `${meanings[code] ?? 'the mail could not be sent'}${why}`;
  }
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\s/.exec(response)?.[1];
  return ['answered', responseCode, enhanced, command && `to ${command}`]
    .filter((part) => part !== undefined)
    .join(' ');
}
