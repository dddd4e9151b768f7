import { z } from 'zod';
import { jsonAnswer, jsonProblems, type Rules, withoutTags } from './rules.ts';

const message = z.strictObject({
  chat_id: z.union([z.int(), z.string()]),
  message_thread_id: z.int().optional(),
  text: z.string(),
  parse_mode: z.literal('HTML'),
  link_preview_options: z.strictObject({ is_disabled: z.boolean() }),
});

/** https://core.telegram.org/bots/api#sendmessage */
export const telegramRules: Rules = (request) => {
  if (!/^\/bot\d+:[\w-]+\/sendMessage$/.test(request.path)) return failure(404, 'Not Found');
  const [problem] = jsonProblems(request, message);
  if (problem !== undefined) return failure(400, `Bad Request: ${problem}`);
  try {
    const text = withoutTags(JSON.parse(request.body).text, /<\/?b>|<a href="[^"<>]*">|<\/a>/g);
    if (text.length > 4_096) return failure(400, 'Bad Request: message is too long');
    if (/\p{Surrogate}/u.test(text)) return failure(400, 'Bad Request: strings must be encoded in UTF-8');
  } catch {
    return failure(400, "Bad Request: can't parse entities");
  }
  return jsonAnswer(200, { ok: true, result: { message_id: 1 } });
};

function failure(error_code: number, description: string) {
  return jsonAnswer(error_code, { ok: false, error_code, description });
}
