import { z } from 'zod';
import type { Notification } from '../domain/notification.ts';
import { defineChannel } from './channel.ts';
import { postToWebhook } from './delivery.ts';
import { lookOf, messageText, messageTitle } from './message.ts';
import { secretUrlKey } from './option-keys.ts';

/** Posts to a Discord webhook (https://discord.com/developers/docs/resources/webhook#execute-webhook). */
export const discord = defineChannel({
  type: 'discord',
  summary: 'Posts an embed to a Discord channel, through a webhook.',
  options: z.strictObject({
    webhook_url: secretUrlKey().describe('The webhook, as Discord shows it: https://discord.com/api/webhooks/…'),
  }),

  send(notification, { webhook_url }, context) {
    const url = new URL(webhook_url.reveal());
    // Without it Discord answers before it knows whether the message can be kept.
    url.searchParams.set('wait', 'true');
    const posting = { url: url.href, json: discordMessage(notification) };
    const reading = { problemAt: ['message'], waitSecondsAt: 'retry_after' };
    return postToWebhook({ ...posting, secrets: [webhook_url.reveal()], reading }, context);
  },
});

// Red, amber, blue and green as RGB numbers.
const colors = { critical: 0xd92d20, warning: 0xf79009, info: 0x2e90fa, resolved: 0x12b76a } as const;

// An embed takes 256 characters of title, 4,096 of description, and 6,000 of everything together.
const room = { maxLines: 20, maxLength: 3_900 };
const maxTitlePoints = 120;

function discordMessage(notification: Notification) {
  const description = messageText(notification, {
    ...room,
    escape: escapeMarkdown,
    heading: (title) => `**${title}**`,
    link: (url) => `[runbook](<${url}>)`,
  });
  return {
    embeds: [
      {
        title: escapeMarkdown(messageTitle(notification, maxTitlePoints)),
        description,
        color: colors[lookOf(notification)],
        timestamp: new Date(notification.createdAt).toISOString(),
        footer: { text: 'Service Monitor' },
      },
    ],
    // Nobody is to be called by what a target's text holds.
    allowed_mentions: { parse: [] },
  };
}

/** Every character that Discord's Markdown, mentions or masked links are made of. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\*_~`|>#[\]()<@-]/g, '\\$&');
}
