import { describe, expect, test } from 'vitest';
import { ChannelQueue } from '../../src/monitor/channel-queue.ts';
import { itemOf } from '../support/alerts.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const clock = createFakeClock();
const nowAt = clock.now();
const due = { hurry: false, oneByOne: false };
const dueOneByOne = { hurry: false, oneByOne: true };

function item(name: string, changes: Parameters<typeof itemOf>[0] = {}) {
  return itemOf({
    id: `${name}-${changes.kind ?? 'firing'}`,
    dedupKey: name,
    createdAt: nowAt,
    notBeforeAt: nowAt,
    ...changes,
  });
}

function queueOf(...items: readonly ReturnType<typeof item>[]): ChannelQueue {
  const queue = new ChannelQueue({ clock, mostItems: 1_000 });
  queue.add(items);
  return queue;
}

function idsOf(batch: ReturnType<ChannelQueue['take']>): readonly string[] {
  return (batch ?? []).map(({ id }) => id);
}

describe('a channel that is told of many alerts at once', () => {
  test('gets everything of one kind with what is due, and then the next kind', () => {
    const later = nowAt + 10_000;
    const queue = queueOf(
      item('a'),
      item('b', { kind: 'resolved' }),
      item('c', { notBeforeAt: later }),
      item('d', { kind: 'acknowledged' }),
    );
    expect(idsOf(queue.take(due))).toEqual(['a-firing', 'c-firing']);
    expect(idsOf(queue.take(due))).toEqual(['b-resolved']);
    expect(idsOf(queue.take(due))).toEqual(['d-acknowledged']);
    expect(queue.take(due)).toBeUndefined();
  });

  test('is tried again with the same items before all others', () => {
    const queue = queueOf(item('a'), item('b'), item('c', { kind: 'resolved' }));
    queue.giveBack(queue.take(due) ?? []);
    expect(idsOf(queue.take(due))).toEqual(['a-firing', 'b-firing']);
  });
});

describe('a channel that is told one by one', () => {
  test('gets a single item, the oldest that is due, however many wait', () => {
    const queue = queueOf(item('a', { notBeforeAt: nowAt + 10_000 }), item('b'), item('c'));
    expect(idsOf(queue.take(dueOneByOne))).toEqual(['b-firing']);
    expect(idsOf(queue.take(dueOneByOne))).toEqual(['c-firing']);
    expect(queue.take(dueOneByOne)).toBeUndefined();
    expect(idsOf(queue.take({ ...dueOneByOne, hurry: true }))).toEqual(['a-firing']);
  });

  test('is told of all others before it is tried again with one that did not get through', () => {
    const queue = queueOf(item('a'), item('b'), item('c'));
    const order: string[] = [];
    for (let turn = 0; turn < 6; turn += 1) {
      const [taken] = queue.take(dueOneByOne) ?? [];
      if (taken === undefined) break;
      order.push(taken.dedupKey);
      if (taken.dedupKey === 'a') queue.giveBackLast(taken);
    }
    expect(order).toEqual(['a', 'b', 'c', 'a', 'a', 'a']);
  });

  test('is told of what has replaced an item that did not get through, and not of that', () => {
    const queue = queueOf(item('a'), item('b'));
    const [firing] = queue.take(dueOneByOne) ?? [];
    queue.add([item('a', { kind: 'resolved' })]);
    const settled = firing && queue.giveBackLast(firing);
    expect(settled?.outbox).toMatchObject([
      { id: 'a-firing', state: 'replaced' },
      { id: 'a-resolved', state: 'pending', about: { firstMention: true } },
    ]);
    expect([idsOf(queue.take(dueOneByOne)), idsOf(queue.take(dueOneByOne))]).toEqual([['b-firing'], ['a-resolved']]);
    expect(queue.size).toBe(0);
  });
});
