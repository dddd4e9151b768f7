import { expect, test } from 'vitest';
import type { BoundChannel, ChannelContext } from '../../src/channels/channel.ts';
import type { Notification, NotificationState } from '../../src/domain/notification.ts';
import { toPlainText } from '../../src/domain/plain-text.ts';
import { systemTimer } from '../../src/resilience/timer.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { loopbackHttp } from '../support/loopback-http.ts';
import { createdAt, hostileTexts, notification, notifiedService, slowService } from '../support/notifications.ts';

/** What a channel sends through: a real HTTP client, and a clock that stands still. */
export function channelContext(signal: AbortSignal = new AbortController().signal): ChannelContext {
  return { http: loopbackHttp, clock: createFakeClock(), signal };
}

/** A destination made for one test, in the state that its name says. */
export interface Destination {
  readonly channel: BoundChannel;
  /** Texts that no reason may hold. */
  readonly secrets: readonly string[];
  /** The payloads that arrived, decoded; throws where one is no valid document. */
  payloads(): Promise<readonly unknown[]>;
}

export interface ChannelUnderTest {
  readonly type: string;
  /** Takes everything. */
  working(): Promise<Destination>;
  /** Cannot take it now, and may take it later; absent where no such state can be made. */
  readonly failing?: Readonly<Record<string, () => Promise<Destination>>>;
  /** Will never take it. */
  readonly refusing: Readonly<Record<string, () => Promise<Destination>>>;
  /** Accepts a connection and never answers; absent where nothing can hang. */
  readonly hanging?: () => Promise<Destination>;
}

/** What every channel keeps to, whatever it speaks to. */
export function describeChannel({ type, working, failing = {}, refusing, hanging }: ChannelUnderTest): void {
  test(`${type}: delivers a notification whole`, async () => {
    const { channel, payloads } = await working();
    await expect(channel.send(notification(), channelContext())).resolves.toMatchObject({ outcome: 'delivered' });
    const text = JSON.stringify(await payloads());
    expect(text).toContain('expected status 200, got 503');
    expect(text).toContain('search');
  });

  test.each(['firing', 'reminder', 'resolved'] as const)(`${type}: tells of what is ${'%s'}`, async (state) => {
    const { channel, payloads } = await working();
    const sent = channel.send(notification({ state, ...alertsOf(state) }), channelContext());
    await expect(sent).resolves.toMatchObject({ outcome: 'delivered' });
    expect((await payloads()).length).toBeGreaterThan(0);
  });

  test(`${type}: tells also of what is neither unhealthy nor slow, and what is new`, async () => {
    const { channel, payloads } = await working();
    const certificate = notifiedService({ name: 'mail', rule: 'certificate', message: 'expires in 6 days' });
    const told = notification({
      unhealthy: [],
      slow: [],
      others: [certificate],
      sinceLastMessage: 'search still fires',
    });
    await expect(channel.send(told, channelContext())).resolves.toMatchObject({ outcome: 'delivered' });
    expect(JSON.stringify(await payloads())).toContain('expires in 6 days');
  });

  test(`${type}: keeps to the limits of its destination with a fleet that fails, whatever the texts`, async () => {
    const { channel, payloads } = await working();
    const texts = {
      message: '&<>"*_'.repeat(300),
      evidence: '漢'.repeat(1_000),
      runbook: `https://wiki.example/${'(r)'.repeat(150)}`,
    };
    const fleet = Array.from({ length: 120 }, (_, at) =>
      notifiedService({ ...texts, name: `${at} ${'名'.repeat(300)}` }),
    );
    const told = notification({
      unhealthy: fleet,
      slow: fleet.slice(0, 60),
      others: fleet.slice(60),
      sinceLastMessage: '🔥'.repeat(900),
    });
    await expect(channel.send(told, channelContext())).resolves.toMatchObject({ outcome: 'delivered' });
    expect(JSON.stringify(await payloads())).toContain('名名名');
  });

  test.each(Object.entries(failing))(`${type}: asks for a retry from ${'%s'}`, async (_name, destination) => {
    const { channel, secrets } = await destination();
    const delivery = await channel.send(notification(), channelContext());
    expect(delivery.outcome).toBe('retry');
    expectNoSecrets(delivery, secrets);
  });

  test.each(Object.entries(refusing))(`${type}: takes no for an answer from ${'%s'}`, async (_name, destination) => {
    const { channel, secrets } = await destination();
    const delivery = await channel.send(notification(), channelContext());
    expect(delivery.outcome).toBe('rejected');
    expectNoSecrets(delivery, secrets);
  });

  if (hanging !== undefined) {
    test(`${type}: ends with its signal when the receiver hangs`, async () => {
      const { channel, secrets } = await hanging();
      const beganAt = performance.now();
      const stop = new AbortController();
      systemTimer(200, () => stop.abort(new DOMException('time is up', 'TimeoutError')));
      const delivery = await channel.send(notification(), channelContext(stop.signal));
      expect(delivery.outcome).toBe('retry');
      expect(performance.now() - beganAt).toBeLessThan(1_000);
      expectNoSecrets(delivery, secrets);
    });
  }

  test.each(Object.entries(hostileTexts))(`${type}: sends a valid document with ${'%s'}`, async (_name, text) => {
    const { channel, payloads } = await working();
    const hostile = notification({
      unhealthy: [notifiedService({ name: text, message: toPlainText(text), evidence: text, runbook: text })],
      slow: [slowService({ name: text, target: text, group: text })],
    });
    await expect(channel.send(hostile, channelContext())).resolves.toMatchObject({ outcome: 'delivered' });
    expect(await payloads()).toHaveLength(channel.oneByOne ? 2 : 1);
  });
}

/** The services of a message as the monitor fills it in. */
function alertsOf(state: NotificationState): Partial<Notification> {
  const since = { sinceAt: createdAt - 240_000, affects: ['cart', 'search'] };
  const end = state === 'resolved' ? ({ endedAt: createdAt - 5_000, ended: 'recovered' } as const) : {};
  const api = notifiedService({
    ...since,
    ...end,
    rule: 'unhealthy',
    dedupKey: 'unhealthy/api/2026-11-21T19:32:00.250Z',
  });
  const search = slowService({ ...since, ...end, rule: 'slow', dedupKey: 'slow/search/2026-11-21T19:32:00.250Z' });
  return { unhealthy: [api], slow: [search] };
}

function expectNoSecrets(delivery: unknown, secrets: readonly string[]): void {
  const text = JSON.stringify(delivery);
  for (const secret of secrets) expect(text).not.toContain(secret);
}
