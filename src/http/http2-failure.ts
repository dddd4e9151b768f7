import { Failure, type FailureReason, failureReasons } from '../domain/failure.ts';
import { codeOf, reasonOfCode } from './error-codes.ts';
import { http2CodeName } from './http2-codes.ts';
import type { Http2End } from './http2-request.ts';

export interface BrokenHttp2 extends Http2End {
  readonly answered: boolean;
  readonly encrypted: boolean;
}

/** Why an exchange over HTTP/2 got no complete answer: by what was thrown, or how it ended where nothing was. */
export function http2Failure(error: unknown, broken: BrokenHttp2): Failure {
  if (error instanceof Failure) return error;
  return broken.answered ? brokenBody(error, broken) : noAnswer(error, broken);
}

function brokenBody(error: unknown, { resetCode, goneAway }: Http2End): Failure {
  const code = codeOf(error);
  if (code === notHttp2) return new Failure('protocol_error', `the body breaks the rules of HTTP/2 (${code})`);
  const reset = resetCode === undefined ? undefined : `the stream was reset: ${http2CodeName(resetCode)}`;
  const gone = goneAway === undefined ? undefined : `the connection was ended: ${http2CodeName(goneAway)}`;
  return new Failure(
    'incomplete_body',
    `${failureReasons.incomplete_body.means} (${reset ?? gone ?? code ?? 'ECONNRESET'})`,
  );
}

// Node.js has it for everything that nghttp2 refuses to read on after.
const notHttp2 = 'ERR_HTTP2_ERROR';

function noAnswer(error: unknown, { resetCode, goneAway, encrypted }: BrokenHttp2): Failure {
  const code = codeOf(error);
  if (goneAway !== undefined) return ended(goneAway, 'the server ended the connection before the answer');
  if (resetCode === 0) return new Failure('protocol_error', 'the server ended the request without an answer');
  if (resetCode !== undefined && code !== notHttp2) return ended(resetCode, 'the request was reset before the answer');
  if (code?.startsWith('ERR_HTTP2_')) {
    const hint = encrypted ? '' : ', or https:// where the port wants TLS';
    return new Failure('protocol_error', `the port does not speak HTTP/2 (${code}): try http_version: 1.1${hint}`);
  }
  const reason = reasonOfCode(code ?? 'ECONNRESET');
  const hint = encrypted || reason !== 'connection_reset' ? '' : '; does the port want https://?';
  return new Failure(reason, `${failureReasons[reason].means} (${code ?? 'ECONNRESET'})${hint}`);
}

function ended(code: number, what: string): Failure {
  const name = http2CodeName(code);
  return new Failure(reasons[name] ?? 'connection_reset', `${what} (${name})${hints[name] ?? ''}`);
}

// By either side: Node.js resets a stream, too, whose header fields break a rule or a limit.
const reasons: Readonly<Record<string, FailureReason>> = {
  PROTOCOL_ERROR: 'protocol_error',
  FLOW_CONTROL_ERROR: 'protocol_error',
  FRAME_SIZE_ERROR: 'protocol_error',
  COMPRESSION_ERROR: 'protocol_error',
  HTTP_1_1_REQUIRED: 'protocol_error',
  INADEQUATE_SECURITY: 'tls_protocol',
  ENHANCE_YOUR_CALM: 'bad_response',
};

const hints: Readonly<Record<string, string>> = {
  HTTP_1_1_REQUIRED: ': set http_version: 1.1',
  ENHANCE_YOUR_CALM: ': its headers are too long, or the server is asked too often',
};

/** More header fields than are read of an answer. */
export function tooLongHead(maxBytes: number): Failure {
  return new Failure('bad_response', `the headers of the answer are longer than ${maxBytes} bytes`);
}

/** More answers that are none yet (1xx) than anyone needs. */
export function tooManyInterim(most: number): Failure {
  return new Failure('bad_response', `more than ${most} interim answers (1xx) came before the answer`);
}
