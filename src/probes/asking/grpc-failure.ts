import { Failure, failureReasons } from '../../domain/failure.ts';
import { toPlainLine, truncate } from '../../domain/plain-text.ts';
import { codeOf, reasonOfCode } from '../../http/error-codes.ts';
import { grpcStatusOfHttp, reasonOfGrpcStatus } from './grpc-status.ts';

// RFC 9113 §7.
const resetNames = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
] as const;

export interface BrokenCall {
  readonly encrypted: boolean;
  /** By which the server reset the call while the connection went on (RFC 9113 §6.4); undefined where it did not. */
  readonly resetCode: number | undefined;
  /** By which the server announced the end of the connection (RFC 9113 §6.8); undefined where it did not. */
  readonly goneAway: number | undefined;
}

/** Why a call ended without a status: what was thrown, or nothing where the call or its connection was just closed. */
export function callFailure(error: unknown, { encrypted, resetCode, goneAway }: BrokenCall): Failure {
  const code = codeOf(error);
  if (goneAway !== undefined) {
    return new Failure('connection_reset', `the server ended the connection before the answer (${nameOf(goneAway)})`);
  }
  if (resetCode !== undefined && resetCode !== 0) {
    return new Failure('connection_reset', `the server reset the call before the answer (${nameOf(resetCode)})`);
  }
  if (resetCode === 0 && code === undefined) {
    return new Failure('protocol_error', 'the call ended without a status: the server may not speak gRPC');
  }
  const reason = code?.startsWith('ERR_HTTP2_') ? 'protocol_error' : reasonOfCode(code ?? 'ECONNRESET');
  const means = reason === 'protocol_error' ? 'the port does not speak HTTP/2, which gRPC needs' : undefined;
  const hint = encrypted || (reason !== 'protocol_error' && reason !== 'connection_reset') ? '' : tlsHint;
  return new Failure(reason, `${means ?? failureReasons[reason].means} (${code ?? 'no error code'})${hint}`);
}

function nameOf(code: number): string {
  return resetNames[code] ?? `code ${code}`;
}

const tlsHint = '; does the port want tls: true?';

/** Why an answer of HTTP is none of gRPC. */
export function notGrpc(
  statusCode: number,
  contentType: string | undefined,
  { path }: { readonly path: string },
): Failure {
  const type = contentType === undefined ? 'without a type' : `of type ${truncate(toPlainLine(contentType), 60)}`;
  if (statusCode === 200) return new Failure('protocol_error', `the answer to ${path} is not gRPC but ${type}`);
  const status = grpcStatusOfHttp(statusCode);
  const reason = status === 'OK' ? 'protocol_error' : reasonOfGrpcStatus(status);
  return new Failure(reason, `HTTP ${statusCode} instead of gRPC: ${failureReasons[reason].means}`, {
    facts: { statusCode },
  });
}

/** Why the rest of an answer was not read. */
export function tooLong(maxBytes: number): Failure {
  return new Failure('bad_response', `the answer to the call is longer than ${maxBytes} bytes`);
}
