import { Failure, failureReasons } from '../../domain/failure.ts';
import { toPlainLine, truncate } from '../../domain/plain-text.ts';
import { codeOf, reasonOfCode } from '../../http/error-codes.ts';
import { http2CodeName } from '../../http/http2-codes.ts';
import type { Http2End } from '../../http/http2-request.ts';
import { grpcStatusOfHttp, reasonOfGrpcStatus } from './grpc-status.ts';

export interface BrokenCall extends Http2End {
  readonly encrypted: boolean;
}

/** Why a call ended without a status: what was thrown, or nothing where the call or its connection was just closed. */
export function callFailure(error: unknown, { encrypted, resetCode, goneAway }: BrokenCall): Failure {
  if (error instanceof Failure) return error;
  const code = codeOf(error);
  if (goneAway !== undefined) {
    return new Failure(
      'connection_reset',
      `the server ended the connection before the answer (${http2CodeName(goneAway)})`,
    );
  }
  if (resetCode !== undefined && resetCode !== 0) {
    return new Failure('connection_reset', `the server reset the call before the answer (${http2CodeName(resetCode)})`);
  }
  if (resetCode === 0 && code === undefined) {
    return new Failure('protocol_error', 'the call ended without a status: the server may not speak gRPC');
  }
  const reason = code?.startsWith('ERR_HTTP2_') ? 'protocol_error' : reasonOfCode(code ?? 'ECONNRESET');
  const means = reason === 'protocol_error' ? 'the port does not speak HTTP/2, which gRPC needs' : undefined;
  const hint = encrypted || (reason !== 'protocol_error' && reason !== 'connection_reset') ? '' : tlsHint;
  return new Failure(reason, `${means ?? failureReasons[reason].means} (${code ?? 'no error code'})${hint}`);
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
