import { z } from 'zod';
import type { Notification } from '../domain/notification.ts';
import { secretKey } from '../domain/secret.ts';
import { defineChannel } from './channel.ts';
import { postToWebhook } from './delivery.ts';
import { messageText, messageTitle } from './message.ts';
import { baseUrlKey } from './option-keys.ts';

/** Sends text messages through Twilio (https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource). */
export const twilio = defineChannel({
  type: 'twilio',
  summary: 'Sends a text message (SMS) through Twilio.',
  options: z.strictObject({
    account_sid: z
      .string()
      .regex(/^AC[0-9a-fA-F]{32}$/, { error: 'expected an account SID: AC and 32 hex digits' })
      .describe('The SID of the account.'),
    auth_token: secretKey().describe('The auth token of the account, or the secret of `api_key_sid`.'),
    api_key_sid: z
      .string()
      .regex(/^SK[0-9a-fA-F]{32}$/, { error: 'expected the SID of an API key: SK and 32 hex digits' })
      .optional()
      .describe('The SID of an API key, where `auth_token` is the secret of one.'),
    from: z.string().min(1).describe('The number that sends, as +15551234567, or the SID of a messaging service: MG….'),
    to: z
      .string()
      .regex(/^\+[1-9]\d{6,14}$/, { error: 'expected a number in the form +15557654321' })
      .describe('The number that receives, as +15557654321.'),
    api_url: baseUrlKey().prefault('https://api.twilio.com').describe('Where the API is.'),
  }),

  send(notification, { account_sid, auth_token, api_key_sid, from, to, api_url }, context) {
    const password = auth_token.reveal();
    const credentials = Buffer.from(`${api_key_sid ?? account_sid}:${password}`).toString('base64');
    const sender = from.startsWith('MG') ? { MessagingServiceSid: from } : { From: from };
    const posting = {
      url: `${api_url}/2010-04-01/Accounts/${account_sid}/Messages.json`,
      form: { To: to, ...sender, Body: twilioText(notification) },
      headers: { Authorization: `Basic ${credentials}` },
      secrets: [password, credentials],
    };
    return postToWebhook({ ...posting, reading: { problemAt: ['message', 'code'] } }, context);
  },
});

// A body takes 1,600 characters, and is paid for by the 67 of a segment: a few lines must do.
const room = { maxLines: 5, maxLength: 1_000, link: () => '' };
const maxTitlePoints = 120;

function twilioText(notification: Notification): string {
  return `${messageTitle(notification, maxTitlePoints)}\n${messageText(notification, room)}`;
}
