import { expect, test } from 'vitest';
import { problemOf } from '../../../src/probes/asking/problem-details.ts';
import { httpObservation } from '../../support/observations.ts';

const contentType = 'application/problem+json; charset=utf-8';

test.each([
  ['{"title":"Out of credit","detail":"The balance is 30."}', 'Out of credit: The balance is 30.'],
  ['{"title":"Out of credit"}', 'Out of credit'],
  ['{"detail":"a\\nb"}', 'a b'],
  ['{"title":""}', undefined],
  ['{"title":7}', undefined],
  ['no JSON', undefined],
])('%s says %s', (body, problem) => {
  expect(problemOf(httpObservation({ statusCode: 503, contentType, body }))).toBe(problem);
});

test('only an error of that type is a problem', () => {
  const body = '{"title":"x"}';
  expect(problemOf(httpObservation({ statusCode: 503, contentType: 'application/json', body }))).toBeUndefined();
  expect(problemOf(httpObservation({ statusCode: 200, contentType, body }))).toBeUndefined();
});
