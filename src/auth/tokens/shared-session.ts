import { Failure } from '../../domain/failure.ts';
import { interruption } from '../../http/interruption.ts';
import type { AuthContext } from '../scheme.ts';
import type { Session } from '../sessions.ts';

/**
 * The session under a key, by a login that may be another attempt's. One that only ended because time was up for that attempt
 * is begun anew, and time that is up for this one ends its waiting.
 */
export async function sharedSession(
  key: string,
  login: () => Promise<Session>,
  { sessions, signal }: Pick<AuthContext, 'sessions' | 'signal'>,
): Promise<Session> {
  for (;;) {
    const own = { begun: false };
    const session = sessions.obtain(key, () => {
      own.begun = true;
      return login();
    });
    if (own.begun) return session;
    try {
      return await untilAborted(session, signal);
    } catch (error) {
      if (signal.aborted || !wasCutShort(error)) throw error;
    }
  }
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(interruption(signal, 'waiting for the login of another check'));
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}

function wasCutShort(error: unknown): boolean {
  return error instanceof Failure && (error.reason === 'timeout' || error.reason === 'interrupted');
}
