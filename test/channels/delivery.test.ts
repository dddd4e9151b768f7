import { expect, test } from 'vitest';
import type { Delivery } from '../../src/channels/channel.ts';
import { type Posting, postToWebhook, sendEach } from '../../src/channels/delivery.ts';
import { type Answer, startReceiver } from '../support/receiver.ts';
import { jsonAnswer } from '../support/receivers/rules.ts';
import { channelContext } from './contract.ts';

async function deliver(answer: Answer, posting: Partial<Posting> = {}) {
  const receiver = await startReceiver(() => answer);
  const delivery = await postToWebhook({ url: receiver.url, json: {}, ...posting }, channelContext());
  return { delivery, received: receiver.received };
}

test.each([
  [200, 'delivered'],
  [202, 'delivered'],
  [204, 'delivered'],
  [302, 'rejected'],
  [400, 'rejected'],
  [401, 'rejected'],
  [404, 'rejected'],
  [408, 'retry'],
  [410, 'rejected'],
  [413, 'rejected'],
  [429, 'retry'],
  [500, 'retry'],
  [503, 'retry'],
  [507, 'retry'],
])('takes %i for %s', async (status, outcome) => {
  expect((await deliver({ status })).delivery.outcome).toBe(outcome);
});

test('takes a status for what the service means by it', async () => {
  const reading = { outcomes: { 204: 'rejected', 424: 'retry' } } as const;
  expect((await deliver({ status: 204 }, { reading })).delivery).toEqual({
    outcome: 'rejected',
    reason: 'answered 204',
  });
  expect((await deliver({ status: 424 }, { reading })).delivery).toEqual({ outcome: 'retry', reason: 'answered 424' });
});

const reading = { waitSecondsAt: 'retry_after', waitMsAt: 'retry_after_ms', resetHeader: 'x-reset' };
const now = Date.UTC(2026, 10, 21, 19, 36);

test.each<[string, Answer, number | undefined]>([
  ['nothing', { status: 429 }, undefined],
  ['seconds in the header', { status: 429, headers: { 'retry-after': '30' } }, 30_000],
  ['a date in the header', { status: 503, headers: { 'retry-after': 'Sat, 21 Nov 2026 19:37:00 GMT' } }, 60_000],
  ['seconds in the JSON', jsonAnswer(429, { retry_after: 1.5 }), 1_500],
  ['ms in the JSON', jsonAnswer(429, { retry_after_ms: 250 }), 250],
  ['an instant in a header', { status: 429, headers: { 'x-reset': String(now / 1_000 + 9) } }, 9_000],
  ['an instant that has passed', { status: 429, headers: { 'x-reset': '1' } }, 0],
  ['several things, of which the longest counts', jsonAnswer(429, { retry_after: 4 }, { 'retry-after': '3' }), 4_000],
  ['what is no number', jsonAnswer(429, { retry_after: 'soon' }, { 'x-reset': 'soon' }), undefined],
])('waits by %s', async (_name, answer, retryAfterMs) => {
  const { delivery } = await deliver(answer, { reading });
  expect('retryAfterMs' in delivery ? delivery.retryAfterMs : undefined).toBe(retryAfterMs);
});

test('reads no more of an answer than it needs', async () => {
  const { delivery } = await deliver({ status: 200, body: 'x'.repeat(5_000_000) });
  expect(delivery).toEqual({ outcome: 'delivered', detail: 'answered 200' });
});

test('puts where a service wants that', async () => {
  expect((await deliver({ status: 200 }, { method: 'PUT' })).received).toMatchObject([{ method: 'PUT' }]);
});

const delivered: Delivery = { outcome: 'delivered', detail: 'answered 202' };
const rejected: Delivery = { outcome: 'rejected', reason: 'answered 400' };
const later: Delivery = { outcome: 'retry', reason: 'answered 429' };

test.each<[string, readonly Delivery[], Delivery, number]>([
  ['delivered when all are', [delivered, delivered], delivered, 2],
  ['rejected when one is, the others sent', [delivered, rejected, delivered], rejected, 3],
  ['to be tried again when one is, the others not sent', [delivered, later, delivered], later, 2],
  ['to be tried again also after a refusal', [rejected, later], later, 2],
  ['delivered when there is nothing to send', [], { outcome: 'delivered', detail: 'nothing to tell' }, 0],
])('several requests are %s', async (_name, outcomes, expected, made) => {
  const sent: Delivery[] = [];
  const delivery = await sendEach(outcomes, async (outcome) => {
    sent.push(outcome);
    return outcome;
  });
  expect(delivery).toEqual(expected);
  expect(sent).toHaveLength(made);
});
