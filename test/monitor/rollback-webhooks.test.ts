import { expect, test } from 'vitest';
import { type Deployment, rollBackDeployment } from '../../src/domain/deployment.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { HttpRequest } from '../../src/http/client.ts';
import { RollbackWebhooks } from '../../src/monitor/rollback-webhooks.ts';
import { deployment } from '../storage/records.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { httpObservation } from '../support/observations.ts';

/** A receiver that answers with these status codes in turn, the last for ever; `undefined` never answers. */
async function world(
  answers: readonly (number | undefined)[],
  url: 'https://ci.example/hook' | 'none' = 'https://ci.example/hook',
) {
  const clock = createFakeClock();
  const store = createMemoryStore();
  const asked: HttpRequest[] = [];
  const told: Deployment[] = [];
  const webhooks = new RollbackWebhooks({
    store,
    clock,
    startTimer: clock.startTimer,
    random: () => 0,
    webhookOf: () => (url === 'none' ? undefined : new Secret(url)),
    bodyOf: ({ id, service }) => ({ id, service }),
    told: (one) => told.push(one),
    http: {
      request: async (request) => {
        const statusCode = answers[Math.min(asked.length, answers.length - 1)];
        asked.push(request);
        if (statusCode === undefined) return new Promise(() => {});
        return httpObservation({ url: request.url, statusCode });
      },
    },
  });
  const at = Math.floor(clock.now());
  const webhook = { status: 'pending', at, attempts: 0 } as const;
  const rolledBack = rollBackDeployment(deployment({ status: 'failed' }), { at, by: 'kim', reason: 'slow', webhook });
  await store.saveDeployment(rolledBack ?? deployment());
  const signal = new AbortController().signal;
  const send = async (times = 1) => {
    for (let time = 0; time < times; time += 1) {
      await clock.settle(webhooks.send(signal));
      await clock.advance(1_000);
    }
  };
  const outcome = async () => (await store.deployment('d-1'))?.rollback?.webhook;
  return { store, asked, told, send, outcome, clock };
}

test('a rollback is posted once, as JSON that can be told from a repetition', async () => {
  const { asked, send, outcome, told } = await world([200]);
  await send(3);
  expect(asked).toMatchObject([
    {
      url: 'https://ci.example/hook',
      method: 'POST',
      body: '{"id":"d-1","service":"checkout"}',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'd-1' },
    },
  ]);
  expect(await outcome()).toMatchObject({ status: 'delivered', attempts: 1, text: 'answered 200' });
  expect(told).toHaveLength(1);
});

test('it is tried again, later and later, until it is taken', async () => {
  const { asked, send, outcome } = await world([503, 503, 200]);
  await send();
  expect(await outcome()).toMatchObject({ status: 'pending', attempts: 1, text: 'answered 503' });
  await send(2);
  expect(asked).toHaveLength(2);
  await send(3);
  expect(await outcome()).toMatchObject({ status: 'delivered', attempts: 3 });
});

test('a refusal is final', async () => {
  const { asked, send, outcome } = await world([404]);
  await send(3);
  expect(asked).toHaveLength(1);
  expect(await outcome()).toMatchObject({ status: 'failed', text: 'answered 404' });
});

test('one that never answers is let go after ten seconds, and tried again', async () => {
  const { send, outcome } = await world([undefined, 200]);
  await send();
  expect(await outcome()).toMatchObject({ status: 'pending', attempts: 1, text: 'no answer within 10 s' });
  await send(3);
  expect(await outcome()).toMatchObject({ status: 'delivered', attempts: 2 });
});

test('after a day it is given up', async () => {
  const { send, outcome, clock } = await world([503]);
  await send();
  await clock.advance(86_400_000);
  await send();
  expect(await outcome()).toMatchObject({ status: 'failed', text: 'answered 503' });
});

test('where no webhook is configured any more that is its end', async () => {
  const { asked, send, outcome } = await world([200], 'none');
  await send();
  expect(asked).toEqual([]);
  expect(await outcome()).toMatchObject({ status: 'failed', text: 'no rollback webhook is configured any more' });
});
