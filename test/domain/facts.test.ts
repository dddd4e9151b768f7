import { describe, expect, test } from 'vitest';
import { compileAssertion } from '../../src/domain/compile-assertion.ts';
import { type FactTable, FactUnavailable } from '../../src/domain/fact.ts';
import type { Detail, Observation } from '../../src/domain/observation.ts';

const now = Date.UTC(2026, 10, 21);

const table: FactTable = {
  loss: { type: 'double', describes: 'the share of lost packets' },
  serial: { type: 'int', describes: 'the serial number' },
  rtt: { type: 'duration', describes: 'the round trip' },
  signed_at: { type: 'timestamp', describes: 'when it was signed' },
  answers: { type: 'list<string>', describes: 'the answers' },
  records: { type: 'dyn', describes: 'the records' },
  key: { type: { fields: { size: 'int', lives: 'duration', kind: 'string' } }, describes: 'the key' },
  gone: {
    type: 'string',
    describes: 'nothing',
    value: () => {
      throw new FactUnavailable('it is gone');
    },
  },
};

function outcomeOf(expr: string, details: Readonly<Record<string, Detail>>) {
  const compiled = compileAssertion({ expr }, table);
  if (!compiled.ok) throw new Error(compiled.problem.message);
  const observation: Observation = { type: 'any', responseTimeMs: 1, phases: {}, details };
  return compiled.assertion.evaluate(observation, { now, timeBox: (work) => work() });
}

describe('a fact without a value of its own is the detail of its name', () => {
  test.each([
    ['loss < 0.5', { loss: 0.25 }],
    ['serial == 2026112101', { serial: 2_026_112_101 }],
    ["rtt < duration('20ms') && rtt > duration('10ms')", { rtt: 12.5 }],
    ["signed_at < timestamp('2026-11-22T00:00:00Z')", { signed_at: now }],
    ['answers.exists(a, a == "192.0.2.1")', { answers: ['192.0.2.2', '192.0.2.1'] }],
    ['records[0].ttl == 300 && records.size() == 1', { records: [{ ttl: 300 }] }],
    [
      "key.size == 256 && key.kind == 'EC' && key.lives > duration('1h')",
      { key: { size: 256, kind: 'EC', lives: 7_200_000 } },
    ],
  ])('%s', (expr, details) => {
    expect(outcomeOf(expr, details)).toMatchObject({ passed: true });
  });
});

describe('an assertion fails closed and says why', () => {
  test.each([
    ['serial > 3', {}, 'there is no serial'],
    ['gone == ""', {}, 'it is gone'],
    ['key.size == 256', { key: { kind: 'EC' } }, 'there is no key.size'],
    ["rtt < duration('10ms')", { rtt: 12.5 }, 'got 13 ms'],
    ['answers.size() == 1', { answers: [] }, 'got 0'],
  ])('%s of %j', (expr, details, because) => {
    expect(outcomeOf(expr, details)).toMatchObject({ passed: false, explanation: expect.stringContaining(because) });
  });
});
