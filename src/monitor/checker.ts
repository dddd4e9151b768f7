import type { TimeBox } from '../domain/assertion.ts';
import type { CheckResult } from '../domain/check-result.ts';
import { toFailure } from '../domain/failure.ts';
import type { Redact } from '../domain/redaction.ts';
import type { Service } from '../domain/service.ts';
import { worstStatus } from '../domain/status.ts';
import type { ProbeParts } from '../probes/probe.ts';
import { createCircuitBreaker } from '../resilience/circuit-breaker.ts';
import { createControllers } from '../resilience/controllers.ts';
import { createRateLimiter } from '../resilience/rate-limit.ts';
import type { StartTimer } from '../resilience/timer.ts';
import { createCourtesy } from './asked-to-wait.ts';
import type { Check } from './check.ts';
import { createCleanText } from './clean-text.ts';
import { factsOf, headOf, judgeRun, toResult } from './result.ts';
import { makeRun, type Run, type RunParts } from './run.ts';

export interface CheckerParts extends ProbeParts {
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly startTimer: StartTimer;
  readonly timeBox: TimeBox;
  readonly redact: Redact;
}

/** Decides how a check is made: courtesy( breaker( retry( timeout( probe ) ) ) ). Keeps circuits, rate limits and pleas between runs. */
export interface Checker {
  /** One run, within the check's interval. Never rejects: when the signal fires, or on a defect of ours, the result is `unknown`. */
  run(check: Check, signal: AbortSignal): Promise<CheckResult>;
}

/** Builds a checker. */
export function createChecker(parts: CheckerParts): Checker {
  const { clock, startTimer, timeBox } = parts;
  const clean = createCleanText(parts.redact);
  const rateLimiter = createRateLimiter({ clock, startTimer });
  const runParts: RunParts = { ...parts, rateLimiter, controllers: createControllers() };
  const breakerOf = remember((service: Service) => {
    return service.circuitBreaker && createCircuitBreaker(service.circuitBreaker, clock);
  });
  const courtesyOf = remember((service: Service) => createCourtesy(service, clock));
  const headFor = remember((check: Check) => headOf(check, clean));

  return {
    async run(check, signal) {
      const breaker = breakerOf(check.service);
      const courtesy = courtesyOf(check.service);
      const leftMs = courtesy.leftMs();
      // A pass that nobody uses would keep the circuit half open.
      const pass = leftMs === 0 ? breaker?.admit() : undefined;
      const conclude = (run: Run): CheckResult => {
        const judgement = judgeRun(run, check, { now: clock.now(), timeBox });
        courtesy.learn(factsOf(run) ?? {});
        pass?.settle(worstStatus(judgement.findings.map(({ status }) => status)));
        return toResult(run, { head: headFor(check), judgement, circuit: breaker?.state(), clean });
      };

      let made: Omit<Run, 'ending'> = { startedAt: clock.now(), durationMs: 0, attempts: [], maxAttempts: 1 };
      try {
        if (leftMs > 0) return conclude({ ...made, ending: { kind: 'asked_to_wait', leftMs } });
        if (breaker !== undefined && pass === undefined) {
          return conclude({ ...made, ending: { kind: 'circuit_open', circuit: breaker.state() } });
        }
        const run = await makeRun(
          { check, attempts: pass?.kind === 'probe' ? 'one' : 'as_configured', signal },
          runParts,
        );
        made = run;
        return conclude(run);
      } catch (thrown) {
        return conclude({ ...made, ending: { kind: 'failed', failure: toFailure(thrown) } });
      }
    },
  };
}

/** The same value for the same key, as long as somebody holds the key: a reloaded configuration starts afresh. */
function remember<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new WeakMap<Key, { readonly value: Value }>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known.value;
    const value = make(key);
    made.set(key, { value });
    return value;
  };
}
