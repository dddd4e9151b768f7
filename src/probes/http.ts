import { redactUrl } from '../domain/redaction.ts';
import { type HttpOptions, httpKeys } from './http-options.ts';
import { requestOf } from './http-request.ts';
import { defineProbe, type OptionProblem } from './probe.ts';

const idempotentMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);
const bodyKeys = ['json', 'form', 'body', 'body_file'] as const;

/** Sends one HTTP request on a connection of its own and takes in the whole answer. */
export const http = defineProbe({
  type: 'http',
  summary: 'Sends an HTTP or HTTPS request.',
  options: httpKeys,
  problems: bodyProblems,
  target: ({ url }) => redactUrl(url),
  host: ({ url }) => new URL(url).host,
  idempotent: ({ method }) => idempotentMethods.has(method),
  observe: async (given, { http: client, signal }) => client.request(await requestOf(given, signal)),
});

function bodyProblems(given: HttpOptions): readonly OptionProblem[] {
  const [first, ...others] = bodyKeys.filter((key) => given[key] !== undefined);
  return others.map((key) => ({ path: [key], message: `a request has one body, and ${first} is given already` }));
}
