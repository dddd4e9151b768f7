import { requestAs } from '../auth/authenticated-request.ts';
import { redactUrl } from '../domain/redaction.ts';
import { filesOf, requestOf } from './asking/http-request.ts';
import { problemOf } from './asking/problem-details.ts';
import { reportedHealth } from './asking/reported-health.ts';
import { httpFacts } from './facts/http-facts.ts';
import { isIdempotent } from './options/http-keys.ts';
import { httpKeys } from './options/http-options.ts';
import { httpProblems } from './options/http-problems.ts';
import { defineProbe } from './probe.ts';

/** Sends one HTTP request on a connection of its own and takes in the whole answer. */
export const http = defineProbe({
  type: 'http',
  summary: 'Sends an HTTP or HTTPS request.',
  options: httpKeys,
  facts: httpFacts,
  problems: httpProblems,
  files: filesOf,
  target: ({ url }) => redactUrl(url),
  host: ({ url }) => new URL(url).host,
  idempotent: ({ method }) => isIdempotent(method),
  observe: async (given, context) => {
    const observation = await requestAs(given.auth, requestOf(given, context.signal), context);
    const problem = problemOf(observation);
    const complaints = given.understand === undefined ? [] : reportedHealth(observation);
    if (problem === undefined && complaints.length === 0) return observation;
    return { ...(problem !== undefined && { problem }), complaints, ...observation };
  },
});
