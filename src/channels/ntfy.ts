import { z } from 'zod';
import { type Notification, notifiedServices } from '../domain/notification.ts';
import { secretKey } from '../domain/secret.ts';
import { defineChannel } from './channel.ts';
import { postToWebhook } from './delivery.ts';
import { lookOf, messageText, messageTitle, runbookUrl } from './message.ts';
import { baseUrlKey } from './option-keys.ts';

/**
 * Publishes to an ntfy topic (https://docs.ntfy.sh/publish/#publish-as-json): as JSON, since headers, ntfy's other way,
 * take neither line breaks nor, without further encoding, anything but ASCII.
 */
export const ntfy = defineChannel({
  type: 'ntfy',
  summary: 'Pushes to phones and browsers through an ntfy topic.',
  options: z.strictObject({
    topic: secretKey(topicProblem).describe(
      'The topic. Whoever knows it can read along where the server has no access control.',
    ),
    token: secretKey().optional().describe('An access token, where the topic is protected.'),
    api_url: baseUrlKey().prefault('https://ntfy.sh').describe('The ntfy server.'),
  }),

  send(notification, { topic, token, api_url }, context) {
    const secrets = [topic.reveal(), ...(token === undefined ? [] : [token.reveal()])];
    const headers = token === undefined ? {} : { Authorization: `Bearer ${token.reveal()}` };
    const json = { topic: topic.reveal(), ...ntfyMessage(notification) };
    return postToWebhook({ url: `${api_url}/`, json, headers, secrets, reading: { problemAt: ['error'] } }, context);
  },
});

function topicProblem(text: string): string | undefined {
  return /^[-_A-Za-z0-9]{1,64}$/.test(text) ? undefined : 'expected up to 64 letters, digits, dashes and underscores';
}

const priorities = { critical: 5, warning: 4, info: 3, resolved: 3 } as const;
const tags = {
  critical: 'rotating_light',
  warning: 'warning',
  info: 'information_source',
  resolved: 'white_check_mark',
};

// ntfy turns a message of more than 4,096 bytes into an attachment: three bytes a unit.
const room = { maxLines: 20, maxLength: 1_300 };
const maxTitlePoints = 120;

function ntfyMessage(notification: Notification) {
  const look = lookOf(notification);
  const [click] = notifiedServices(notification).flatMap((service) => runbookUrl(service) ?? []);
  return {
    title: messageTitle(notification, maxTitlePoints),
    message: messageText(notification, room),
    priority: priorities[look],
    tags: [tags[look]],
    ...(click !== undefined && { click }),
  };
}
