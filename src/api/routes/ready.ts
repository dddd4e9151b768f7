import { z } from 'zod';
import { readinessSchema } from '../resources/system.ts';
import { defineRoute } from '../route.ts';

/** Whether svcmon can do its work; for whoever sends traffic, or waits for a roll-out. */
export const ready = defineRoute({
  operationId: 'ready',
  tag: 'operations',
  methods: ['GET'],
  path: '/ready',
  summary: 'Whether svcmon can do its work.',
  scope: 'none',
  params: z.object({}),
  query: z.object({}),
  answers: {
    200: { means: 'it can', body: readinessSchema },
    503: { means: 'something keeps it from that', body: readinessSchema },
  },
  async handle(_request, { readiness }) {
    const body = await readiness();
    return { kind: 'answer', status: body.status === 'ready' ? 200 : 503, body };
  },
});
