import { redactUrl } from '../domain/redaction.ts';
import { filesOf } from './asking/http-request.ts';
import { visitHttp } from './asking/http-visit.ts';
import { httpFacts } from './facts/http-facts.ts';
import { isRepeatable } from './options/http-keys.ts';
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
  idempotent: isRepeatable,
  observe: visitHttp,
});
