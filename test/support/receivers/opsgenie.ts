import { z } from 'zod';
import { characters, jsonAnswer, jsonProblems, type Rules } from './rules.ts';

const alert = z.strictObject({
  message: characters(130),
  alias: characters(512),
  description: characters(15_000),
  entity: characters(512),
  source: characters(100),
  priority: z.enum(['P1', 'P2', 'P3', 'P4', 'P5']),
  details: z
    .record(z.string(), characters(8_000))
    .refine((details) => Object.entries(details).flat().join('').length <= 8_000, { error: 'too many details' }),
});

const acting = z.strictObject({ user: characters(100).optional(), source: characters(100), note: characters(25_000) });

/** https://docs.opsgenie.com/docs/alert-api */
export const opsgenieRules: Rules = (request) => {
  if (!/^GenieKey \S+$/.test(request.headers.authorization ?? '')) {
    return jsonAnswer(401, { message: 'Key format is not valid!', took: 0 });
  }
  const act = /^\/v2\/alerts\/[\w.-]{1,512}\/(?:acknowledge|close)\?identifierType=alias$/.test(request.path);
  if (request.method !== 'POST' || !(act || request.path === '/v2/alerts')) return jsonAnswer(404, {});
  const errors = jsonProblems(request, act ? acting : alert);
  if (errors.length > 0) {
    return jsonAnswer(422, { message: 'Request body is not processable. Please check the errors.', errors });
  }
  return jsonAnswer(202, { result: 'Request will be processed', took: 0.1, requestId: 'c9cec2cb' });
};
