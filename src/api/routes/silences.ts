import { z } from 'zod';
import { noContent, notFound, ok } from '../answer.ts';
import { pageOf } from '../page.ts';
import { plannedAnswer, plannedSpan } from '../planned.ts';
import { pageQuery } from '../resources/page.ts';
import { silenceInputSchema, silencePageSchema, silenceSchema } from '../resources/silence.ts';
import { defineRoute } from '../route.ts';

const nothing = z.object({});

/** Lists silences. */
export const listSilences = defineRoute({
  operationId: 'listSilences',
  tag: 'silences',
  methods: ['GET'],
  path: '/silences',
  summary: 'Silences that have not ended, by their beginning.',
  scope: 'read',
  params: nothing,
  query: z.object(pageQuery),
  answers: { 200: { means: 'a page of silences', body: silencePageSchema } },

  async handle({ query }, { planning }) {
    return ok(pageOf(await planning.silences(), query, ({ id }) => id));
  },
});

/** Begins a silence. */
export const createSilence = defineRoute({
  operationId: 'createSilence',
  tag: 'silences',
  methods: ['POST'],
  path: '/silences',
  summary: 'Tell nobody that some services fail, until then; checks go on, and what ends is still told.',
  scope: 'write',
  params: nothing,
  query: nothing,
  body: silenceInputSchema,
  answers: { 201: { means: 'it holds', body: silenceSchema } },

  async handle({ body, by }, { planning }) {
    const planned = await planning.silence({ ...plannedSpan(body, by), comment: body.comment });
    return plannedAnswer(planned, '/silences');
  },
});

/** Ends a silence. */
export const endSilence = defineRoute({
  operationId: 'endSilence',
  tag: 'silences',
  methods: ['DELETE'],
  path: '/silences/:id',
  summary: 'End a silence now.',
  scope: 'write',
  params: z.object({ id: z.string().min(1).max(100).describe('The id of the silence.') }),
  query: nothing,
  answers: { 204: { means: 'it has ended' } },

  async handle({ params: { id } }, { planning }) {
    const outcome = await planning.endSilence(id);
    return outcome === 'done' ? noContent() : notFound(`no silence ${JSON.stringify(id)} is in force`);
  },
});
