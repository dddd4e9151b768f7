import { Failure } from '../../domain/failure.ts';
import type { PartialObservation } from '../../domain/observation.ts';
import { toPlainLine, truncate } from '../../domain/plain-text.ts';
import { redactUrl } from '../../domain/redaction.ts';
import { codeOf } from '../../http/error-codes.ts';
import { exchangeFailure } from '../../http/failure.ts';
import { brokenOff } from './broken-off.ts';

/** Why a handshake came to nothing: what the connection or the `ws` package says. */
export function handshakeFailure(error: unknown, { encrypted }: { readonly encrypted: boolean }): Failure {
  const code = codeOf(error);
  if (code !== undefined) return exchangeFailure(error, { answered: false, encrypted, schemes });
  const said = error instanceof Error ? error.message : 'no reason given';
  return new Failure(
    'protocol_error',
    `the answer to the handshake breaks the rules of WebSocket: ${plain(said, 200)}`,
  );
}

const schemes = { plain: 'ws', encrypted: 'wss' };

/** Why a handshake is refused, by the answer that it got instead. `proven`: credentials were sent with it. */
export function refusedHandshake(facts: PartialObservation, { proven }: { readonly proven: boolean }): Failure {
  const { statusCode = 0, statusText = '', headers } = facts;
  const location = headers?.location;
  const redirect =
    statusCode < 300 || statusCode > 399 || location === undefined ? '' : `, a redirect to ${redactUrl(location)}`;
  const unproven = statusCode === 401 || (statusCode === 403 && proven);
  const message = `the handshake is refused: ${plain(`${statusCode} ${statusText}${redirect}`, 300)}`;
  return new Failure(unproven ? 'auth_failed' : 'unexpected_answer', message, { facts });
}

// What the `ws` package calls limits: ours, which it was given.
const limits = new Set(['WS_ERR_UNSUPPORTED_MESSAGE_LENGTH', 'WS_ERR_TOO_MANY_BUFFERED_PARTS']);

/** Why an open WebSocket broke off. */
export function talkFailure(error: unknown): Failure {
  const code = codeOf(error) ?? 'no error code';
  if (limits.has(code)) return new Failure('bad_response', `a message is larger than svcmon takes (${code})`);
  if (code.startsWith('WS_ERR_')) {
    return new Failure('protocol_error', `what the server sends breaks the rules of WebSocket (${code})`);
  }
  if (code.startsWith('Z_')) return new Failure('decode_error', `a compressed message does not decode (${code})`);
  return brokenOff(error);
}

/** How a server closed a WebSocket (RFC 6455 §7.4). */
export interface Closing {
  /** 1006 where there was no close frame, 1005 where it gave no code. */
  readonly code: number;
  readonly reason: string;
}

/** Why a WebSocket that was closed has no answer; `awaited` is what was waited for. */
export function closedWithout(awaited: string, { code, reason }: Closing): Failure {
  if (code === 1006) return new Failure('connection_reset', `the connection was closed without ${awaited}`);
  const said = plain(reason, 125);
  const how = `${code}${said === '' ? '' : `, ${JSON.stringify(said)}`}`;
  return new Failure('unexpected_answer', `the server closed the WebSocket (${how}) without ${awaited}`);
}

function plain(text: string, length: number): string {
  return truncate(toPlainLine(text), length);
}
