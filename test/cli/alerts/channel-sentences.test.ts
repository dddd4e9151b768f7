import { describe, expect, test } from 'vitest';
import type { AlertStory } from '../../../src/cli/alerts/alert-stories.ts';
import { type ChannelView, channelSentences } from '../../../src/cli/alerts/channel-sentences.ts';
import { createWallTime } from '../../../src/cli/wall-time.ts';
import type { GateReason, OutboxItem } from '../../../src/domain/alert.ts';
import { channelState, noon, notSent, outboxItem } from '../../storage/records.ts';

const minute = 60_000;
const hour = 60 * minute;
const time = createWallTime({ nowAt: noon + hour, timeZone: 'UTC' });
const destination = { channel: 'ops', repeatIntervalMs: 4 * hour, groupWaitMs: 10_000 };
const ops: ChannelView = { name: 'ops', isConfigured: true, destination };

function storyOf(parts: Partial<AlertStory>): AlertStory {
  return {
    dedupKey: 'unhealthy/api/2026-11-21T12:00:00.000Z',
    rule: 'unhealthy',
    severity: 'critical',
    service: 'api',
    startedAt: noon,
    isOpen: true,
    messages: [],
    notSent: [],
    channels: [],
    ...parts,
  };
}

const told = outboxItem({ state: 'delivered', attempts: 1, settledAt: noon + minute });
const over = outboxItem({
  id: 'o-2',
  kind: 'resolved',
  createdAt: noon + 30 * minute,
  notBeforeAt: noon + 30 * minute,
});
const sentences = (parts: Partial<AlertStory>, channel = ops) => channelSentences(storyOf(parts), channel, time);

describe('a channel', () => {
  test.each<[string, Partial<OutboxItem>, string]>([
    ['that was told', { state: 'delivered', settledAt: noon + minute, attempts: 1 }, 'was told of it at 12:01:00'],
    [
      'that was told in the end',
      { state: 'delivered', settledAt: noon + minute, attempts: 4 },
      'was told of it at 12:01:00, after 4 attempts',
    ],
    [
      'that waits for others',
      { notBeforeAt: noon + hour + minute },
      'is to be told of it: waits until 13:01:00 for others to go with it',
    ],
    ['that is next', {}, 'is to be told of it: waits to be sent'],
    [
      'that is out of reach',
      { attempts: 3, lastError: 'answered 503', notBeforeAt: noon + hour + minute },
      'is to be told of it: 3 attempts failed, the last: answered 503; the next at 13:01:00',
    ],
    [
      'that refuses',
      { state: 'rejected', attempts: 1, lastError: 'answered 404', settledAt: noon + minute },
      'was not told of it: refused for good at 12:01:00: answered 404',
    ],
    [
      'whose message was overtaken',
      { state: 'replaced' },
      'was not told of it: not sent: a newer message says all that it would have said',
    ],
    [
      'whose message was dropped',
      { state: 'dropped', settledAt: noon + minute, lastError: 'more than 10000 messages were waiting' },
      'was not told of it: dropped at 12:01:00: more than 10000 messages were waiting',
    ],
  ])('%s', (_name, changes, sentence) => {
    expect(sentences({ messages: [outboxItem(changes)] })).toEqual([sentence]);
  });

  test.each<[GateReason, string, string]>([
    ['parent_down', 'suppressed: orders-db is down', 'was not told of it at 12:00:00: orders-db is down'],
    [
      'no_route',
      'no route leads this alert to a channel',
      'was not told of it at 12:00:00: no route leads this alert to a channel',
    ],
    [
      'silenced',
      'suppressed: silenced by kim until 2026-11-21T14:00:00.000Z',
      'was not told of it at 12:00:00: silenced by kim until 14:00:00',
    ],
    [
      'acknowledged',
      'acknowledged by kim: no reminders',
      'was not reminded at 12:00:00: acknowledged by kim: no reminders',
    ],
    [
      'never_told',
      'ops refused to be told that it fired',
      'was not told that it is over at 12:00:00: ops refused to be told that it fired',
    ],
  ])('from which something was held back (%s)', (reason, text, sentence) => {
    expect(sentences({ notSent: [notSent({ reason, text })] })).toEqual([sentence]);
  });

  test('hears nothing of what was held back from another', () => {
    expect(sentences({ notSent: [notSent({ channel: 'mail' })] })).toEqual(['was told nothing']);
  });

  test('that was dropped something is told so once', () => {
    const dropped = outboxItem({ state: 'dropped', settledAt: noon, lastError: 'too many' });
    const decision = notSent({ channel: 'ops', reason: 'queue_full', text: 'too many' });
    expect(sentences({ messages: [dropped], notSent: [decision] })).toHaveLength(1);
  });

  test('has a history in the order in which it happened', () => {
    const held = notSent({ at: noon - minute, reason: 'maintenance', text: 'suppressed: maintenance "patching"' });
    const silenced = notSent({ at: noon + 20 * minute, text: 'suppressed: silenced by kim' });
    expect(sentences({ isOpen: false, messages: [over, told], notSent: [silenced, held] })).toEqual([
      'was not told of it at 11:59:00: maintenance "patching"',
      'was told of it at 12:01:00',
      'was not reminded at 12:20:00: silenced by kim',
      'is to be told that it is over: waits to be sent',
    ]);
  });

  test('that was reminded again and again is told how often', () => {
    const reminders = [4, 8, 12].map((hours) =>
      outboxItem({
        id: `r-${hours}`,
        kind: 'reminder',
        state: 'delivered',
        createdAt: noon + hours * hour,
        settledAt: noon + hours * hour,
      }),
    );
    expect(sentences({ isOpen: false, messages: [told, ...reminders] })).toEqual([
      'was told of it at 12:01:00',
      'was reminded of it 3 times, the last at 22 Nov 00:00:00',
    ]);
  });
});

describe('what comes next', () => {
  const channels = [channelState({ state: 'firing', lastToldAt: noon + minute })];

  test.each<[string, ChannelView, string]>([
    ['is the reminder', ops, 'is next reminded at 16:01:00'],
    ['is nothing after an acknowledgement', { ...ops, acknowledgedBy: 'kim' }, 'is not reminded: acknowledged by kim'],
    [
      'is nothing where no reminders are asked for',
      { ...ops, destination: { ...destination, repeatIntervalMs: Number.POSITIVE_INFINITY } },
      'is not reminded: repeat_interval is 0',
    ],
    ['is nothing where the channel has left', { name: 'ops', isConfigured: false }, 'is not configured any more'],
  ])('%s', (_name, channel, sentence) => {
    expect(sentences({ messages: [told], channels }, channel).at(-1)).toBe(sentence);
  });

  test('is nothing once it is over', () => {
    expect(sentences({ messages: [told], channels, isOpen: false })).toEqual(['was told of it at 12:01:00']);
  });

  test('cannot be said where the routes cannot be read', () => {
    const unknown: ChannelView = { name: 'ops', isConfigured: true, destination: 'unknown' };
    expect(sentences({}, unknown)).toEqual([
      'was told nothing; whether a route leads there cannot be read from the configuration',
    ]);
    expect(sentences({ messages: [told], channels }, unknown)).toEqual(['was told of it at 12:01:00']);
  });

  test('is nothing where no route leads', () => {
    expect(sentences({}, { name: 'ops', isConfigured: true })).toEqual(['is not told of it: no route leads there']);
  });
});
