import { z } from 'zod';
import { durationKey } from '../domain/duration.ts';
import { type Notification, notifiedServices } from '../domain/notification.ts';
import { secretKey } from '../domain/secret.ts';
import { type Delivery, defineChannel } from './channel.ts';
import { postToWebhook } from './delivery.ts';
import { lookOf, messageText, messageTitle, runbookUrl } from './message.ts';
import { baseUrlKey } from './option-keys.ts';

/** Pushes through Pushover (https://pushover.net/api). */
export const pushover = defineChannel({
  type: 'pushover',
  summary: 'Pushes to phones through Pushover, on request until somebody has acknowledged it.',
  options: z.strictObject({
    token: secretKey(keyProblem).describe('The API token of an application.'),
    user: secretKey(keyProblem).describe('The key of a user or group.'),
    device: z.string().min(1).optional().describe('The name of one device; all without it.'),
    sound: z.string().min(1).optional().describe('The name of a sound.'),
    emergency: z
      .boolean()
      .default(false)
      .describe('Repeat what is critical on the phones until somebody has acknowledged it there.'),
    retry: durationKey({ minMs: 30_000, maxMs: 10_800_000 })
      .prefault('1m')
      .describe('How often an emergency is repeated; at least 30s.'),
    expire: durationKey({ minMs: 30_000, maxMs: 10_800_000 })
      .prefault('1h')
      .describe('When repeating an emergency ends; at most 3h.'),
    api_url: baseUrlKey().prefault('https://api.pushover.net').describe('Where the API is.'),
  }),

  async send(notification, { token, user, device, sound, api_url, ...urgency }, context) {
    const form = {
      token: token.reveal(),
      user: user.reveal(),
      ...(device !== undefined && { device }),
      ...(sound !== undefined && { sound }),
      ...pushoverMessage(notification),
      ...pushoverPriority(notification, urgency),
    };
    const posting = { url: `${api_url}/1/messages.json`, form, secrets: [form.token, form.user] };
    return patient(await postToWebhook({ ...posting, reading }, context));
  },
});

// 429 is the month's quota, which begins anew at that second.
const reading = { problemAt: ['errors.0'], resetHeader: 'x-limit-app-reset' };

function keyProblem(text: string): string | undefined {
  return /^[A-Za-z0-9]{30}$/.test(text) ? undefined : 'expected 30 letters and digits';
}

const leastWaitMs = 5_000;

/** Pushover asks for at least five seconds between two tries (https://pushover.net/api#friendly). */
function patient(delivery: Delivery): Delivery {
  if (delivery.outcome !== 'retry') return delivery;
  return { ...delivery, retryAfterMs: Math.max(leastWaitMs, delivery.retryAfterMs ?? 0) };
}

// Pushover takes 1,024 characters of message and 250 of title.
const room = { maxLines: 10, maxLength: 1_000, link: () => '' };
const maxTitlePoints = 250;

function pushoverMessage(notification: Notification) {
  const [url] = notifiedServices(notification).flatMap((service) => runbookUrl(service) ?? []);
  return {
    title: messageTitle(notification, maxTitlePoints),
    message: messageText(notification, room),
    timestamp: Math.floor(notification.createdAt / 1_000),
    ...(url !== undefined && { url, url_title: 'runbook' }),
  };
}

const priorities = { critical: 1, warning: 0, info: -1, resolved: 0 } as const;

interface Urgency {
  readonly emergency: boolean;
  readonly retry: number;
  readonly expire: number;
}

/** An emergency, 2, must say in seconds how often and for how long it is repeated; nothing else may. */
function pushoverPriority(notification: Notification, { emergency, retry, expire }: Urgency) {
  const look = lookOf(notification);
  if (!emergency || look !== 'critical') return { priority: priorities[look] };
  return { priority: 2, retry: Math.ceil(retry / 1_000), expire: Math.ceil(expire / 1_000) };
}
