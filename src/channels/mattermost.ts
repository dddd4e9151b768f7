import { z } from 'zod';
import type { Notification } from '../domain/notification.ts';
import { defineChannel } from './channel.ts';
import { postToWebhook } from './delivery.ts';
import { lookOf, messageSections, messageTitle } from './message.ts';
import { secretUrlKey } from './option-keys.ts';

/** Posts to an incoming webhook of Mattermost (https://developers.mattermost.com/integrate/webhooks/incoming/). */
export const mattermost = defineChannel({
  type: 'mattermost',
  summary: 'Posts a message with an attachment to an incoming webhook of Mattermost.',
  options: z.strictObject({
    webhook_url: secretUrlKey().describe('The webhook, as Mattermost shows it: https://chat.example/hooks/…'),
    channel: z
      .string()
      .regex(/^@?[\w.-]+$/, { error: 'expected the name of a channel, or @ and that of a user' })
      .optional()
      .describe("Another channel than the webhook's own, where it allows that."),
  }),

  send(notification, { webhook_url, channel }, context) {
    const json = { ...mattermostMessage(notification), ...(channel !== undefined && { channel }) };
    return postToWebhook({ url: webhook_url.reveal(), json, reading: { problemAt: ['message'] } }, context);
  },
});

const colors = { critical: '#d92d20', warning: '#f79009', info: '#2e90fa', resolved: '#12b76a' } as const;

// A message takes 16,383 characters.
const room = { maxLines: 20, maxLength: 12_000 };
const maxTitlePoints = 200;

function mattermostMessage(notification: Notification) {
  const sections = messageSections(notification, { ...room, escape: escapeMarkdown, link: runbookLink });
  const title = messageTitle(notification, maxTitlePoints);
  return {
    text: escapeMarkdown(title),
    attachments: [
      {
        fallback: title,
        color: colors[lookOf(notification)],
        fields: sections.map(({ title, lines }) => ({ title, value: lines.join('\n'), short: false })),
        footer: 'Service Monitor',
      },
    ],
  };
}

/**
 * Markdown is escaped by backslashes. Mattermost looks for Slack's markup and for mentions before that, so their
 * characters are written otherwise: angle brackets as entities, the at sign in its wide form.
 */
function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\*_~`|#[\]()-]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '＠');
}

function runbookLink(url: string): string {
  return `[runbook](${url.replaceAll('(', '%28').replaceAll(')', '%29')})`;
}
