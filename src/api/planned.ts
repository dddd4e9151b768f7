import type { z } from 'zod';
import { badRequest, created } from './answer.ts';
import type { Planned, PlannedSpan } from './desks/planning.ts';
import type { silenceInputSchema } from './resources/silence.ts';
import type { Answer, Caller } from './route.ts';

type SpanInput = Pick<z.output<typeof silenceInputSchema>, 'match' | 'starts' | 'ends' | 'by'>;

/** What is asked for, in the words of the domain. */
export function plannedSpan({ match, starts, ends, by }: SpanInput, caller: Caller): PlannedSpan {
  const { services, group, tags } = match;
  return {
    match: {
      ...(services !== undefined && { services }),
      ...(group !== undefined && { group }),
      ...(tags !== undefined && { tags }),
    },
    ...(starts !== undefined && { startsAt: Date.parse(starts) }),
    endsAt: Date.parse(ends),
    by: by ?? caller.name,
  };
}

/** What the answer is where it was planned, and where it was not. */
export function plannedAnswer<Item extends { readonly id: string }>(planned: Planned<Item>, path: string): Answer {
  if (planned.kind === 'invalid') return badRequest(planned.mistakes);
  return created(planned.item, `${path}/${encodeURIComponent(planned.item.id)}`);
}
