import { answerFacts } from '../../domain/answer-facts.ts';
import { connectionFacts, tlsFacts } from '../../domain/common-facts.ts';
import type { FactTable } from '../../domain/fact.ts';

/** What assertions on an HTTP answer may use. */
export const httpFacts: FactTable = {
  ...answerFacts,
  redirects: {
    type: 'dyn',
    describes: 'the list of redirects that were followed, each with `url`, `status`, `location`',
    value: ({ redirects = [] }) =>
      redirects.map(({ url, statusCode, location }) => ({ url, status: BigInt(statusCode), location })),
  },
  http_version: { type: 'string', describes: '`1.0` or `1.1`', value: ({ httpVersion }) => httpVersion },
  ...connectionFacts,
  ...tlsFacts,
};
