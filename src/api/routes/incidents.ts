import { z } from 'zod';
import { incidentDocument } from '../../reporting/incident-document.ts';
import { badRequest, conflict, notFound, ok } from '../answer.ts';
import { timedPage, timedStart } from '../page.ts';
import type { ApiParts } from '../parts.ts';
import {
  acknowledgementSchema,
  incidentDetailSchema,
  incidentPageSchema,
  incidentSchema,
  noteSchema,
} from '../resources/incident.ts';
import { pageQuery } from '../resources/page.ts';
import { askedRange, rangeMistakes, rangeQuery } from '../resources/range.ts';
import { type Answer, defineRoute } from '../route.ts';

const params = z.object({ id: z.string().min(1).max(300).describe('The id of the incident.') });
const nothing = z.object({});

/** Lists incidents. */
export const listIncidents = defineRoute({
  operationId: 'listIncidents',
  tag: 'incidents',
  methods: ['GET'],
  path: '/incidents',
  summary: 'Incidents, newest first.',
  description: 'With a range, those that share an instant with it.',
  scope: 'read',
  params: nothing,
  query: z.object({
    ...pageQuery,
    ...rangeQuery,
    service: z.string().optional().describe('Only those of this service.'),
    open: z
      .enum(['true', 'false'])
      .transform((text) => text === 'true')
      .optional()
      .describe('Only those that are open, or are closed.'),
  }),
  answers: { 200: { means: 'a page of incidents', body: incidentPageSchema } },

  async handle({ query: { service, open, limit, offset: first, cursor, ...range } }, { incidents }) {
    const mistakes = rangeMistakes(range);
    if (mistakes.length > 0) return badRequest(mistakes);
    const start = timedStart({ offset: first, cursor });
    const { behind, offset } = start;
    const found = await incidents.list({
      ...askedRange(range),
      ...(service !== undefined && { service }),
      ...(open !== undefined && { open }),
      ...(behind === undefined ? { offset } : { behind: { startedAt: behind.at, id: behind.id } }),
      limit: limit + 1,
    });
    const page = timedPage(found, { limit, ...start }, ({ startedAt, id }) => ({ at: startedAt, id }));
    return ok({ ...page, items: page.items.map(incidentDocument) });
  },
});

/** One incident. */
export const getIncident = defineRoute({
  operationId: 'getIncident',
  tag: 'incidents',
  methods: ['GET'],
  path: '/incidents/:id',
  summary: 'An incident with its timeline, what was sent about it, and failures of its time.',
  scope: 'read',
  params,
  query: nothing,
  answers: { 200: { means: 'as of now', body: incidentDetailSchema } },

  async handle({ params: { id } }, { incidents }) {
    const incident = await incidents.find(id);
    return incident === undefined ? notThere(id) : ok(incident);
  },
});

/** Says that somebody takes care of it. */
export const acknowledgeIncident = defineRoute({
  operationId: 'acknowledgeIncident',
  tag: 'incidents',
  methods: ['POST'],
  path: '/incidents/:id/acknowledge',
  summary: 'Say that you take care of it: no more reminders; its end is still told.',
  description: 'The first to acknowledge stays. 409 where it has ended.',
  scope: 'write',
  params,
  query: nothing,
  body: acknowledgementSchema,
  answers: { 200: { means: 'it is acknowledged', body: incidentSchema } },

  async handle({ params: { id }, body: { by, note }, by: caller }, parts) {
    const said = { by: by ?? caller.name, ...(note !== undefined && { note }) };
    const outcome = await parts.incidents.acknowledge(id, said);
    if (outcome === 'closed') return conflict('it has ended already: there is nothing to acknowledge');
    return outcome === 'not_found' ? notThere(id) : shortly(id, parts);
  },
});

/** Adds a line to its story. */
export const noteIncident = defineRoute({
  operationId: 'noteIncident',
  tag: 'incidents',
  methods: ['POST'],
  path: '/incidents/:id/notes',
  summary: 'Add a line to the timeline of an incident.',
  scope: 'write',
  params,
  query: nothing,
  body: noteSchema,
  answers: { 200: { means: 'it is in the timeline', body: incidentSchema } },

  async handle({ params: { id }, body: { by, text }, by: caller }, parts) {
    const outcome = await parts.incidents.note(id, { by: by ?? caller.name, text });
    return outcome === 'not_found' ? notThere(id) : shortly(id, parts);
  },
});

async function shortly(id: string, { incidents }: Pick<ApiParts, 'incidents'>): Promise<Answer> {
  const found = await incidents.find(id);
  if (found === undefined) return notThere(id);
  const { timeline: _, messages: __, failures: ___, ...incident } = found;
  return ok(incident);
}

function notThere(id: string): Answer {
  return notFound(`there is no incident ${JSON.stringify(id)}`);
}
