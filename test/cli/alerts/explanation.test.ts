import { describe, expect, test } from 'vitest';
import { channelLines } from '../../../src/app/channel-lines.ts';
import { storiesOf } from '../../../src/cli/alerts/alert-stories.ts';
import { explanation, explanationDocument } from '../../../src/cli/alerts/explanation.ts';
import { channelTable, messageTable } from '../../../src/cli/alerts/message-list.ts';
import { quietSentence } from '../../../src/cli/alerts/quiet-service.ts';
import { readExplanation } from '../../../src/cli/alerts/read-explanation.ts';
import { createWallTime } from '../../../src/cli/wall-time.ts';
import type { Health } from '../../../src/domain/health.ts';
import { hostileTexts } from '../../reporting/hostile.ts';
import { alert, channelState, health, incident, noon, notSent, outboxItem } from '../../storage/records.ts';
import { scriptedCheck } from '../../support/checks.ts';
import { configOf, configured } from '../../support/config.ts';
import { commitOf } from '../../support/many-results.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { notifiedService } from '../../support/notifications.ts';
import { serviceNamed } from '../../support/service.ts';

const minute = 60_000;
const time = createWallTime({ nowAt: noon + 60 * minute, timeZone: 'UTC' });
const look = { color: false, width: 80, unicode: true };
const key = 'unhealthy/api/2026-11-21T12:00:00.000Z';
const nothing = { alerts: [], channels: [], messages: [], notSent: [] };

describe('the story of an alert', () => {
  test('is that of the open one where there is one', () => {
    const stories = storiesOf({
      ...nothing,
      alerts: [alert({ dedupKey: key })],
      notSent: [notSent({ dedupKey: key })],
    });
    expect(stories).toMatchObject([
      { rule: 'unhealthy', service: 'api', startedAt: noon, isOpen: true, notSent: [{}] },
    ]);
  });

  test('is not open while only its end is owed', () => {
    const ended = alert({ dedupKey: key, resolvedAt: noon + minute });
    expect(storiesOf({ ...nothing, alerts: [ended] })).toMatchObject([{ isOpen: false, endedAt: noon + minute }]);
  });

  test('is put together from its messages and its key where nothing else is left', () => {
    const item = outboxItem({ dedupKey: key, about: notifiedService({ rule: 'slow', endedAt: noon + minute }) });
    expect(storiesOf({ ...nothing, messages: [item] })).toMatchObject([
      { rule: 'slow', service: 'api', startedAt: noon, endedAt: noon + minute, incidentId: 'i-1', isOpen: false },
    ]);
  });

  test('is known by its key where nothing was ever sent', () => {
    const odd = 'certificate/a/b c/2026-11-21T12:00:00.000Z';
    expect(storiesOf({ ...nothing, notSent: [notSent({ dedupKey: odd })] })).toMatchObject([
      { rule: 'certificate', service: 'a/b c', startedAt: noon },
    ]);
  });

  test('of svcmon itself is about no service', () => {
    const own = outboxItem({
      dedupKey: 'storage/svcmon/2026-11-21T12:00:00.000Z',
      about: notifiedService({ name: 'svcmon', target: '', rule: 'storage' }),
    });
    expect(storiesOf({ ...nothing, messages: [own] })[0]).not.toHaveProperty('service');
  });

  test('of a test is none', () => {
    expect(storiesOf({ ...nothing, messages: [outboxItem({ kind: 'test' })] })).toEqual([]);
  });

  test('comes first while it is open, else the newest first', () => {
    const keys = ['unhealthy/a/2026-11-21T10:00:00.000Z', 'unhealthy/b/2026-11-21T11:00:00.000Z'];
    const messages = keys.map((dedupKey) => outboxItem({ id: dedupKey, dedupKey }));
    const stories = storiesOf({ ...nothing, messages, alerts: [alert({ dedupKey: 'c', startedAt: 0 })] });
    expect(stories.map(({ dedupKey }) => dedupKey)).toEqual(['c', ...keys.toReversed()]);
  });
});

/** Explains what a store holds, with the channels ops, mail and pager, of which ops and mail are routed to. */
async function explained(
  parts: Parameters<typeof commitOf>[0],
  subject: Parameters<typeof readExplanation>[1]['subject'],
  known: Partial<Parameters<typeof readExplanation>[1]['config']> = {},
) {
  const store = createMemoryStore();
  await store.commit(commitOf({ health: [{ service: 'api', health: health() }], ...parts }));
  const channel = { type: 'test', send: async () => ({ outcome: 'delivered' as const }) };
  const { check } = scriptedCheck(async () => new Promise(() => undefined), { service: { name: 'api' } });
  const { alerts } = configOf([], { channels: { ops: channel, mail: channel, pager: channel } });
  const routes = alerts.routes.map((route) => ({ ...route, channels: ['ops', 'mail'] }));
  const config = { services: [configured(check)], channels: alerts.channels, routes, isWhole: true, ...known };
  return readExplanation(store, { config, subject, time });
}

const opened = {
  alerts: [alert({ dedupKey: key })],
  channels: [channelState({ dedupKey: key, state: 'firing' as const, lastToldAt: noon + minute })],
  outbox: [
    outboxItem({ dedupKey: key, state: 'delivered', settledAt: noon + minute, attempts: 1 }),
    outboxItem({
      id: 'o-2',
      channel: 'mail',
      dedupKey: key,
      attempts: 2,
      lastError: 'answered 451',
      notBeforeAt: noon + 61 * minute,
    }),
    outboxItem({
      id: 'o-3',
      channel: 'gone',
      dedupKey: key,
      state: 'rejected',
      settledAt: noon,
      lastError: 'answered 404',
    }),
  ],
};

test('an explanation has something to say for every channel, those that are gone and those that nothing leads to as well', async () => {
  const alerts = await explained(opened, { onlyCurrent: true });
  expect(explanation(alerts, time, look)).toBe(`✕ api is unhealthy since 12:00:00, incident i-1
  ops    was told of it at 12:01:00
         is next reminded at 16:01:00
  mail   is to be told of it: 2 attempts failed, the last: answered 451; the
         next at 13:01:00
  pager  is not told of it: no route leads there
  gone   was not told of it: refused for good at 12:00:00: answered 404
         is not configured any more
`);
  expect(explanationDocument(alerts[0] ?? expect.fail())).toMatchObject({
    rule: 'unhealthy',
    open: true,
    started: '2026-11-21T12:00:00.000Z',
    ended: null,
    channels: { length: 4, 2: { channel: 'pager', sentences: ['is not told of it: no route leads there'] } },
    messages: { length: 3 },
  });
});

test('channels that have heard the same share their lines', async () => {
  const over = incident({ recoveredAt: noon + minute, closedAt: noon + 2 * minute, closedAs: 'recovered' });
  const held = notSent({ dedupKey: key, reason: 'parent_down', text: 'suppressed: orders-db is down' });
  const alerts = await explained({ incidents: [over], notSent: [held] }, { service: 'api' });
  expect(explanation(alerts, time, look)).toBe(`✓ api was unhealthy from 12:00:00 to 12:01:00, incident i-1
  ops, mail, pager  was not told of it at 12:00:00: orders-db is down
`);
});

test.each<[string, Parameters<typeof readExplanation>[1]['subject'], number]>([
  ['of a service are those of no other', { service: 'web' }, 0],
  ['of an incident are its own', { incidentId: 'i-1' }, 1],
  ['of another incident are others', { incidentId: 'i-2' }, 0],
])('the alerts %s', async (_name, subject, count) => {
  expect(await explained(opened, subject)).toHaveLength(count);
});

test('a hostile target cannot leave its line', async () => {
  for (const [, said] of hostileTexts) {
    const item = outboxItem({
      dedupKey: key,
      channel: said,
      lastError: said,
      attempts: 1,
      about: notifiedService({ name: said }),
    });
    const alerts = await explained(
      { outbox: [item], notSent: [notSent({ dedupKey: key, text: said })] },
      { service: 'api' },
    );
    const tables = [
      explanation(alerts, time, look),
      messageTable([item], time, look),
      channelTable(channelLines({ channels: [], isWhole: true }, { pending: [item], history: [item] }), time, look),
    ];
    expect(tables.join('')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u200b]/);
  }
});

describe('a service of which nothing is told', () => {
  const service = serviceNamed('api');
  test.each<[string, Partial<Health>, string]>([
    ['is well', {}, 'api is healthy since 12:00:00: no alert is open'],
    [
      'has not failed often enough',
      { against: ['unhealthy', 'unhealthy'], againstSinceAt: noon + minute },
      'api fails since 12:01:00, but only 2 of the 3 times in a row that confirm it (failure_count_alert): nothing is told yet',
    ],
    ['has not been seen', { status: 'unknown' }, 'it is not known how api is: there is nothing to tell'],
  ])('%s', (_name, facts, sentence) => {
    expect(quietSentence('api', { service, health: health(facts) }, time)).toBe(sentence);
  });

  test('was not checked yet, or is not configured any more', () => {
    expect(quietSentence('api', { service, health: undefined }, time)).toBe(
      'api was not checked yet: there is nothing to tell',
    );
    expect(quietSentence('api', { service: undefined, health: health() }, time)).toBe(
      'api is not configured any more: nothing is told of it',
    );
  });
});

describe('a channel', () => {
  const channels = [
    { name: 'ops', type: 'slack' },
    { name: 'mail', type: 'email' },
  ];
  const history = [
    outboxItem({ id: 'o-9', kind: 'test', state: 'delivered', settledAt: noon + 9 * minute }),
    outboxItem({ id: 'o-4', state: 'delivered', settledAt: noon + 2 * minute, lastError: 'answered 503', attempts: 2 }),
    outboxItem({ id: 'o-3', channel: 'mail', attempts: 3, lastError: 'answered 451', notBeforeAt: noon + 5 * minute }),
    outboxItem({ id: 'o-2', channel: 'mail', state: 'delivered', settledAt: noon }),
    outboxItem({ id: 'o-1', channel: 'old', state: 'delivered', settledAt: noon }),
  ];
  const pending = [outboxItem({ id: 'o-3', channel: 'mail' }), outboxItem({ id: 'o-5', channel: 'gone' })];

  test('is in trouble while its last sending has failed', () => {
    expect(channelLines({ channels, isWhole: true }, { pending, history })).toEqual([
      { name: 'ops', type: 'slack', isGone: false, waiting: 0, deliveredAt: noon + 2 * minute },
      { name: 'mail', type: 'email', isGone: false, waiting: 1, deliveredAt: noon, trouble: 'answered 451' },
      { name: 'gone', isGone: true, waiting: 1 },
    ]);
  });

  test('is not said to be gone where the configuration has a mistake', () => {
    const lines = channelLines({ channels: [], isWhole: false }, { pending, history: [] });
    expect(channelTable(lines, time, look)).toBe(
      `CHANNEL  TYPE  WAITING  DELIVERED  TROUBLE
mail     –           1          –
gone     –           1          –
`,
    );
  });

  test('is one line, and so is a message', () => {
    expect(channelTable(channelLines({ channels, isWhole: true }, { pending, history }), time, look)).toBe(
      `CHANNEL  TYPE            WAITING  DELIVERED  TROUBLE
ops      slack                 0   12:02:00
mail     email                 1   12:00:00  answered 451
gone     not configured        1          –
`,
    );
    expect(messageTable(history.slice(0, 3), time, { ...look, width: 100 })).toBe(
      `  MESSAGE  CHANNEL  ABOUT      MADE  WHAT BECAME OF IT
✓ test     ops      api    12:00:00  delivered at 12:09:00
✓ firing   ops      api    12:00:00  delivered at 12:02:00 after 2 attempts
… firing   mail     api    12:00:00  3 attempts failed, the last: answered 451; the next is due now
`,
    );
  });
});
