import { expect, test } from 'vitest';
import type { BoundChannel, ChannelContext } from '../../src/channels/channel.ts';
import { toPlainText } from '../../src/domain/plain-text.ts';
import { systemTimer } from '../../src/resilience/timer.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { loopbackHttp } from '../support/loopback-http.ts';
import { hostileTexts, notification, notifiedService, slowService } from '../support/notifications.ts';

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
    expect(await payloads()).toHaveLength(1);
  });
}

function expectNoSecrets(delivery: unknown, secrets: readonly string[]): void {
  const text = JSON.stringify(delivery);
  for (const secret of secrets) expect(text).not.toContain(secret);
}
