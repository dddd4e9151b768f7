import { z } from 'zod';
import { characters, formProblems, jsonAnswer, type Rules } from './rules.ts';

const recipient = { To: z.string().regex(/^\+[1-9]\d{6,14}$/), Body: characters(1_600) };

const message = z.union([
  z.strictObject({ ...recipient, From: z.string().regex(/^\+?\w+$/) }),
  z.strictObject({ ...recipient, MessagingServiceSid: z.string().regex(/^MG[0-9a-f]{32}$/) }),
]);

/** https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource */
export const twilioRules: Rules = (request) => {
  if (request.method !== 'POST' || !/^\/2010-04-01\/Accounts\/AC[0-9a-f]{32}\/Messages\.json$/.test(request.path)) {
    return failure(404, 20_404, 'The requested resource was not found');
  }
  const credentials = Buffer.from(request.headers.authorization?.replace('Basic ', '') ?? '', 'base64').toString();
  if (!/^(?:AC|SK)[0-9a-f]{32}:0123456789abcdef0123456789abcdef$/.test(credentials)) {
    return failure(401, 20_003, 'Authenticate');
  }
  const [problem] = formProblems(request, message);
  return problem === undefined ? jsonAnswer(201, { sid: 'SM1', status: 'queued' }) : failure(400, 21_211, problem);
};

function failure(status: number, code: number, message: string) {
  return jsonAnswer(status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
}
