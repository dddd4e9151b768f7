import { z } from 'zod';
import { defineRoute } from '../route.ts';

/** Whether svcmon itself lives; tells nothing of what it monitors. */
export const health = defineRoute({
  operationId: 'health',
  tag: 'operations',
  methods: ['GET'],
  path: '/health',
  summary: 'Whether checks go on.',
  scope: 'none',
  params: z.object({}),
  query: z.object({}),
  answers: {
    200: { means: 'checks go on', body: z.strictObject({ status: z.literal('ok') }), example: { status: 'ok' } },
    503: { means: 'nothing has been checked for 30 s', body: z.strictObject({ status: z.literal('stalled') }) },
  },
  handle: async (_request, { isAlive }) =>
    isAlive()
      ? { kind: 'answer', status: 200, body: { status: 'ok' } }
      : { kind: 'answer', status: 503, body: { status: 'stalled' } },
});
