import { redactUrl } from '../domain/redaction.ts';
import { runFlow } from './asking/flow-run.ts';
import { filesOf } from './asking/http-request.ts';
import { flowFacts } from './facts/flow-facts.ts';
import { flowKeys } from './options/flow-keys.ts';
import { flowProblems } from './options/flow-problems.ts';
import { isRepeatable } from './options/http-keys.ts';
import { defineProbe } from './probe.ts';

/** Sends several requests one after another, as a visitor would, and passes on what answers tell. */
export const flow = defineProbe({
  type: 'flow',
  summary: 'Sends HTTP requests one after another, which share cookies and captured values.',
  options: flowKeys,
  facts: flowFacts,
  problems: flowProblems,
  files: ({ steps }) =>
    steps.flatMap((step, index) => filesOf(step).map(({ path, file }) => ({ path: ['steps', index, ...path], file }))),
  target: ({ steps }) => redactUrl(steps[0]?.url ?? ''),
  host: ({ steps }) => new URL(steps[0]?.url ?? '').host,
  idempotent: ({ steps }) => steps.every(isRepeatable),
  observe: runFlow,
});
