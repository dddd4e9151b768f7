import { z } from 'zod';
import { badRequest, conflict, noContent, ok } from '../answer.ts';
import type { ServiceDesk, Switched } from '../desks/services.ts';
import { noService, readOnlyConfig, refusalOf } from '../edited.ts';
import { pageOf } from '../page.ts';
import { pageQuery } from '../resources/page.ts';
import { serviceName } from '../resources/range.ts';
import { resultSchema } from '../resources/result.ts';
import {
  serviceDetailSchema,
  serviceInputSchema,
  servicePageSchema,
  servicePatchSchema,
  serviceSchema,
} from '../resources/service.ts';
import { type Answer, defineRoute } from '../route.ts';
import { filterServices, serviceQuery } from '../service-filter.ts';

const params = z.object({ name: serviceName });
const nothing = z.object({});

/** Lists services. */
export const listServices = defineRoute({
  operationId: 'listServices',
  tag: 'services',
  methods: ['GET'],
  path: '/services',
  summary: 'Services and how they stand, worst first.',
  scope: 'read',
  params: nothing,
  query: z.object({ ...pageQuery, ...serviceQuery }),
  answers: { 200: { means: 'a page of services', body: servicePageSchema } },

  async handle({ query }, { services }) {
    return ok(pageOf(filterServices(services.list(), query), query, ({ name }) => name));
  },
});

/** Adds a service to the configuration. */
export const createService = defineRoute({
  operationId: 'createService',
  tag: 'services',
  methods: ['POST'],
  path: '/services',
  summary: 'Add a service to the configuration file, and check it from now on.',
  description:
    'The body is an entry of `services:` as JSON. It is checked as `svcmon validate` checks the file, and added as `svcmon add-service` does: comments and everything else in the file stay. 409 where the configuration is read-only, has mistakes of its own, or has a service of that name.',
  scope: 'admin',
  params: nothing,
  query: nothing,
  body: serviceInputSchema,
  answers: { 201: { means: 'it is going to be checked', body: serviceDetailSchema } },

  async handle({ body }, { services, readOnly }) {
    if (readOnly) return readOnlyConfig();
    const name = String(body.name);
    const edited = await services.create(body);
    return refusalOf(edited, name) ?? detail(name, services, 201);
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
  params,
  query: nothing,
  answers: { 200: { means: 'as of now', body: serviceDetailSchema } },

  async handle({ params: { name } }, { services }) {
    return detail(name, services, 200);
  },
});

/** Changes how a service is configured. */
export const changeService = defineRoute({
  operationId: 'changeService',
  tag: 'services',
  methods: ['PATCH'],
  path: '/services/:name',
  summary: 'Change keys of a service in the configuration file; what is not sent stays as it is.',
  description:
    'With `If-Match` only where nobody has changed it meanwhile: else 412. Comments and everything else in the file stay. 409 as for creating.',
  scope: 'admin',
  params,
  query: nothing,
  body: servicePatchSchema,
  answers: { 200: { means: 'it is checked like that from now on', body: serviceDetailSchema } },

  async handle({ params: { name }, body, header }, { services, readOnly }) {
    if (readOnly) return readOnlyConfig();
    if (Object.keys(body).length === 0) return badRequest([{ path: '', message: 'expected at least one key' }]);
    const edited = await services.change(name, body, header('if-match'));
    return refusalOf(edited, name) ?? detail(name, services, 200);
  },
});

/** Takes a service out of the configuration. */
export const deleteService = defineRoute({
  operationId: 'deleteService',
  tag: 'services',
  methods: ['DELETE'],
  path: '/services/:name',
  summary: 'Take a service out of the configuration file; what is stored of it stays.',
  description: 'With `If-Match` only where nobody has changed it meanwhile: else 412.',
  scope: 'admin',
  params,
  query: nothing,
  answers: { 204: { means: 'it is not checked any more' } },

  async handle({ params: { name }, header }, { services, readOnly }) {
    if (readOnly) return readOnlyConfig();
    return refusalOf(await services.remove(name, header('if-match')), name) ?? noContent();
  },
});

/** Resumes a service. */
export const startService = defineRoute({
  operationId: 'startService',
  tag: 'services',
  methods: ['POST'],
  path: '/services/:name/start',
  summary: 'Check a paused service again; 400 where it is not paused.',
  scope: 'write',
  params,
  query: nothing,
  answers: { 200: { means: 'it is on the schedule', body: serviceSchema } },

  async handle({ params: { name }, by }, { services }) {
    return switched(await services.resume(name, by.name), name, { services, already: 'it is not paused' });
  },
});

/** Pauses a service. */
export const stopService = defineRoute({
  operationId: 'stopService',
  tag: 'services',
  methods: ['POST'],
  path: '/services/:name/stop',
  summary: 'Pause a service: it is not checked until it is started again; 400 where it is paused already.',
  scope: 'write',
  params,
  query: nothing,
  answers: { 200: { means: 'it is not on the schedule', body: serviceSchema } },

  async handle({ params: { name }, by }, { services }) {
    return switched(await services.pause(name, by.name), name, { services, already: 'it is paused already' });
  },
});

/** Looks at a service now. */
export const checkService = defineRoute({
  operationId: 'checkService',
  tag: 'services',
  methods: ['POST'],
  path: '/services/:name/check',
  summary: 'Check a service now, beside its schedule; the answer waits for the result, for 30 s at most.',
  scope: 'write',
  params,
  query: nothing,
  answers: {
    200: { means: 'what was found', body: resultSchema },
    202: { means: 'the check goes on; its result will be among the results' },
  },

  async handle({ params: { name }, signal }, { services }) {
    const checked = await services.check(name, signal);
    switch (checked.kind) {
      case 'checked':
        return ok(checked.result);
      case 'late':
        return { kind: 'answer', status: 202 };
      case 'paused':
        return conflict('the service is paused: start it first');
      case 'not_found':
        return noService(name);
    }
  },
});

function detail(name: string, services: ServiceDesk, status: 200 | 201): Answer {
  const found = services.find(name);
  if (found === undefined) return noService(name);
  const { service, etag } = found;
  const location = status === 201 && { location: `/services/${encodeURIComponent(name)}` };
  return { kind: 'answer', status, body: service, headers: { etag, ...location } };
}

function switched(
  outcome: Switched,
  name: string,
  { services, already }: { readonly services: ServiceDesk; readonly already: string },
): Answer {
  if (outcome === 'already') return { kind: 'problem', status: 400, detail: already };
  const found = services.find(name);
  if (outcome === 'not_found' || found === undefined) return noService(name);
  const { config: _, ...service } = found.service;
  return ok(service);
}
