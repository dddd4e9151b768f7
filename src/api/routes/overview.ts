import { z } from 'zod';
import { overviewSchema } from '../resources/overview.ts';
import { defineRoute } from '../route.ts';

/** Everything that the first page shows. */
export const overview = defineRoute({
  operationId: 'getOverview',
  tag: 'services',
  methods: ['GET'],
  path: '/overview',
  summary: 'All services with their last hour, worst first, and what is to be said of them together.',
  description: 'Uptime and percentiles are at most ten minutes old; everything else is of this instant.',
  scope: 'read',
  params: z.object({}),
  query: z.object({}),
  answers: { 200: { means: 'as of now', body: overviewSchema } },

  async handle(_request, { services }) {
    return { kind: 'text', status: 200, type: 'application/json; charset=utf-8', text: await services.overview() };
  },
});
