import { z } from 'zod';
import { characters, jsonAnswer, jsonProblems, type Rules } from './rules.ts';

const message = z.strictObject({
  text: characters(4_096),
  thread: z.strictObject({ threadKey: characters(4_000) }),
});

/** https://developers.google.com/workspace/chat/quickstart/webhooks */
export const googlechatRules: Rules = (request) => {
  const { pathname, searchParams } = new URL(request.path, 'http://chat');
  if (request.method !== 'POST' || !/^\/v1\/spaces\/\w+\/messages$/.test(pathname)) return failure(404, 'NOT_FOUND');
  if (!searchParams.has('key') || !searchParams.has('token')) return failure(401, 'UNAUTHENTICATED');
  // Without it a thread key is ignored.
  if (searchParams.get('messageReplyOption') !== 'REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD') return failure(400, 'INVALID');
  const [problem] = jsonProblems(request, message);
  return problem === undefined ? jsonAnswer(200, { name: 'spaces/A/messages/B' }) : failure(400, problem);
};

function failure(code: number, message: string) {
  return jsonAnswer(code, { error: { code, message, status: 'FAILED' } });
}
