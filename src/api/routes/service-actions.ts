import { z } from 'zod';
import { conflict, ok } from '../answer.ts';
import type { ServiceDesk, Switched } from '../desks/services.ts';
import { noService } from '../edited.ts';
import { serviceName } from '../resources/range.ts';
import { resultSchema } from '../resources/result.ts';
import { serviceSchema } from '../resources/service.ts';
import { type Answer, defineRoute } from '../route.ts';

const params = z.object({ name: serviceName });
const nothing = z.object({});

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

function switched(
  outcome: Switched,
  name: string,
  { services, already }: { readonly services: ServiceDesk; readonly already: string },
): Answer {
  if (outcome === 'already') return { kind: 'problem', status: 400, detail: already };
  const found = services.find(name);
  if (outcome === 'not_found' || found === undefined) return noService(name);
  const { config: _, thresholds: __, ...service } = found.service;
  return ok(service);
}
