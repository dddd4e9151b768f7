import { z } from 'zod';
import { characters, jsonAnswer, jsonProblems, type Rules } from './rules.ts';

const run = z.strictObject({
  type: z.literal('TextRun'),
  text: characters(10_000),
  weight: z.enum(['Default', 'Lighter', 'Bolder']).optional(),
  size: z.enum(['Default', 'Small', 'Medium', 'Large', 'ExtraLarge']).optional(),
  color: z.enum(['Default', 'Dark', 'Light', 'Accent', 'Good', 'Warning', 'Attention']).optional(),
});

const card = z.strictObject({
  $schema: z.url(),
  type: z.literal('AdaptiveCard'),
  version: z.enum(['1.2', '1.3', '1.4', '1.5']),
  msteams: z.strictObject({ width: z.literal('Full') }),
  body: z.array(z.strictObject({ type: z.literal('RichTextBlock'), inlines: z.array(run).min(1) })).min(1),
  actions: z.array(z.strictObject({ type: z.literal('Action.OpenUrl'), title: characters(100), url: z.url() })).max(6),
});

const message = z.strictObject({
  type: z.literal('message'),
  attachments: z
    .array(
      z.strictObject({
        contentType: z.literal('application/vnd.microsoft.card.adaptive'),
        contentUrl: z.null(),
        content: card,
      }),
    )
    .length(1),
});

/** A workflow "When a Teams webhook request is received"; a message takes 28 kB. */
export const teamsRules: Rules = (request) => {
  if (request.method !== 'POST') return { status: 404 };
  if (Buffer.byteLength(request.body) > 28 * 1_024)
    return jsonAnswer(413, { error: { code: 'RequestEntityTooLarge' } });
  const [problem] = jsonProblems(request, message);
  if (problem === undefined) return { status: 202 };
  return jsonAnswer(400, { error: { code: 'TriggerInputSchemaMismatch', message: problem } });
};
