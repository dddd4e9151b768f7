import { z } from 'zod';
import type { Notification } from '../domain/notification.ts';
import { secretKey } from '../domain/secret.ts';
import { defineChannel } from './channel.ts';
import { postToWebhook } from './delivery.ts';
import { lookOf, messageText, messageTitle } from './message.ts';
import { baseUrlKey, headersKey, revealHeaders } from './option-keys.ts';

/** Hands a message to an Apprise API server (https://github.com/caronc/apprise-api), which knows a hundred more services. */
export const apprise = defineChannel({
  type: 'apprise',
  summary: 'Hands the message to an Apprise API server, which passes it on to any of a hundred services.',
  options: z.strictObject({
    url: baseUrlKey().describe('Where the Apprise API server is.'),
    key: secretKey(keyProblem).optional().describe('The key under which the server keeps the destinations.'),
    urls: secretKey()
      .optional()
      .describe(
        "Apprise URLs of the destinations, where the server does not keep them; without both, the server's own.",
      ),
    tag: z.string().min(1).optional().describe('Only the destinations with this tag.'),
    headers: headersKey().describe('Further headers, such as Authorization.'),
  }),

  send(notification, { url, key, urls, tag, headers }, context) {
    const own = revealHeaders(headers);
    const path = key === undefined ? '/notify' : `/notify/${key.reveal()}`;
    const destinations = { ...(urls !== undefined && { urls: urls.reveal() }), ...(tag !== undefined && { tag }) };
    const json = { ...appriseMessage(notification), ...destinations };
    const secrets = [key, urls].flatMap((secret) => secret?.reveal() ?? []);
    const posting = { url: `${url}${path}`, json, headers: own, secrets: [...secrets, ...Object.values(own)] };
    return postToWebhook({ ...posting, reading }, context);
  },
});

// 204: there is nothing under the key. 424: some destination did not take it, and none may be left out.
const reading = { problemAt: ['error'], outcomes: { 204: 'rejected', 424: 'retry' } } as const;

function keyProblem(text: string): string | undefined {
  return /^[\w-]{1,128}$/.test(text) ? undefined : 'expected letters, digits, dashes and underscores';
}

const types = { critical: 'failure', warning: 'warning', info: 'info', resolved: 'success' } as const;

const room = { maxLines: 20, maxLength: 8_000 };
const maxTitlePoints = 200;

function appriseMessage(notification: Notification) {
  return {
    title: messageTitle(notification, maxTitlePoints),
    body: messageText(notification, room),
    type: types[lookOf(notification)],
    format: 'text',
  };
}
