import { z } from 'zod';
import { characters, jsonAnswer, jsonProblems, type Rules } from './rules.ts';

const attachment = z.strictObject({
  fallback: characters(16_383),
  color: z.string().regex(/^#[0-9a-f]{6}$/),
  fields: z.array(z.strictObject({ title: characters(200), value: characters(16_383), short: z.boolean() })),
  footer: z.string(),
});

const message = z.strictObject({
  text: characters(16_383),
  channel: z.string().optional(),
  attachments: z.array(attachment),
});

/** https://developers.mattermost.com/integrate/webhooks/incoming/ */
export const mattermostRules: Rules = (request) => {
  if (request.method !== 'POST' || !/^\/hooks\/[a-z0-9]{26}$/.test(request.path)) {
    return jsonAnswer(400, { id: 'web.incoming_webhook.invalid.app_error', message: 'Invalid webhook.' });
  }
  const [problem] = jsonProblems(request, message);
  if (problem !== undefined) return jsonAnswer(400, { id: 'api.webhook.parse', message: problem, status_code: 400 });
  return { status: 200, body: 'ok' };
};
