import { z } from 'zod';
import { ok } from '../answer.ts';
import { pageOf } from '../page.ts';
import { pageQuery } from '../resources/page.ts';
import { serviceName } from '../resources/range.ts';
import { serviceDetailSchema, servicePageSchema } from '../resources/service.ts';
import { defineRoute } from '../route.ts';
import { serviceAnswer } from '../service-answer.ts';
import { filterServices, serviceQuery } from '../service-filter.ts';

/** Lists services. */
export const listServices = defineRoute({
  operationId: 'listServices',
  tag: 'services',
  methods: ['GET'],
  path: '/services',
  summary: 'Services and how they stand, worst first.',
  scope: 'read',
  params: z.object({}),
  query: z.object({ ...pageQuery, ...serviceQuery }),
  answers: { 200: { means: 'a page of services', body: servicePageSchema } },

  async handle({ query }, { services }) {
    const page = pageOf(filterServices(services.list(), query), query, ({ name }) => name);
    return ok({ ...page, items: page.items.map((service) => service.resource()) });
  },
});

/** One service. */
export const getService = defineRoute({
  operationId: 'getService',
  tag: 'services',
  methods: ['GET'],
  path: '/services/:name',
  summary: 'A service, how it stands, and how it is configured.',
  description: '`ETag` changes with how it is configured, not with how it stands.',
  scope: 'read',
  params: z.object({ name: serviceName }),
  query: z.object({}),
  answers: { 200: { means: 'as of now', body: serviceDetailSchema } },

  async handle({ params: { name } }, { services }) {
    return serviceAnswer(name, services, 200);
  },
});
