import { z } from 'zod';
import { badRequest, conflict, ok } from '../answer.ts';
import { resultSchema } from '../resources/result.ts';
import { serviceInputSchema } from '../resources/service.ts';
import { defineRoute } from '../route.ts';

/** Looks once at what is not configured, or not like that. */
export const testService = defineRoute({
  operationId: 'testService',
  tag: 'services',
  methods: ['POST'],
  path: '/probe',
  summary: 'Check a service once as it is described, before it is saved; nothing is kept.',
  description:
    'The body is an entry of `services:` as JSON; the defaults of the configuration hold. Private, loopback and link-local targets are refused unless `server.allow_private_targets` allows them. Where a service of that name is there, `***` stands for the secret that is stored at that place; a stored secret is only sent where that service sends it already: with another address it has to be entered again.',
  scope: 'admin',
  params: z.object({}),
  query: z.object({}),
  body: serviceInputSchema,
  answers: { 200: { means: 'what was found', body: resultSchema } },

  async handle({ body, signal }, { services }) {
    const probed = await services.probe(body, signal);
    switch (probed.kind) {
      case 'probed':
        return ok(probed.result);
      case 'refused':
        return conflict(probed.why);
      case 'invalid':
        return badRequest(probed.mistakes);
    }
  },
});
