import { z } from 'zod';
import { characters, jsonAnswer, jsonProblems, type Rules } from './rules.ts';

const message = z.strictObject({
  title: characters(1_000),
  body: characters(32_768),
  type: z.enum(['info', 'success', 'warning', 'failure']),
  format: z.enum(['text', 'markdown', 'html']),
  tag: z.string().optional(),
  urls: z.string().optional(),
});

/** https://github.com/caronc/apprise-api#api-details: 204 where a key leads to no destinations. */
export const appriseRules: Rules = (request) => {
  const [, key] = /^\/notify(?:\/([\w-]{1,128}))?$/.exec(request.path) ?? ['', undefined];
  if (request.method !== 'POST' || !request.path.startsWith('/notify')) return { status: 404 };
  const [problem] = jsonProblems(request, message);
  if (problem !== undefined) return jsonAnswer(400, { error: problem });
  return key === 'nobody' ? { status: 204 } : jsonAnswer(200, { details: [] });
};
