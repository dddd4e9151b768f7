import { z } from 'zod';
import { conflict, noContent, notFound, ok } from '../answer.ts';
import { pageOf } from '../page.ts';
import { plannedAnswer, plannedSpan } from '../planned.ts';
import { pageQuery } from '../resources/page.ts';
import { windowInputSchema, windowPageSchema, windowSchema } from '../resources/silence.ts';
import { defineRoute } from '../route.ts';

const nothing = z.object({});

/** Lists maintenance windows. */
export const listMaintenance = defineRoute({
  operationId: 'listMaintenance',
  tag: 'silences',
  methods: ['GET'],
  path: '/maintenance',
  summary: 'Maintenance that is open or to come, by its beginning; of what recurs the next.',
  scope: 'read',
  params: nothing,
  query: z.object(pageQuery),
  answers: { 200: { means: 'a page of windows', body: windowPageSchema } },

  async handle({ query }, { planning }) {
    return ok(pageOf(await planning.windows(), query, ({ id }) => id));
  },
});

/** Announces maintenance. */
export const createMaintenance = defineRoute({
  operationId: 'createMaintenance',
  tag: 'silences',
  methods: ['POST'],
  path: '/maintenance',
  summary: 'Announce maintenance; what is announced before it begins is left out of the service time of reports.',
  scope: 'write',
  params: nothing,
  query: nothing,
  body: windowInputSchema,
  answers: { 201: { means: 'it is planned', body: windowSchema } },

  async handle({ body, by }, { planning }) {
    const planned = await planning.announce({ ...plannedSpan(body, by), name: body.name });
    return plannedAnswer(planned, '/maintenance');
  },
});

/** Cancels maintenance. */
export const cancelMaintenance = defineRoute({
  operationId: 'cancelMaintenance',
  tag: 'silences',
  methods: ['DELETE'],
  path: '/maintenance/:id',
  summary: 'Cancel maintenance that is to come, or end what is open.',
  description: '409 for a window of the configuration: it is changed there.',
  scope: 'write',
  params: z.object({ id: z.string().min(1).max(300).describe('The id of the window.') }),
  query: nothing,
  answers: { 204: { means: 'it is cancelled, or has ended' } },

  async handle({ params: { id } }, { planning }) {
    const outcome = await planning.cancel(id);
    if (outcome === 'done') return noContent();
    if (outcome === 'configured') return conflict('it comes from the configuration: change it there');
    return notFound(`no window ${JSON.stringify(id)} is open or to come`);
  },
});
