import { z } from 'zod';
import { type Notification, notifiedServices } from '../domain/notification.ts';
import { defineChannel } from './channel.ts';
import { postToWebhook } from './delivery.ts';
import { lookOf, messageSections, messageTitle, oneLine, runbookUrl } from './message.ts';
import { secretUrlKey } from './option-keys.ts';

/**
 * Posts an adaptive card to a Teams workflow ("When a Teams webhook request is received"), which has replaced the
 * incoming webhooks of Microsoft 365 connectors.
 */
export const teams = defineChannel({
  type: 'teams',
  summary: 'Posts an adaptive card to a channel or chat of Microsoft Teams, through a workflow.',
  options: z.strictObject({
    webhook_url: secretUrlKey().describe('The address of the workflow "When a Teams webhook request is received".'),
  }),

  send(notification, { webhook_url }, context) {
    const posting = { url: webhook_url.reveal(), json: teamsMessage(notification) };
    return postToWebhook({ ...posting, reading: { problemAt: ['error.message', 'error.code'] } }, context);
  },
});

function teamsMessage(notification: Notification) {
  const card = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    msteams: { width: 'Full' },
    body: cardBody(notification),
    actions: runbookActions(notification),
  };
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card }],
  };
}

const colors = { critical: 'Attention', warning: 'Warning', info: 'Accent', resolved: 'Good' } as const;

// Teams takes 28 kB: three bytes a unit, and about a hundred for what stands around each line.
const room = { maxLines: 15, maxLength: 6_000, link: () => '' };
const maxTitlePoints = 200;

/** Text runs, unlike text blocks, read no Markdown: nothing in them needs escaping. */
function cardBody(notification: Notification) {
  const title = { text: messageTitle(notification, maxTitlePoints), weight: 'Bolder', size: 'Large' };
  return [
    richText({ ...title, color: colors[lookOf(notification)] }),
    ...messageSections(notification, room).flatMap(({ title: heading, lines }) => [
      richText({ text: heading, weight: 'Bolder' }),
      ...lines.map((text) => richText({ text })),
    ]),
  ];
}

function richText(run: { readonly text: string; readonly [style: string]: string }) {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', ...run }] };
}

// Teams shows no more than six actions of a card.
const maxActions = 6;
const maxNamePoints = 40;

function runbookActions(notification: Notification) {
  return notifiedServices(notification)
    .flatMap((service) => {
      const url = runbookUrl(service);
      const title = `Runbook: ${oneLine(service.name, maxNamePoints)}`;
      return url === undefined ? [] : [{ type: 'Action.OpenUrl', title, url }];
    })
    .slice(0, maxActions);
}
