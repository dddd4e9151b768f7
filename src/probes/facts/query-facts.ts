import { connectionFacts, tlsFacts } from '../../domain/common-facts.ts';
import { type FactTable, FactUnavailable } from '../../domain/fact.ts';
import type { Observation } from '../../domain/observation.ts';

/** What assertions on the answer to an SQL query may use. */
export const queryFacts: FactTable = {
  value: {
    type: 'dyn',
    describes: 'the first column of the first row: a number, a truth value, text, JSON or null, e.g. `value < 100`',
    value: ({ unshown }) => {
      if (unshown?.value === undefined) throw new FactUnavailable('the answer has no row');
      return unshown.value;
    },
  },
  rows: {
    type: 'dyn',
    describes: 'the list of rows, at most 1000, each a mapping from column to value, e.g. `rows.all(r, r.lag < 10)`',
    value: (observation) => whole(observation).rows,
  },
  row_count: {
    type: 'int',
    describes: 'how many rows there are',
    value: (observation) => whole(observation).row_count,
  },
  server_version: { type: 'string', describes: 'the version as the server says it' },
  ...connectionFacts,
  ...tlsFacts,
};

/** Fails where there are more rows than were read: what holds for these may not hold for all. */
function whole({ unshown, details }: Observation): { readonly rows: unknown; readonly row_count: unknown } {
  if (typeof unshown?.cut === 'string') throw new FactUnavailable(`${unshown.cut}, and the rest was not read`);
  return { rows: unshown?.rows, row_count: details?.row_count };
}
