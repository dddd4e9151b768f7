import { Failure, failureReasons } from '../../domain/failure.ts';
import { codeOf, reasonOfCode } from '../../http/error-codes.ts';
import { closedEarly } from '../../http/failure.ts';

/** Why a conversation over a connection ended in the middle. */
export function brokenOff(error: unknown): Failure {
  const code = codeOf(error);
  // What Node.js says of a stream that was closed by the other side while we were busy.
  if (code?.startsWith('ERR_STREAM_')) return brokenOff(closedEarly);
  const reason = reasonOfCode(code);
  return new Failure(reason, `${failureReasons[reason].means} (${code ?? 'no error code'})`);
}
