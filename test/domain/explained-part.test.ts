import { describe, expect, test } from 'vitest';
import type { TimeBox } from '../../src/domain/assertion.ts';
import type { ExplainedPart } from '../../src/domain/assertion-outcome.ts';
import { compileAssertion } from '../../src/domain/compile-assertion.ts';
import type { HttpObservation } from '../../src/domain/observation.ts';
import { httpFacts } from '../../src/probes/facts/http-facts.ts';
import { httpObservation } from '../support/observations.ts';

const unlimited: TimeBox = (work) => work();
const body = '{"queue":{"depth":245},"ok":true,"items":[1,2]}';

function outcomeOf(expr: string, changes: Partial<HttpObservation> = {}, timeBox = unlimited) {
  const compiled = compileAssertion({ expr }, httpFacts);
  if (!compiled.ok) throw new Error(compiled.problem.message);
  return compiled.assertion.evaluate(httpObservation({ body, ...changes }), { now: 0, timeBox, explains: 'parts' });
}

function linesOf({ expr, passed, value, parts }: ExplainedPart, depth = 0): readonly string[] {
  const line = `${' '.repeat(depth)}${passed === undefined ? '' : `${passed} `}${expr} = ${value}`;
  return [line, ...parts.flatMap((part) => linesOf(part, depth + 1))];
}

function linesFor(expr: string, changes: Partial<HttpObservation> = {}): readonly string[] {
  const { parts } = outcomeOf(expr, changes);
  return parts === undefined ? [] : linesOf(parts);
}

describe('an expression is taken apart', () => {
  test.each([
    ['status == 200', ['true status == 200 = true', ' status = 200']],
    [
      'json.queue.depth < 100 && status == 200 && json.ok',
      [
        'false json.queue.depth < 100 && status == 200 && json.ok = false',
        ' false json.queue.depth < 100 = false',
        '  json.queue.depth = 245',
        ' true status == 200 = true',
        '  status = 200',
        ' json.ok = true',
      ],
    ],
    [
      '!(status == 500) || json.missing == 1',
      [
        'true !(status == 500) || json.missing == 1 = true',
        ' true !(status == 500) = true',
        '  false status == 500 = false',
        '   status = 200',
        ' false json.missing == 1 = there is no json.missing',
        '  json.missing = there is no json.missing',
      ],
    ],
    [
      'json.queue.depth + 5.5 > size(json.items)',
      [
        'true json.queue.depth + 5.5 > size(json.items) = true',
        ' json.queue.depth + 5.5 = 250.5',
        '  json.queue.depth = 245',
        ' size(json.items) = 2',
        '  json.items = [1,2]',
      ],
    ],
    ['json.items.all(i, i > 1)', ['false json.items.all(i, i > 1) = false', ' json.items = [1,2]']],
    ['body.matches("^x")', ['false body.matches("^x") = false', ` body = ${JSON.stringify(body)}`]],
    ['has(json.nothing)', ['false has(json.nothing) = false']],
    [
      'json.ok ? status == 200 : status == 503',
      [
        'true json.ok ? status == 200 : status == 503 = true',
        ' json.ok = true',
        ' true status == 200 = true',
        '  status = 200',
      ],
    ],
  ])('%s', (expr, lines) => {
    expect(linesFor(expr)).toEqual(lines);
  });

  test('parts that can be told are, also where the body is not JSON', () => {
    expect(linesFor('status == 200 && json.a == 1', { body: '<p>' }).slice(1)).toEqual([
      ' true status == 200 = true',
      '  status = 200',
      ' false json.a == 1 = the body is not JSON: it begins with "<p>"',
      '  json.a = the body is not JSON: it begins with "<p>"',
    ]);
  });

  test('what goes on and on is cut after two hundred parts', () => {
    const expr = Array.from({ length: 300 }, (_, at) => `status != ${at}`).join(' && ');
    expect(linesFor(expr).length).toBeLessThanOrEqual(200);
  });
});

test('parts are told only where they are asked for', () => {
  const compiled = compileAssertion({ expr: 'status == 200' }, httpFacts);
  if (!compiled.ok) throw new Error(compiled.problem.message);
  expect(compiled.assertion.evaluate(httpObservation(), { now: 0, timeBox: unlimited })).not.toHaveProperty('parts');
});

test('a verdict stands without its parts where they take too long', () => {
  const overrun: TimeBox = () => {
    throw new RangeError('took longer than 100 ms');
  };
  const outcome = outcomeOf('status == 200', {}, overrun);
  expect(outcome).toMatchObject({ passed: true });
  expect(outcome).not.toHaveProperty('parts');
});
