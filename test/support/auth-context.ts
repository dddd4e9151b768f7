import type { AuthContext, UnprovenRequest } from '../../src/auth/scheme.ts';
import { createSessions } from '../../src/auth/sessions.ts';
import { loopbackHttp } from './loopback-http.ts';
import { realClock } from './real-clock.ts';

/** What schemes get, on the loopback interface, with sessions of its own and five seconds to live. */
export function authContext(changes: Partial<AuthContext> = {}): AuthContext {
  const clock = changes.clock ?? realClock;
  return {
    http: loopbackHttp,
    clock,
    sessions: createSessions({ now: clock.now }),
    timeBox: (work) => work(),
    signal: AbortSignal.timeout(5_000),
    ...changes,
  };
}

/** A request without a body. */
export function unprovenRequest(changes: Partial<UnprovenRequest> = {}): UnprovenRequest {
  return { method: 'GET', url: 'https://shop.example/health', headers: {}, body: undefined, ...changes };
}
