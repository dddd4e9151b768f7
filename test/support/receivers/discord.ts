import { z } from 'zod';
import { characters, jsonAnswer, jsonProblems, type Rules } from './rules.ts';

const embed = z
  .strictObject({
    title: characters(256),
    description: characters(4_096),
    color: z.int().min(0).max(0xffffff),
    timestamp: z.iso.datetime(),
    footer: z.strictObject({ text: characters(2_048) }),
  })
  .refine(({ title, description, footer }) => title.length + description.length + footer.text.length <= 6_000);

const message = z.strictObject({
  embeds: z.array(embed).min(1).max(10),
  allowed_mentions: z.strictObject({ parse: z.array(z.never()) }),
});

/** https://discord.com/developers/docs/resources/webhook#execute-webhook */
export const discordRules: Rules = (request) => {
  if (request.method !== 'POST') return jsonAnswer(405, { message: '405: Method Not Allowed', code: 0 });
  if (!/^\/api\/webhooks\/\d+\/[\w-]+\?wait=true$/.test(request.path)) {
    return jsonAnswer(404, { message: 'Unknown Webhook', code: 10_015 });
  }
  const errors = jsonProblems(request, message);
  if (errors.length > 0) return jsonAnswer(400, { message: 'Invalid Form Body', code: 50_035, errors });
  return jsonAnswer(200, { id: '1' });
};
