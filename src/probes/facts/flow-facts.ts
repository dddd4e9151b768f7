import { Duration } from '@marcbachmann/cel-js/evaluator';
import { timeFacts, tlsFacts } from '../../domain/common-facts.ts';
import type { FactTable } from '../../domain/fact.ts';
import type { TakenStep } from '../asking/flow-step.ts';
import { httpFacts } from './http-facts.ts';

/** What assertions on a whole flow may use. */
export const flowFacts: FactTable = {
  steps: {
    type: 'dyn',
    describes:
      'the steps that were taken by their names, each with `status`, `response_time`, `headers`, `body`, `json`, e.g. `steps.login.json.user == "ann"`',
    value: ({ unshown }) => unshown?.steps,
  },
  ...timeFacts,
  ...tlsFacts,
};

const factNames = ['status', 'headers', 'body', 'json'] as const;

/** The `steps` of such an assertion; a body is parsed when it is asked for. */
export function stepFacts(steps: readonly TakenStep[], now: number): object {
  return Object.fromEntries(
    steps.map(({ name, observation }) => {
      const facts = { response_time: Duration.fromMilliseconds(observation.responseTimeMs) };
      for (const fact of factNames) {
        const get = () => httpFacts[fact]?.value?.(observation, now);
        Object.defineProperty(facts, fact, { enumerable: true, get });
      }
      return [name, facts];
    }),
  );
}
