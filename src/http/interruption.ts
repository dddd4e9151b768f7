import { Failure } from '../domain/failure.ts';
import { PhaseTimeout } from './phase-limits.ts';

/** The Failure that a fired signal means: `timeout` for a TimeoutError, else `interrupted`. `doing` says what was under way. */
export function interruption(signal: AbortSignal, doing: string): Failure {
  const { reason } = signal;
  if (reason instanceof PhaseTimeout) return new Failure('timeout', `${reason.message}: ${doing}`);
  return reason instanceof Error && reason.name === 'TimeoutError'
    ? new Failure('timeout', `no complete answer within the timeout: ${doing}`)
    : new Failure('interrupted', `stopped before the answer: ${doing}`);
}
