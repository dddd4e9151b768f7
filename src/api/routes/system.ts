import { z } from 'zod';
import { ok } from '../answer.ts';
import { systemSchema } from '../resources/system.ts';
import { defineRoute } from '../route.ts';

/** How svcmon itself fares. */
export const system = defineRoute({
  operationId: 'getSystem',
  tag: 'operations',
  methods: ['GET'],
  path: '/system',
  summary: 'How svcmon itself fares.',
  scope: 'read',
  params: z.object({}),
  query: z.object({}),
  answers: { 200: { means: 'as of now', body: systemSchema } },
  handle: async (_request, parts) => ok(await parts.system()),
});
