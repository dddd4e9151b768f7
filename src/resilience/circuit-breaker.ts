import type { CircuitState } from '../domain/check-result.ts';
import type { Clock } from '../domain/clock.ts';
import type { BreakerSettings } from '../domain/service.ts';
import type { Status } from '../domain/status.ts';

type State =
  | { readonly name: 'closed'; readonly failures: number }
  | { readonly name: 'open'; readonly failures: number; readonly lastStatus: Status; readonly probeAt: number }
  | { readonly name: 'half_open'; readonly failures: number; readonly lastStatus: Status };

/** Leave to run. `settle` says what the run found, once; `unknown` means that nothing was learned and changes nothing. */
export interface Pass {
  /** `probe`: the one run whose verdict decides whether the circuit closes. */
  readonly kind: 'run' | 'probe';
  settle(status: Status): void;
}

export interface CircuitBreaker {
  /** A pass, or undefined while the circuit is open or its one probe is under way. Every pass has to be settled. */
  admit(): Pass | undefined;
  state(): CircuitState;
}

/** Opens after `failureThreshold` unhealthy runs in a row; after `recoveryTimeoutMs` a single probe, however many ask, decides. */
export function createCircuitBreaker(
  { failureThreshold, recoveryTimeoutMs }: BreakerSettings,
  clock: Clock,
): CircuitBreaker {
  let state: State = { name: 'closed', failures: 0 };
  // A run let through before the circuit opened says nothing about the circuit as it is when that run ends.
  let period = 0;

  const enter = (next: State) => {
    if (next.name !== state.name) period += 1;
    state = next;
  };
  const open = (failures: number, probeAt: number) =>
    enter({ name: 'open', failures, lastStatus: 'unhealthy', probeAt });

  const settleRun = (status: Status) => {
    if (state.name !== 'closed') return;
    const failures = status === 'unhealthy' ? state.failures + 1 : 0;
    if (failures < failureThreshold) enter({ name: 'closed', failures });
    else open(failures, clock.monotonic() + recoveryTimeoutMs);
  };
  const settleProbe = (status: Status) => {
    if (status === 'unhealthy') open(state.failures, clock.monotonic() + recoveryTimeoutMs);
    else enter({ name: 'closed', failures: 0 });
  };
  const pass = (kind: Pass['kind']): Pass => {
    const given = period;
    let settled = false;
    return {
      kind,
      settle(status) {
        if (settled || given !== period) return;
        settled = true;
        if (status !== 'unknown') (kind === 'probe' ? settleProbe : settleRun)(status);
        else if (kind === 'probe') open(state.failures, clock.monotonic());
      },
    };
  };

  return {
    admit() {
      if (state.name === 'closed') return pass('run');
      if (state.name === 'half_open' || clock.monotonic() < state.probeAt) return undefined;
      enter({ name: 'half_open', failures: state.failures, lastStatus: state.lastStatus });
      return pass('probe');
    },
    state: () => stateAt(state, clock.monotonic()),
  };
}

function stateAt(state: State, now: number): CircuitState {
  const { name, failures } = state;
  if (state.name === 'closed') return { state: name, failures };
  if (state.name === 'half_open') return { state: name, failures, lastStatus: state.lastStatus };
  return { state: name, failures, lastStatus: state.lastStatus, nextProbeInMs: Math.max(0, state.probeAt - now) };
}
