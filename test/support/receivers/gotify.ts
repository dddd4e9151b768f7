import { z } from 'zod';
import { characters, jsonAnswer, jsonProblems, type Rules } from './rules.ts';

const message = z.strictObject({
  title: characters(1_000),
  message: characters(100_000),
  priority: z.int().min(0).max(10),
  extras: z.strictObject({
    'client::display': z.strictObject({ contentType: z.literal('text/plain') }),
    'client::notification': z.strictObject({ click: z.strictObject({ url: z.url() }) }).optional(),
  }),
});

/** https://gotify.net/docs/pushmsg */
export const gotifyRules: Rules = (request) => {
  if (request.method !== 'POST' || request.path !== '/message') return failure(404, 'Not Found', 'page not found');
  if (request.headers['x-gotify-key'] !== 'AbCdEfGhIjKlMnO') {
    return failure(
      401,
      'Unauthorized',
      'you need to provide a valid access token or user credentials to access this api',
    );
  }
  const [problem] = jsonProblems(request, message);
  return problem === undefined ? jsonAnswer(200, { id: 25, appid: 5 }) : failure(400, 'Bad Request', problem);
};

function failure(errorCode: number, error: string, errorDescription: string) {
  return jsonAnswer(errorCode, { error, errorCode, errorDescription });
}
