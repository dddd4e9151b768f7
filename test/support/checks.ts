import { createSessions } from '../../src/auth/sessions.ts';
import type { HttpObservation, Observation } from '../../src/domain/observation.ts';
import type { Redact } from '../../src/domain/redaction.ts';
import type { Service } from '../../src/domain/service.ts';
import type { Check } from '../../src/monitor/check.ts';
import { type Checker, createChecker } from '../../src/monitor/checker.ts';
import type { ProbeContext } from '../../src/probes/probe.ts';
import type { FakeClock } from './fake-clock.ts';
import { loopbackHttp } from './loopback-http.ts';
import { httpObservation } from './observations.ts';

/** A service that expects 200 within 10 s, once a minute, without retries; tests change what they are about. */
export function service(changes: Partial<Service> = {}): Service {
  return {
    name: 'api',
    tags: {},
    intervalMs: 60_000,
    timeoutMs: 10_000,
    expectations: {
      expectedStatus: [{ from: 200, to: 200 }],
      assertions: [],
      responseTimeWarningMs: 1_000,
      responseTimeCriticalMs: 5_000,
      certificateExpiryWarningMs: 14 * 86_400_000,
    },
    failureCountAlert: 3,
    recoveryCount: 2,
    ...changes,
  };
}

/** Three retries after 1, 2 and 4 s, without jitter. */
export const threeRetries = {
  maxRetries: 3,
  baseDelayMs: 1_000,
  backoffFactor: 2,
  maxDelayMs: 60_000,
  jitter: false,
  retryStatusCodes: [429, 502, 503, 504],
  retryNonIdempotent: false,
};

/** What a probe does when it is asked for the nth time, from 1. */
export type Look = (number: number, context: ProbeContext) => Promise<Observation>;

/** A check whose probe does as the script says, and a count of how often it was asked. */
export function scriptedCheck(look: Look, { service: changes = {}, idempotent = true } = {} as ScriptedOptions) {
  let asked = 0;
  const check: Check = {
    service: service(changes),
    probe: {
      type: 'http',
      target: 'https://shop.example/health',
      host: 'shop.example',
      idempotent,
      observe: (context) => {
        asked += 1;
        return look(asked, context);
      },
    },
  };
  return { check, asked: () => asked };
}

interface ScriptedOptions {
  readonly service?: Partial<Service>;
  readonly idempotent?: boolean;
}

/** A probe that gets these status codes one after another, the last one for ever. */
export function answering(...statusCodes: readonly number[]): Look {
  return async (number) => answer(statusCodes[Math.min(number, statusCodes.length) - 1] ?? 200);
}

/** An answer with a status code. */
export function answer(statusCode: number, changes: Partial<HttpObservation> = {}): HttpObservation {
  return httpObservation({ statusCode, statusText: statusCode === 200 ? 'OK' : 'No', ...changes });
}

/** A probe that never answers and never listens to its signal. */
export const deaf: Look = () => new Promise(() => undefined);

/** A checker on a fake clock that draws the given number whenever it needs a random one. */
export function checkerOn(clock: FakeClock, { redact = (text) => text, draw = 0.5 } = {} as CheckerOptions): Checker {
  return createChecker({
    clock,
    startTimer: clock.startTimer,
    random: () => draw,
    http: loopbackHttp,
    sessions: createSessions({ now: clock.now }),
    lookup: () => Promise.reject(new Error('no names are resolved here')),
    timeBox: (work) => work(),
    redact,
  });
}

interface CheckerOptions {
  readonly redact?: Redact;
  readonly draw?: number;
}
