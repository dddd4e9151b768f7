import { z } from 'zod';
import { characters, jsonAnswer, jsonProblems, type Rules } from './rules.ts';

const identity = {
  routing_key: z.string().length(32, { error: "Length of 'routing_key' is incorrect (should be 32 characters)" }),
  dedup_key: characters(255),
};

const trigger = z.strictObject({
  ...identity,
  event_action: z.literal('trigger'),
  client: z.string().optional(),
  payload: z.strictObject({
    summary: characters(1_024),
    severity: z.enum(['critical', 'warning', 'error', 'info']),
    source: characters(255),
    timestamp: z.iso.datetime({ offset: true }),
    component: characters(255).optional(),
    group: characters(255).optional(),
    class: z.string().optional(),
    custom_details: z.record(z.string(), characters(10_000)).optional(),
  }),
  links: z.array(z.strictObject({ href: z.url(), text: z.string().optional() })).optional(),
});

const update = z.strictObject({ ...identity, event_action: z.enum(['acknowledge', 'resolve']) });

/** https://developer.pagerduty.com/docs/events-api-v2/overview/ */
export const pagerdutyRules: Rules = (request) => {
  if (request.method !== 'POST' || request.path !== '/v2/enqueue') return { status: 404 };
  if (Buffer.byteLength(request.body) > 512_000) return { status: 413 };
  const errors = jsonProblems(request, z.union([trigger, update]));
  if (errors.length > 0) {
    return jsonAnswer(400, { status: 'invalid event', message: 'Event object is invalid', errors });
  }
  return jsonAnswer(202, { status: 'success', message: 'Event processed', dedup_key: 'as sent' });
};
