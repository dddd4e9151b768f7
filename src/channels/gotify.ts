import { z } from 'zod';
import { type Notification, notifiedServices } from '../domain/notification.ts';
import { secretKey } from '../domain/secret.ts';
import { defineChannel } from './channel.ts';
import { postToWebhook } from './delivery.ts';
import { lookOf, messageText, messageTitle, runbookUrl } from './message.ts';
import { baseUrlKey } from './option-keys.ts';

/** Pushes through a Gotify server (https://gotify.net/docs/pushmsg). */
export const gotify = defineChannel({
  type: 'gotify',
  summary: 'Pushes to phones and browsers through a Gotify server.',
  options: z.strictObject({
    url: baseUrlKey().describe('Where the Gotify server is.'),
    token: secretKey().describe('The token of an application.'),
  }),

  send(notification, { url, token }, context) {
    const headers = { 'X-Gotify-Key': token.reveal() };
    const posting = { url: `${url}/message`, json: gotifyMessage(notification), headers, secrets: [token.reveal()] };
    return postToWebhook({ ...posting, reading: { problemAt: ['errorDescription', 'error'] } }, context);
  },
});

// The Android app makes no sound below 4 and interrupts from 8 on.
const priorities = { critical: 8, warning: 5, info: 2, resolved: 4 } as const;

const room = { maxLines: 20, maxLength: 8_000 };
const maxTitlePoints = 200;

function gotifyMessage(notification: Notification) {
  const [click] = notifiedServices(notification).flatMap((service) => runbookUrl(service) ?? []);
  return {
    title: messageTitle(notification, maxTitlePoints),
    message: messageText(notification, room),
    priority: priorities[lookOf(notification)],
    extras: {
      // Else a client may read what a target's text holds as Markdown.
      'client::display': { contentType: 'text/plain' },
      ...(click !== undefined && { 'client::notification': { click: { url: click } } }),
    },
  };
}
