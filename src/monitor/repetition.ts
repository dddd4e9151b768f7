import type { CheckResult } from '../domain/check-result.ts';
import type { ServiceStates } from './service-states.ts';

// A repetition comes soon or never: from a worker that did not hear that its result had been accepted.
const rememberedStarts = 4;

/** Says whether a result of the same service and start was seen lately; takes note of it. The wall clock may run backwards meanwhile. */
export function createRepetitionFilter(states: ServiceStates): (result: CheckResult) => boolean {
  const starts = new Map<string, readonly number[]>();
  return ({ service, startedAt }) => {
    const { health } = states.of(service);
    const seen = starts.get(service) ?? (health === undefined ? [] : [health.lastResultAt]);
    if (seen.includes(startedAt)) return true;
    starts.set(service, [...seen.slice(1 - rememberedStarts), startedAt]);
    return false;
  };
}
