import { z } from 'zod';
import type { Complaint } from '../../domain/complaint.ts';
import { Failure } from '../../domain/failure.ts';
import type { HttpObservation } from '../../domain/observation.ts';
import { toPlainLine, truncate } from '../../domain/plain-text.ts';

const answer = z.looseObject({
  data: z.unknown().optional(),
  errors: z
    .array(z.looseObject({ message: z.string().catch('no message') }).catch({ message: 'no message' }))
    .optional(),
});

/**
 * What the `errors` of a GraphQL answer say, whatever its status code (https://spec.graphql.org, Response Format). Throws a
 * Failure for a successful answer that is none of GraphQL.
 */
export function graphqlErrors(observation: HttpObservation): readonly Complaint[] {
  const { statusClass, bodyTruncated, body } = observation;
  if (bodyTruncated) {
    const message = 'the answer is larger than the limit, so that its errors cannot be read';
    return [{ status: 'unknown', reason: 'body_too_large', message }];
  }
  const read = readAnswer(body);
  if (read === undefined || (read.data === undefined && read.errors === undefined)) {
    if (statusClass !== 'success') return [];
    throw new Failure('unexpected_answer', 'the answer is none of GraphQL: it has neither data nor errors', {
      facts: observation,
    });
  }
  const [first, ...others] = read.errors ?? [];
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  const message = `GraphQL error: ${truncate(toPlainLine(first.message), 200)}${more}`;
  return [{ status: 'unhealthy', reason: 'reported_unhealthy', message }];
}

function readAnswer(body: string): z.output<typeof answer> | undefined {
  try {
    return answer.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}
