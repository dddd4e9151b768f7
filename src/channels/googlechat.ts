import { z } from 'zod';
import type { Notification } from '../domain/notification.ts';
import { alertKeys } from './alert-facts.ts';
import { defineChannel } from './channel.ts';
import { postToWebhook } from './delivery.ts';
import { digest } from './digest.ts';
import { messageText, messageTitle } from './message.ts';
import { secretUrlKey } from './option-keys.ts';

/** Posts to the webhook of a Google Chat space (https://developers.google.com/workspace/chat/quickstart/webhooks). */
export const googlechat = defineChannel({
  type: 'googlechat',
  summary: 'Posts to a space of Google Chat, through a webhook; what belongs together is one thread.',
  options: z.strictObject({
    webhook_url: secretUrlKey().describe('The webhook, as the space shows it: https://chat.googleapis.com/v1/spaces/…'),
  }),

  send(notification, { webhook_url }, context) {
    const url = new URL(webhook_url.reveal());
    url.searchParams.set('messageReplyOption', 'REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD');
    const posting = { url: url.href, json: googlechatMessage(notification), secrets: [webhook_url.reveal()] };
    return postToWebhook({ ...posting, reading: { problemAt: ['error.message'] } }, context);
  },
});

// A message takes 4,096 characters of text.
const room = { maxLines: 20, maxLength: 3_700 };
const maxTitlePoints = 200;

function googlechatMessage(notification: Notification) {
  const title = `*${harmless(messageTitle(notification, maxTitlePoints))}*`;
  const body = messageText(notification, {
    ...room,
    escape: harmless,
    heading: (text) => `*${text}*`,
    link: (url) => `<${url.replaceAll('|', '%7C')}|runbook>`,
  });
  return { text: `${title}\n\n${body}`, thread: { threadKey: threadKey(notification) } };
}

/** The thread of what is told first: its reminders and its end go there, also when others were told along with it. */
function threadKey(notification: Notification): string {
  return `svcmon-${digest(...alertKeys(notification).slice(0, 1))}`;
}

/** Mentions and links stand in angle brackets, for which Chat knows no escape; what else it reads only changes the type. */
function harmless(text: string): string {
  return text.replaceAll('<', '‹').replaceAll('>', '›');
}
