import type { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { createEventFeed, type EventFeed } from '../../src/api/event-feed.ts';

const startedAt = 1_000;
const firstId = startedAt * 1_000;

/** A feed whose timers fire when they are told to. */
function feedOnAClock() {
  const timers: (() => void)[] = [];
  const startTimer = (_ms: number, callback: () => void) => {
    timers.push(callback);
    return () => undefined;
  };
  const feed = createEventFeed({ startTimer, startedAt });
  return { feed, beat: () => timers.pop()?.() };
}

function open(feed: EventFeed, query: Parameters<EventFeed['open']>[0] = {}): Readable {
  const stream = feed.open(query);
  if (stream === 'full') throw new Error('the feed is full');
  return stream;
}

/** Everything that a stream holds so far. */
function read(stream: Readable): string {
  return String(stream.read() ?? '');
}

function results(feed: EventFeed, names: readonly string[]): void {
  for (const service of names) feed.publish({ event: 'result', service, data: { service } });
}

function servicesIn(text: string): readonly (string | undefined)[] {
  return [...text.matchAll(/"service":"(\w+)"/g)].map(([, name]) => name);
}

describe('a stream of events', () => {
  test('says where it begins, and has what happens from then on', () => {
    const { feed } = feedOnAClock();
    results(feed, ['before']);
    const stream = open(feed);
    results(feed, ['a']);
    feed.publish({ event: 'system', data: { of: 'network', state: 'offline' } });
    expect(read(stream)).toBe(
      [
        `retry: 2000\nid: ${firstId + 1}\n\n`,
        `id: ${firstId + 2}\nevent: result\ndata: {"service":"a"}\n\n`,
        `id: ${firstId + 3}\nevent: system\ndata: {"of":"network","state":"offline"}\n\n`,
      ].join(''),
    );
  });

  test('holds back what is of other services', () => {
    const { feed } = feedOnAClock();
    const stream = open(feed, { services: new Set(['a', 'c']) });
    results(feed, ['a', 'b', 'c']);
    feed.publish({ event: 'delivery', data: { channel: 'ops' } });
    const text = read(stream);
    expect(servicesIn(text)).toEqual(['a', 'c']);
    expect(text).toContain('event: delivery');
  });

  test('that is resumed has exactly what was missed', () => {
    const { feed } = feedOnAClock();
    results(feed, ['a', 'b', 'c', 'd']);
    expect(servicesIn(read(open(feed, { lastEventId: firstId + 2 })))).toEqual(['c', 'd']);
    expect(servicesIn(read(open(feed, { lastEventId: firstId })))).toEqual(['a', 'b', 'c', 'd']);
    const upToDate = read(open(feed, { lastEventId: firstId + 4 }));
    expect([servicesIn(upToDate), upToDate.includes('resync')]).toEqual([[], false]);
  });

  test.each([
    ['of another life of svcmon', 5],
    ['that has not come yet', firstId + 2_000],
    ['that is not kept any more', firstId + 1],
  ])('that is resumed after an event %s begins anew', (_name, lastEventId) => {
    const { feed } = feedOnAClock();
    for (let count = 0; count < 1_002; count += 1) results(feed, ['a']);
    const text = read(open(feed, { lastEventId }));
    expect(text).toContain(`id: ${firstId + 1_002}\nevent: resync\n`);
    expect(servicesIn(text)).toEqual([]);
  });

  test('goes back a thousand events', () => {
    const { feed } = feedOnAClock();
    for (let count = 0; count < 1_002; count += 1) results(feed, ['a']);
    expect(servicesIn(read(open(feed, { lastEventId: firstId + 2 })))).toHaveLength(1_000);
  });

  test('shows every now and then that it lives', () => {
    const { feed, beat } = feedOnAClock();
    const stream = open(feed);
    read(stream);
    beat();
    beat();
    expect(read(stream)).toBe(':\n\n:\n\n');
  });

  test('ends for who reads too slowly, and goes on for the others', async () => {
    const { feed } = feedOnAClock();
    const [slow, quick] = [open(feed), open(feed)];
    const large = 'x'.repeat(10_000);
    for (let count = 0; count < 60; count += 1) {
      feed.publish({ event: 'result', data: large });
      read(quick);
    }
    expect([slow.destroyed, quick.destroyed]).toEqual([true, false]);
  });

  test('is had by 64 at most, and by another once one of them goes', async () => {
    const { feed } = feedOnAClock();
    const streams = Array.from({ length: 64 }, () => open(feed));
    expect(feed.open({})).toBe('full');
    streams[0]?.destroy();
    await expect.poll(() => typeof feed.open({})).toBe('object');
    expect(feed.open({})).toBe('full');
  });

  test('ends with the feed', async () => {
    const { feed } = feedOnAClock();
    const stream = open(feed);
    feed.close();
    expect((await stream.toArray()).join('')).toContain('retry');
    expect(feed.open({})).toBe('full');
  });
});
