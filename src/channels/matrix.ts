import { z } from 'zod';
import type { Notification } from '../domain/notification.ts';
import { secretKey } from '../domain/secret.ts';
import { messageKey } from './alert-facts.ts';
import { defineChannel } from './channel.ts';
import { postToWebhook } from './delivery.ts';
import { escapeHtml, htmlRunbook } from './html.ts';
import { messageText, messageTitle } from './message.ts';
import { baseUrlKey } from './option-keys.ts';

/** Sends to a Matrix room (https://spec.matrix.org/latest/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid). */
export const matrix = defineChannel({
  type: 'matrix',
  summary: 'Sends a message to a Matrix room that is not encrypted.',
  options: z.strictObject({
    url: baseUrlKey().describe('The homeserver: `https://matrix.example.org`.'),
    access_token: secretKey().describe('The access token of a user who has joined the room.'),
    room_id: z
      .string()
      .regex(/^![^\s/]+$/, { error: 'expected the id of a room, which begins with !' })
      .describe('The id of the room, as its settings show it; not an alias.'),
  }),

  send(notification, { url, access_token, room_id }, context) {
    const token = access_token.reveal();
    // A second request with the same transaction does nothing.
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(room_id)}/send/m.room.message/svcmon-${messageKey(notification)}`;
    const headers = { Authorization: `Bearer ${token}` };
    const posting = { url: `${url}${path}`, method: 'PUT', json: matrixMessage(notification), headers } as const;
    return postToWebhook({ ...posting, secrets: [token], reading }, context);
  },
});

const reading = { problemAt: ['errcode'], waitMsAt: 'retry_after_ms' };

// An event takes 65,536 bytes, and both forms of the text are in it: three bytes a unit.
const room = { maxLines: 20, maxLength: 8_000 };
const maxTitlePoints = 200;

function matrixMessage(notification: Notification) {
  const title = messageTitle(notification, maxTitlePoints);
  const html = messageText(notification, {
    ...room,
    escape: escapeHtml,
    heading: (text) => `<strong>${text}</strong>`,
    link: htmlRunbook,
  });
  return {
    msgtype: 'm.text',
    body: `${title}\n\n${messageText(notification, room)}`,
    format: 'org.matrix.custom.html',
    formatted_body: `<h4>${escapeHtml(title)}</h4>${html.replaceAll('\n', '<br>')}`,
    // Said to mention nobody, a message calls nobody by what a target's text holds, not even @room.
    'm.mentions': {},
  };
}
