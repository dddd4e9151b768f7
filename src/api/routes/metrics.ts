import { z } from 'zod';
import { defineRoute } from '../route.ts';

const type = 'text/plain; version=0.0.4; charset=utf-8';

/** Metrics for Prometheus, of services and of svcmon itself. */
export const metrics = defineRoute({
  operationId: 'getMetrics',
  tag: 'operations',
  methods: ['GET'],
  path: '/metrics',
  below: 'base',
  summary: 'Metrics in the text format of Prometheus.',
  scope: 'read',
  params: z.object({}),
  query: z.object({}),
  answers: { 200: { means: 'as of now', texts: ['text/plain'], example: 'svcmon_up{service="checkout"} 1\n' } },
  handle: async (_request, parts) => ({ kind: 'text', status: 200, type, text: await parts.metrics() }),
});
