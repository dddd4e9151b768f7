import { Failure, failureReasons, toFailure } from '../../domain/failure.ts';
import { redactUrl } from '../../domain/redaction.ts';

/** A login that was answered, but not with a token. `answer` says how, for people. */
export function loginRefused(url: string, answer: string): Failure {
  return new Failure('auth_failed', `login at ${redactUrl(url)} ${answer}`);
}

/**
 * Why a login came to nothing, so that it is not taken for a failure of the service: `auth_failed`, but for our own troubles,
 * which keep their reason. Without the facts, which are those of the login.
 */
export function loginFailure(url: string, error: unknown): Failure {
  const { reason, message } = toFailure(error);
  if (reason === 'auth_failed') return new Failure(reason, message);
  const ours = failureReasons[reason].blame === 'monitor';
  return new Failure(ours ? reason : 'auth_failed', `login at ${redactUrl(url)} failed: ${message}`, { cause: error });
}
