import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type BoundChannel, bindChannel, type Delivery } from '../../src/channels/channel.ts';
import { file } from '../../src/channels/file.ts';
import { slack } from '../../src/channels/slack.ts';
import { notifiedServices } from '../../src/domain/notification.ts';
import { createRedactor } from '../../src/domain/redaction.ts';
import { type AlertChannel, alert } from '../../src/monitor/alerting.ts';
import { systemTimer } from '../../src/resilience/timer.ts';
import { checkReport, checkResult, degradedResult, mixedReport, unhealthyResult } from '../support/check-result.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import { loopbackHttp } from '../support/loopback-http.ts';
import { startReceiver } from '../support/receiver.ts';

const never = new AbortController().signal;

function partsOn(clock: FakeClock) {
  const redact = createRedactor(['s3cr3t']);
  return { http: loopbackHttp, clock, startTimer: clock.startTimer, random: () => 0.5, redact };
}

/** A channel that gives these outcomes one after another, the last one for ever, and notes what it was given. */
function scripted(name: string, ...outcomes: readonly Delivery[]) {
  const told: string[] = [];
  const channel: BoundChannel = {
    type: 'scripted',
    send: async ({ dedupKey }) => {
      told.push(dedupKey);
      return outcomes[Math.min(told.length, outcomes.length) - 1] ?? { outcome: 'delivered' };
    },
  };
  return { name, channel, told };
}

function misbehaving(name: string, send: BoundChannel['send']): AlertChannel {
  return { name, channel: { type: 'misbehaving', send } };
}

test.each([
  ['everything is healthy', checkReport([checkResult()])],
  ['there is nothing', checkReport([])],
])('tells nobody anything when %s', async (_name, report) => {
  const channel = scripted('ops');
  const alerted = await alert({ report, channels: [channel], signal: never }, partsOn(createFakeClock()));
  expect(alerted).toEqual({ deliveries: [] });
  expect(channel.told).toEqual([]);
});

test.each([
  ['unhealthy', checkReport([checkResult(), unhealthyResult])],
  ['slow', checkReport([checkResult(), degradedResult])],
])('sends one message on every channel when a service is %s', async (_name, report) => {
  const channels = [scripted('ops'), scripted('oncall')];
  const alerted = await alert({ report, channels, signal: never }, partsOn(createFakeClock()));
  expect(channels.map(({ told }) => told)).toEqual([
    [alerted.notification?.dedupKey],
    [alerted.notification?.dedupKey],
  ]);
  expect(alerted.deliveries).toEqual([
    { channel: 'ops', type: 'scripted', delivery: { outcome: 'delivered' }, attempts: 1, durationMs: 0 },
    { channel: 'oncall', type: 'scripted', delivery: { outcome: 'delivered' }, attempts: 1, durationMs: 0 },
  ]);
});

test('tries again, with the same key, where the channel says that makes sense', async () => {
  const clock = createFakeClock();
  const channel = scripted('ops', { outcome: 'retry', reason: 'answered 500' }, { outcome: 'delivered' });
  const alerted = await clock.settle(
    alert({ report: mixedReport, channels: [channel], signal: never }, partsOn(clock)),
  );
  expect(alerted.deliveries).toMatchObject([{ delivery: { outcome: 'delivered' }, attempts: 2 }]);
  expect(new Set(channel.told).size).toBe(1);
});

/** A channel that holds one alert per service, and answers by the name of the service and how often it was told of it. */
function onePerService(answer: (name: string, time: number) => Delivery) {
  const told: string[] = [];
  const channel: BoundChannel = {
    type: 'scripted',
    oneByOne: true,
    send: async (notification) => {
      const names = notifiedServices(notification).map(({ name }) => name);
      told.push(`${notification.dedupKey}: ${names.join()}`);
      return answer(names.join(), told.filter((line) => line.endsWith(`: ${names.join()}`)).length);
    },
  };
  return { name: 'oncall', channel, told };
}

const threeDown = checkReport(['a', 'b', 'c'].map((service) => ({ ...unhealthyResult, service })));

test('sends each service by itself where a channel holds one alert per service, and none again that got through', async () => {
  const clock = createFakeClock();
  const channel = onePerService((name, time) =>
    name === 'b' && time === 1 ? { outcome: 'retry', reason: 'answered 500' } : { outcome: 'delivered' },
  );
  const sent = alert({ report: threeDown, channels: [channel], signal: never }, partsOn(clock));
  const { deliveries } = await clock.settle(sent);
  expect(channel.told).toEqual(['a', 'b', 'b', 'c'].map((name) => `service_health/${name}: ${name}`));
  expect(deliveries).toMatchObject([{ delivery: { outcome: 'delivered' }, attempts: 2 }]);
});

test.each<[string, Delivery, readonly string[]]>([
  [
    'goes on after a refusal, which is told in the end',
    { outcome: 'rejected', reason: 'answered 400' },
    ['a', 'b', 'c'],
  ],
  ['ends where the channel gives out', { outcome: 'retry', reason: 'answered 500' }, ['a', 'b', 'b', 'b']],
])('of several parts, %s', async (_name, delivery, names) => {
  const clock = createFakeClock();
  const channel = onePerService((name) => (name === 'b' ? delivery : { outcome: 'delivered' }));
  const sent = alert({ report: threeDown, channels: [channel], signal: never }, partsOn(clock));
  const { deliveries } = await clock.settle(sent);
  expect(channel.told.map((line) => line.split(': ')[1])).toEqual(names);
  expect(deliveries).toMatchObject([{ delivery }]);
});

test.each<[string, Delivery, number, number]>([
  ['a final no', { outcome: 'rejected', reason: 'answered 404' }, 1, 0],
  ['a retry that never helps', { outcome: 'retry', reason: 'answered 500' }, 3, 750],
  ['a short Retry-After', { outcome: 'retry', reason: 'answered 429', retryAfterMs: 2_000 }, 3, 4_000],
  ['a Retry-After beyond the deadline', { outcome: 'retry', reason: 'answered 429', retryAfterMs: 60_000 }, 1, 0],
])('gives up after %s', async (_name, delivery, attempts, durationMs) => {
  const clock = createFakeClock();
  const channels = [scripted('ops', delivery)];
  const alerted = await clock.settle(alert({ report: mixedReport, channels, signal: never }, partsOn(clock)));
  expect(alerted.deliveries).toMatchObject([{ delivery, attempts, durationMs }]);
});

test('a channel that hangs, one that throws and one that leaks hold nobody else up', async () => {
  const clock = createFakeClock();
  const channels = [
    misbehaving('hangs', () => new Promise(() => undefined)),
    misbehaving('throws', () => {
      throw new TypeError('s3cr3t is not a function');
    }),
    misbehaving('leaks', async () => ({ outcome: 'rejected', reason: 'no such token: s3cr3t' })),
    scripted('works'),
  ];
  const alerted = await clock.settle(alert({ report: mixedReport, channels, signal: never }, partsOn(clock)));
  expect(alerted.deliveries).toMatchObject([
    { channel: 'hangs', delivery: { outcome: 'retry', reason: 'no answer within 10 s' } },
    {
      channel: 'throws',
      delivery: { outcome: 'rejected', reason: 'a defect of the channel: TypeError: *** is not a function' },
    },
    { channel: 'leaks', delivery: { outcome: 'rejected', reason: 'no such token: ***' } },
    { channel: 'works', delivery: { outcome: 'delivered' }, durationMs: 0 },
  ]);
  expect(alerted.deliveries[0]?.durationMs).toBeLessThanOrEqual(10_100);
  expect(clock.pendingTimers()).toBe(0);
});

test('ends when it is stopped', async () => {
  const clock = createFakeClock();
  const caller = new AbortController();
  const channels = [misbehaving('hangs', () => new Promise(() => undefined))];
  const promise = alert({ report: mixedReport, channels, signal: caller.signal }, partsOn(clock));
  await clock.advance(1_000);
  caller.abort();
  const { deliveries } = await clock.settle(promise);
  expect(deliveries).toMatchObject([{ delivery: { outcome: 'retry', reason: 'stopped before it was sent' } }]);
  expect(deliveries[0]?.durationMs).toBeLessThanOrEqual(1_100);
});

test('through real channels: Slack recovers at the third attempt, the file is written once', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'svcmon-alerting-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const receiver = await startReceiver((index) => ({ status: index < 2 ? 500 : 200, body: 'ok' }));
  const channels = [
    { name: 'ops', channel: bindChannel(slack, slack.options.parse({ webhook_url: `${receiver.url}/hook` })) },
    { name: 'files', channel: bindChannel(file, { directory }) },
  ];
  const clock = { now: Date.now, monotonic: () => performance.now() };
  const parts = { ...partsOn(createFakeClock()), clock, startTimer: systemTimer, random: () => 0.01 };
  const { deliveries } = await alert({ report: mixedReport, channels, signal: never }, parts);
  expect(deliveries).toMatchObject([
    { channel: 'ops', type: 'slack', delivery: { outcome: 'delivered' }, attempts: 3 },
    { channel: 'files', type: 'file', delivery: { outcome: 'delivered' }, attempts: 1 },
  ]);
  expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
  expect(await readdir(directory)).toHaveLength(1);
});
