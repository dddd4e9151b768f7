import type { HttpObservation } from '../../domain/observation.ts';
import type { HttpOptions } from '../options/http-options.ts';
import { graphqlErrors } from './graphql-errors.ts';
import { problemOf } from './problem-details.ts';
import { reportedHealth } from './reported-health.ts';

/** An answer with what it says of itself; throws a Failure for one that is of another kind than what was asked. */
export function withMeaning(
  observation: HttpObservation,
  { understand, graphql }: Pick<HttpOptions, 'understand' | 'graphql'>,
): HttpObservation {
  const problem = problemOf(observation);
  const complaints = [
    ...(understand === undefined ? [] : reportedHealth(observation)),
    ...(graphql === undefined ? [] : graphqlErrors(observation)),
  ];
  if (problem === undefined && complaints.length === 0) return observation;
  return { ...(problem !== undefined && { problem }), complaints, ...observation };
}
