import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { alertmanager } from '../../src/channels/alertmanager.ts';
import { bindChannel } from '../../src/channels/channel.ts';
import { webhook } from '../../src/channels/webhook.ts';
import type { Notification } from '../../src/domain/notification.ts';
import { channelContext } from '../channels/contract.ts';
import { hostileTexts, notification, notifiedService } from '../support/notifications.ts';
import { startAlertmanager } from '../support/peers/alertmanager.ts';
import { describeWithPeers } from '../support/peers/available.ts';
import { startReceiver } from '../support/receiver.ts';

const activeAlerts = z.array(z.object({ labels: z.record(z.string(), z.string()) }));

/** An Alertmanager, the channel to it, and what it tells its own receiver. */
async function start() {
  const receiver = await startReceiver(() => ({ status: 200 }));
  const { port, stop } = await startAlertmanager(receiver.url);
  onTestFinished(stop);
  const url = `http://127.0.0.1:${port}`;
  const channel = bindChannel(alertmanager, alertmanager.options.parse({ url }));
  return {
    send: (told: Notification) => channel.send(told, channelContext()),
    active: async () => activeAlerts.parse(await (await fetch(`${url}/api/v2/alerts?active=true`)).json()),
    told: () => receiver.received.map(({ body }) => JSON.parse(body)),
  };
}

/** A message of this moment: Alertmanager goes by its own clock. */
function current(changes: Partial<Notification> = {}): Notification {
  const now = Date.now();
  const service = notifiedService({
    rule: 'unhealthy',
    dedupKey: 'unhealthy/api/1',
    sinceAt: now - 240_000,
    checkedAt: now,
  });
  return notification({ createdAt: now, unhealthy: [service], slow: [], ...changes });
}

function ended(told: Notification): Notification {
  const endedAt = Date.now() - 1_000;
  return { ...told, state: 'resolved', unhealthy: told.unhealthy.map((service) => ({ ...service, endedAt })) };
}

const within = { timeout: 10_000, interval: 50 };

describeWithPeers(['alertmanager'], 'against a real Alertmanager', () => {
  test('an alert fires until it is resolved, and is then told as over', async () => {
    const { send, active, told } = await start();
    const firing = current();
    await expect(send(firing)).resolves.toMatchObject({ outcome: 'delivered' });
    await vi.waitFor(() => expect(told()).toMatchObject([{ status: 'firing' }]), within);
    expect(await active()).toMatchObject([
      { labels: { alertname: 'ServiceUnhealthy', service: 'api', severity: 'critical', source: 'svcmon' } },
    ]);
    await expect(send(ended(firing))).resolves.toMatchObject({ outcome: 'delivered' });
    await vi.waitFor(() => expect(told().at(-1)).toMatchObject({ status: 'resolved' }), within);
    expect(await active()).toEqual([]);
  });

  test('a resend and a reminder are the same alert', async () => {
    const { send, active } = await start();
    const firing = current();
    for (const told of [firing, firing, { ...firing, state: 'reminder', createdAt: firing.createdAt + 1 } as const]) {
      await expect(send(told)).resolves.toMatchObject({ outcome: 'delivered' });
    }
    expect(await active()).toHaveLength(1);
  });

  test('every text arrives as it was sent', async () => {
    const { send, active } = await start();
    const unhealthy = Object.values(hostileTexts).map((text, at) =>
      notifiedService({ name: `${at} ${text}`, message: text }),
    );
    await expect(send(current({ unhealthy }))).resolves.toMatchObject({ outcome: 'delivered' });
    const names = (await active()).map(({ labels }) => labels.service);
    expect(names).toHaveLength(unhealthy.length);
    expect(names).toContain('0 a "quoted" \\ back\\slashed name');
  });

  test('the webhook channel posts what Alertmanager posts, key by key', async () => {
    const { send, told } = await start();
    const firing = current();
    const receiver = await startReceiver(() => ({ status: 200 }));
    const own = bindChannel(webhook, webhook.options.parse({ url: receiver.url }));
    for (const message of [firing, ended(firing)]) {
      await send(message);
      await own.send(message, channelContext());
      const state = message.state;
      await vi.waitFor(() => expect(told().at(-1)).toMatchObject({ status: state }), within);
      const theirs = told().at(-1);
      const ours = JSON.parse(receiver.received.at(-1)?.body ?? '');
      expect(shapeOf(ours)).toEqual(shapeOf(theirs));
      expect(ours.alerts[0]).toMatchObject({ status: theirs.alerts[0].status, labels: theirs.alerts[0].labels });
      expect(ours.alerts[0].annotations).toEqual(theirs.alerts[0].annotations);
      expect(Date.parse(ours.alerts[0].startsAt)).toBe(Date.parse(theirs.alerts[0].startsAt));
    }
  });
});

/** The keys of a payload and of its first alert, with the types of their values. */
function shapeOf(payload: { alerts: object[] }) {
  const types = (record: object) =>
    Object.entries(record)
      .map(([key, value]) => `${key}: ${typeof value}`)
      .toSorted();
  return { payload: types(payload), alert: types(payload.alerts[0] ?? {}) };
}
