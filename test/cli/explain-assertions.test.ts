import { expect, test } from 'vitest';
import { explainAssertions, explainingParts } from '../../src/cli/explain-assertions.ts';
import type { AssertionOutcome } from '../../src/domain/assertion-outcome.ts';
import { compileAssertion } from '../../src/domain/compile-assertion.ts';
import { createRedactor } from '../../src/domain/redaction.ts';
import { httpFacts } from '../../src/probes/facts/http-facts.ts';
import { styleOf } from '../../src/reporting/style.ts';
import { answer, checkerOn, scriptedCheck } from '../support/checks.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const paper = { style: styleOf({ color: false, unicode: true }), width: 60 };

const failed: AssertionOutcome = {
  expr: 'json.depth < 100 && status == 200',
  passed: false,
  severity: 'degraded',
  message: 'the queue is long',
  explanation: 'json.depth < 100 && status == 200 – got 245',
  bodyTooLarge: false,
  parts: {
    expr: 'json.depth < 100 && status == 200',
    passed: false,
    value: 'false',
    parts: [
      {
        expr: 'json.depth < 100',
        passed: false,
        value: 'false',
        parts: [{ expr: 'json.depth', value: '245', parts: [] }],
      },
      { expr: 'status == 200', passed: true, value: 'true', parts: [{ expr: 'status', value: '200', parts: [] }] },
      {
        expr: 'json.a == 1',
        passed: false,
        value: 'there is no json.a',
        parts: [{ expr: 'json.a', value: 'there is no json.a', parts: [] }],
      },
      { expr: 'json.b < "x"', passed: false, value: 'no such overload: dyn<double> < string', parts: [] },
    ],
  },
};

test('every part stands below what it decides, with its value and why there is none once', () => {
  expect(explainAssertions([failed], paper).flat()).toEqual([
    'Assertions',
    '  ✕ json.depth < 100 && status == 200 – got 245',
    '    the queue is long',
    '    ✕ json.depth < 100',
    '        json.depth = 245',
    '    ✓ status == 200',
    '        status = 200',
    '    ✕ json.a == 1',
    '        there is no json.a',
    '    ✕ json.b < "x" – no such overload: dyn<double> < string',
  ]);
});

test('without parts there is the assertion alone', () => {
  const { parts: _, message: __, ...alone } = failed;
  expect(explainAssertions([alone], paper).flat()).toEqual([
    'Assertions',
    '  ✕ json.depth < 100 && status == 200 – got 245',
  ]);
});

test('the assertions of each step of a flow stand by themselves, before those of the flow', () => {
  const { parts: _, message: __, ...alone } = failed;
  const passed = { ...alone, passed: true, explanation: 'status == 200', expr: 'status == 200' };
  const outcomes = [{ ...passed, step: 'login' }, { ...alone, step: 'cart' }, passed];
  expect(explainAssertions(outcomes, paper)).toEqual([
    ['Assertions of step login', '  ✓ status == 200'],
    ['Assertions of step cart', '  ✕ json.depth < 100 && status == 200 – got 245'],
    ['Assertions', '  ✓ status == 200'],
  ]);
});

test('a service that explains its parts masks the secrets that a server echoes in them', async () => {
  const compiled = compileAssertion({ expr: 'json.token == "other" && status == 200' }, httpFacts);
  if (!compiled.ok) throw new Error(compiled.problem.message);
  const clock = createFakeClock();
  const body = '{"token":"s3cr3t-t0ken"}';
  const { check } = scriptedCheck(async () => answer(200, { body }));
  const service = {
    ...check.service,
    expectations: { ...check.service.expectations, assertions: [compiled.assertion] },
  };
  const checker = checkerOn(clock, { redact: createRedactor(['s3cr3t-t0ken']) });
  const { assertions } = await checker.run(explainingParts({ ...check, service }), new AbortController().signal);
  expect(assertions[0]?.parts?.parts[0]?.parts).toEqual([{ expr: 'json.token', value: '"***"', parts: [] }]);
  expect(JSON.stringify(assertions)).not.toContain('s3cr3t');
});
