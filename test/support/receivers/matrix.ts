import { z } from 'zod';
import { characters, jsonAnswer, jsonProblems, type Rules, withoutTags } from './rules.ts';

const message = z.strictObject({
  msgtype: z.enum(['m.text', 'm.notice']),
  body: characters(60_000),
  format: z.literal('org.matrix.custom.html'),
  formatted_body: characters(60_000),
  'm.mentions': z.strictObject({}),
});

const path = /^\/_matrix\/client\/v3\/rooms\/%21[\w%.-]+\/send\/m\.room\.message\/[\w.~-]{1,255}$/;

/** https://spec.matrix.org/latest/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid */
export const matrixRules: Rules = (request) => {
  if (request.method !== 'PUT' || !path.test(request.path.replace('/!', '/%21'))) {
    return failure(404, 'M_UNRECOGNIZED', 'Unrecognized request');
  }
  if (request.headers.authorization !== 'Bearer syt_c3Zjbw_abcdefghijklmnop') {
    return failure(401, 'M_UNKNOWN_TOKEN', 'Invalid access token passed.');
  }
  if (Buffer.byteLength(request.body) > 65_000) return failure(413, 'M_TOO_LARGE', 'event too large');
  const [problem] = jsonProblems(request, message);
  if (problem !== undefined) return failure(400, 'M_BAD_JSON', problem);
  withoutTags(JSON.parse(request.body).formatted_body, /<\/?(?:strong|h4)>|<br>|<a href="[^"<>]*">|<\/a>/g);
  return jsonAnswer(200, { event_id: '$abc' });
};

function failure(status: number, errcode: string, error: string) {
  return jsonAnswer(status, { errcode, error });
}
