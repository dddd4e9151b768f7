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
  http_version: { type: 'string', describes: '`1.0`, `1.1` or `2`', value: ({ httpVersion }) => httpVersion },
  addresses: {
    type: 'list<string>',
    describes: 'with `each_address`: what each address came to, such as `192.0.2.1 healthy: 200 in 12 ms`',
  },
  ...connectionFacts,
  ...tlsFacts,
};
