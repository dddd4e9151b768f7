import { z } from 'zod';
import type { Notification } from '../domain/notification.ts';
import { secretKey } from '../domain/secret.ts';
import { defineChannel } from './channel.ts';
import { postToWebhook } from './delivery.ts';
import { escapeHtml, htmlRunbook } from './html.ts';
import { messageText, messageTitle } from './message.ts';
import { baseUrlKey } from './option-keys.ts';

/** Sends by a Telegram bot (https://core.telegram.org/bots/api#sendmessage). */
export const telegram = defineChannel({
  type: 'telegram',
  summary: 'Sends a message to a Telegram chat, group or channel, by a bot.',
  options: z.strictObject({
    bot_token: secretKey(tokenProblem).describe('The token that BotFather gave the bot.'),
    chat_id: z
      .union([z.int(), z.string().regex(/^(?:-?\d+|@\w+)$/)], { error: 'expected the number of a chat, or @channel' })
      .describe('The number of a chat or group, or the name of a public channel: `@my_channel`.'),
    message_thread_id: z.int().min(1).optional().describe('The topic of a forum group.'),
    api_url: baseUrlKey().prefault('https://api.telegram.org').describe('Where the Bot API is.'),
  }),

  send(notification, { bot_token, chat_id, message_thread_id, api_url }, context) {
    const token = bot_token.reveal();
    const chat = { chat_id, ...(message_thread_id !== undefined && { message_thread_id }) };
    const posting = { url: `${api_url}/bot${token}/sendMessage`, json: { ...chat, ...telegramMessage(notification) } };
    return postToWebhook({ ...posting, secrets: [token], reading }, context);
  },
});

const reading = { problemAt: ['description'], waitSecondsAt: 'parameters.retry_after' };

function tokenProblem(text: string): string | undefined {
  return /^\d+:[\w-]+$/.test(text) ? undefined : 'expected a bot token: digits, a colon, and a word';
}

// A message takes 4,096 characters of text; markup, which does not count, is counted here all the same.
const room = { maxLines: 20, maxLength: 3_700 };
const maxTitlePoints = 200;

function telegramMessage(notification: Notification) {
  const title = `<b>${escapeHtml(messageTitle(notification, maxTitlePoints))}</b>`;
  const body = messageText(notification, {
    ...room,
    escape: escapeHtml,
    heading: (text) => `<b>${text}</b>`,
    link: htmlRunbook,
  });
  return { text: `${title}\n\n${body}`, parse_mode: 'HTML', link_preview_options: { is_disabled: true } };
}
