import { z } from 'zod';
import type { Notification, NotifiedService } from '../domain/notification.ts';
import { fitLines, othersTitle, serviceLine, signOf, subjectLine } from '../domain/notification-wording.ts';
import { defineChannel } from './channel.ts';
import { postToWebhook } from './delivery.ts';
import { secretUrlKey } from './option-keys.ts';

const mentionForm = /^(?:<[!@][^<>\s]+>|@?(?:here|channel|everyone)|[UWS][A-Z0-9]{5,})$/;

/** Posts to a Slack incoming webhook (https://api.slack.com/messaging/webhooks), or to one that understands the same. */
export const slack = defineChannel({
  type: 'slack',
  summary: 'Posts a message with an attachment to a Slack incoming webhook.',
  options: z.strictObject({
    webhook_url: secretUrlKey().describe('The webhook, as Slack shows it: https://hooks.slack.com/services/…'),
    mention: z
      .string()
      .regex(mentionForm, { error: 'expected here, channel, everyone, or the id of a user or user group' })
      .optional()
      .describe('Whom to mention: `here`, `channel`, `everyone`, or the id of a user or user group.'),
  }),

  async send(notification, { webhook_url, mention }, context) {
    const url = webhook_url.reveal();
    if (isPlaceholderWebhook(url)) {
      return { outcome: 'rejected', reason: 'webhook_url is still the placeholder: nothing was posted' };
    }
    return postToWebhook({ url, json: slackMessage(notification, mention) }, context);
  },
});

/** Whether a webhook URL is the one that examples show, to which nothing is ever posted. */
export function isPlaceholderWebhook(url: string): boolean {
  return /\/YOUR\/WEBHOOK\/URL\b|\/services\/T0+\/B0+\/X+$/.test(url);
}

// Attachment colours by name (https://api.slack.com/reference/messaging/attachments): red, amber and green.
const colors = { critical: 'danger', warning: 'warning', resolved: 'good' } as const;

function slackMessage(notification: Notification, mention: string | undefined) {
  const { state, unhealthy, slow, others, sinceLastMessage, createdAt } = notification;
  const subject = escapeMarkup(subjectLine(notification));
  const color = unhealthy.length > 0 ? colors.critical : colors.warning;
  return {
    text: `${signOf(notification)} ${subject}${mention === undefined ? '' : ` ${mentionMarkup(mention)}`}`,
    // Else Slack would make links of what a target's text holds, fetch them and show what is behind them.
    parse: 'none',
    unfurl_links: false,
    unfurl_media: false,
    attachments: [
      {
        fallback: subject,
        color: state === 'resolved' ? colors.resolved : color,
        fields: [
          ...field('Unhealthy Services', unhealthy, createdAt),
          ...field('Slow Services', slow, createdAt),
          ...field(othersTitle(notification), others, createdAt),
          ...(sinceLastMessage === undefined ? [] : [{ title: 'Since', value: escapeMarkup(sinceLastMessage) }]),
        ],
        // An empty list: text from targets is not to be read as markup.
        mrkdwn_in: [],
        footer: 'Service Monitor',
        ts: Math.floor(createdAt / 1_000),
      },
    ],
  };
}

// Two such fields stay far below the 40,000 characters that Slack takes in a message.
const maxFieldLength = 8_000;
const maxServices = 20;

function field(title: string, services: readonly NotifiedService[], nowAt: number) {
  if (services.length === 0) return [];
  const lines = services.map((service) => `• ${escapeMarkup(serviceLine(service, nowAt))}${runbookLink(service)}`);
  const value = fitLines(lines, { maxLines: maxServices, maxLength: maxFieldLength }).join('\n');
  return [{ title, value, short: false }];
}

const maxLinkLength = 500;

function runbookLink({ runbook = '' }: NotifiedService): string {
  const url = URL.canParse(runbook) ? new URL(runbook) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') return '';
  const href = escapeMarkup(url.href).replaceAll('|', '%7C');
  return href.length > maxLinkLength ? '' : ` · <${href}|runbook>`;
}

/** The three characters that Slack's markup is made of (https://api.slack.com/reference/surfaces/formatting#escaping). */
function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function mentionMarkup(mention: string): string {
  if (mention.startsWith('<')) return mention;
  if (/^[UW]/.test(mention)) return `<@${mention}>`;
  return mention.startsWith('S') ? `<!subteam^${mention}>` : `<!${mention.replace('@', '')}>`;
}
