import { z } from 'zod';
import { badRequest, noContent } from '../answer.ts';
import { readOnlyConfig, refusalOf } from '../edited.ts';
import { serviceName } from '../resources/range.ts';
import { serviceDetailSchema, serviceInputSchema, servicePatchSchema } from '../resources/service.ts';
import { defineRoute } from '../route.ts';
import { serviceAnswer } from '../service-answer.ts';

const params = z.object({ name: serviceName });
const nothing = z.object({});

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
    return refusalOf(edited, name) ?? serviceAnswer(name, services, 201);
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
    'With `If-Match` only where nobody has changed it meanwhile: else 412. Comments and everything else in the file stay. `***` leaves the secret at that place as it is; with another address, secrets that are stored have to be entered again: 400 names them. 409 as for creating.',
  scope: 'admin',
  params,
  query: nothing,
  body: servicePatchSchema,
  answers: { 200: { means: 'it is checked like that from now on', body: serviceDetailSchema } },

  async handle({ params: { name }, body, header }, { services, readOnly }) {
    if (readOnly) return readOnlyConfig();
    if (Object.keys(body).length === 0) return badRequest([{ path: '', message: 'expected at least one key' }]);
    const edited = await services.change(name, body, header('if-match'));
    return refusalOf(edited, name) ?? serviceAnswer(name, services, 200);
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
