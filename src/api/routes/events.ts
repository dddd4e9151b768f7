import { z } from 'zod';
import { defineRoute } from '../route.ts';

const id = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

const example = [
  'id: 1795304580123004',
  'event: health',
  'data: {"service":"checkout","from":"healthy","to":"unhealthy","since":"2026-11-22T10:00:00.000Z","message":"503 Service Unavailable"}',
  '',
  '',
].join('\n');

/** What happens, told as it happens. */
export const events = defineRoute({
  operationId: 'streamEvents',
  tag: 'history',
  methods: ['GET'],
  path: '/events',
  summary: 'Server-sent events of what happens.',
  description: [
    'Each has JSON as its data. `result`: a check has ended (what `GET /services/{name}/results` lists, without the evidence).',
    '`health`: a service has changed its confirmed status. `incident` and `deployment`: one stands differently now, as',
    '`GET /incidents` and `GET /deployments/{id}` show it. `delivery`: what became of sending a message. `system`: the storage',
    'or the network of svcmon itself failed, or works again. A connection that is resumed with `Last-Event-ID` gets what it',
    'missed, out of the last 1,000 events; where that is not enough it gets `resync`, and should read everything again. A',
    'comment comes at least every 15 s. Whoever reads too slowly is let go.',
  ].join(' '),
  scope: 'read',
  params: z.object({}),
  query: z.object({
    service: z
      .union([z.string(), z.array(z.string()).max(100)])
      .optional()
      .describe('Only events of this service, and those of none; may be repeated.'),
    last_event_id: id.optional().describe('In place of the header `Last-Event-ID`, which a new page cannot send.'),
  }),
  answers: { 200: { means: 'goes on until either side ends it', texts: ['text/event-stream'], example } },

  async handle({ query, header }, parts) {
    const resumed = id.safeParse(header('last-event-id') ?? query.last_event_id);
    const services = query.service === undefined ? undefined : new Set([query.service].flat());
    const stream = parts.events.open({ lastEventId: resumed.success ? resumed.data : undefined, services });
    if (stream === 'full') {
      return { kind: 'problem', status: 503, detail: 'too many follow already', headers: { 'retry-after': '10' } };
    }
    const headers = { 'x-accel-buffering': 'no' };
    return { kind: 'text', status: 200, type: 'text/event-stream; charset=utf-8', text: stream, headers };
  },
});
