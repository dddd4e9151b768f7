import { expect, test } from 'vitest';
import { bindChannel } from '../../src/channels/channel.ts';
import { twilio } from '../../src/channels/twilio.ts';
import { notification } from '../support/notifications.ts';
import { jsonAnswer } from '../support/receivers/rules.ts';
import { twilioRules as rules } from '../support/receivers/twilio.ts';
import { deliveryFor, describeHttpChannel, requestsFor } from './over-http.ts';

const account_sid = `AC${'a1'.repeat(16)}`;
const auth_token = '0123456789abcdef0123456789abcdef';
const options = { account_sid, auth_token, from: '+15551234567', to: '+15557654321' };

function at(api_url: string, more: object = {}) {
  return bindChannel(twilio, twilio.options.parse({ ...options, api_url, ...more }));
}

function fields(body = '') {
  return Object.fromEntries(new URLSearchParams(body));
}

describeHttpChannel({
  type: 'twilio',
  at,
  rules,
  secrets: [auth_token, Buffer.from(`${account_sid}:${auth_token}`).toString('base64')],
  decode: ({ body }) => fields(body),
  failing: { 'too many messages': jsonAnswer(429, { code: 20_429, message: 'Too Many Requests', status: 429 }) },
  refusing: { 'a number that is none': jsonAnswer(400, { code: 21_211, message: "Invalid 'To' Phone Number" }) },
});

test('posts a form to the account', async () => {
  const [request] = await requestsFor({ at, rules });
  expect(request?.path).toBe(`/2010-04-01/Accounts/${account_sid}/Messages.json`);
  expect(fields(request?.body)).toEqual({
    To: '+15557654321',
    From: '+15551234567',
    Body:
      '🚨 Service Health Alert: 1 unhealthy, 1 slow of 12 services\n' +
      'Unhealthy Services\n• api: expected status 200, got 503\n\n' +
      'Slow Services\n• search: slow: 1.9 s, over the warning threshold of 1.0 s',
  });
});

test('logs in with an API key, and sends through a messaging service', async () => {
  const sid = `SK${'b2'.repeat(16)}`;
  const more = { api_key_sid: sid, from: `MG${'c3'.repeat(16)}` };
  const [request] = await requestsFor({ at: (url) => at(url, more), rules }, notification());
  const basic = Buffer.from(`${sid}:${auth_token}`).toString('base64');
  expect(request?.headers.authorization).toBe(`Basic ${basic}`);
  expect(fields(request?.body)).toMatchObject({ MessagingServiceSid: more.from });
});

test('says what Twilio found wrong', async () => {
  const answer = jsonAnswer(400, { code: 21_211, message: "Invalid 'To' Phone Number: +1555" });
  await expect(deliveryFor({ at }, answer)).resolves.toEqual({
    outcome: 'rejected',
    reason: "answered 400 Invalid 'To' Phone Number: +1555",
  });
});

test.each([{ account_sid: 'AC123' }, { to: '0555 7654321' }, { api_key_sid: 'mine' }])('refuses %j', (more) => {
  expect(twilio.options.safeParse({ ...options, ...more }).success).toBe(false);
});
