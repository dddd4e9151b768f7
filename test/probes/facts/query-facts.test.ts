import { expect, test } from 'vitest';
import { compileAssertion } from '../../../src/domain/compile-assertion.ts';
import { QueryRows } from '../../../src/probes/asking/query-rows.ts';
import { queryFacts } from '../../../src/probes/facts/query-facts.ts';

function judged(expr: string, rows: QueryRows) {
  const compiled = compileAssertion({ expr }, queryFacts);
  if (!compiled.ok) throw new Error(compiled.problem.message);
  const observation = { type: 'postgres', responseTimeMs: 5, phases: {}, ...rows.facts() };
  return compiled.assertion.evaluate(observation, { now: 0, timeBox: (work) => work() });
}

function rowsOf(count: number): QueryRows {
  const rows = new QueryRows();
  rows.name(['id', 'note']);
  for (let id = 1; id <= count; id += 1) rows.take([id, null]);
  return rows;
}

test.each([
  ['value == 1', 2],
  ['value < 1.5', 2],
  ['row_count == 2', 2],
  ['row_count == 0 && rows.size() == 0', 0],
  ['rows[1].id == 2 && rows[1].note == null', 2],
  ['rows.exists(row, row.id == 2)', 2],
  ['value == 1', 5_000],
])('%s holds of %i rows', (expr, count) => {
  expect(judged(expr, rowsOf(count))).toMatchObject({ passed: true });
});

test.each([
  ['value == 1', 0, 'the answer has no row'],
  ['rows[0].nothing == 1', 1, 'nothing'],
  ['row_count > 10', 5_000, 'there are more than 1000 rows, and the rest was not read'],
  ['rows.all(row, row.id > 0)', 5_000, 'there are more than 1000 rows, and the rest was not read'],
])('%s does not hold of %i rows, and says why', (expr, count, because) => {
  const { passed, explanation } = judged(expr, rowsOf(count));
  expect(passed).toBe(false);
  expect(explanation).toContain(because);
});
