import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createReportMaker } from '../../../src/app/report-maker.ts';
import { openResultPath } from '../../../src/app/result-path.ts';
import { type DueReportsParts, makeDueReports } from '../../../src/app/sla/due-reports.ts';
import type { BoundChannel, Delivery } from '../../../src/channels/channel.ts';
import type { Config } from '../../../src/config/config.ts';
import type { Notification } from '../../../src/domain/notification.ts';
import type { ReportSchedule } from '../../../src/domain/report-schedule.ts';
import { systemTimer } from '../../../src/resilience/timer.ts';
import { type Store, StoreUnavailable } from '../../../src/storage/store.ts';
import { configOf } from '../../support/config.ts';
import { createLogBook } from '../../support/log-book.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { fillOctober } from '../../support/sla-month.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const monthly: ReportSchedule = {
  name: 'monthly',
  when: '0 6 1 * *',
  unit: 'month',
  formats: ['html', 'json'],
  channels: ['ops'],
};
const october = { before: Date.parse('2024-10-15T12:00Z'), after: Date.parse('2024-11-03T12:00Z') };

function channelOf(outcome: Delivery = { outcome: 'delivered' }) {
  const told: Notification[] = [];
  const channel: BoundChannel = {
    type: 'test',
    send: async (notification) => {
      told.push(notification);
      return outcome;
    },
  };
  return { channel, told };
}

interface Process {
  readonly store: Store;
  readonly channel: BoundChannel;
  readonly directory: string;
  readonly nowAt: number;
  readonly schedule?: readonly ReportSchedule[];
  readonly signal?: AbortSignal;
}

/** One life of a monitor, as far as reports go; `make` in place of the making of those that are due. */
async function run(
  { store, channel, directory, nowAt, schedule = [monthly], signal = new AbortController().signal }: Process,
  make: (config: Config, parts: DueReportsParts) => Promise<void> = makeDueReports,
): Promise<readonly string[]> {
  const config = configOf([], { channels: { ops: channel }, reports: { timezone: 'UTC', directory, schedule } });
  const clock = { now: () => nowAt, monotonic: () => performance.now() };
  const http = { request: () => Promise.reject(new Error('nothing is asked here')) };
  const effects = { clock, startTimer: systemTimer, random: () => 0.5, http };
  const log = createLogBook();
  const path = await openResultPath({
    config,
    store,
    effects,
    redact: (text) => text,
    publish: () => undefined,
    isOffline: () => false,
  });
  try {
    await make(config, { store, path, effects, log, signal });
  } finally {
    await path.close(clock.monotonic() + 1_000);
  }
  return log.lines;
}

async function worldOf() {
  const store = createMemoryStore();
  await fillOctober(store);
  const { channel, told } = channelOf();
  const directory = join(temporaryFolder(), 'reports');
  const life = (nowAt: number, more: Partial<Process> = {}) => run({ store, channel, directory, nowAt, ...more });
  return { store, told, directory, life };
}

test('a schedule that is new begins with the next time that it is due', async () => {
  const { store, told, life } = await worldOf();
  await life(october.after);
  expect(told).toEqual([]);
  expect(await store.reportMarks()).toEqual(new Map([['monthly', october.after]]));
});

test('what is due is written and sent, once, whatever is started again', async () => {
  const { told, directory, life } = await worldOf();
  await life(october.before);
  expect(await life(october.after)).toEqual(['info a report was made']);
  await life(october.after);
  await life(october.after + 86_400_000);
  expect(readdirSync(directory).toSorted()).toEqual(['2024-10.html', '2024-10.json']);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({
    type: 'sla_report',
    severity: 'info',
    summary: '2024-10: No objective is set; overall 99.93 % of the measured time was up',
    files: [
      { name: '2024-10.html', path: join(directory, '2024-10.html'), mediaType: 'text/html' },
      { name: '2024-10.json', mediaType: 'application/json' },
    ],
  });
});

test('what was not taken is sent by the next process, and not made again', async () => {
  const { told, directory, life } = await worldOf();
  await life(october.before);
  const away = channelOf({ outcome: 'retry', reason: 'away' });
  await life(october.after, { channel: away.channel });
  writeFileSync(join(directory, '2024-10.json'), 'as it was');
  await life(october.after + 3_600_000);
  expect(away.told).not.toEqual([]);
  expect(told).toHaveLength(1);
  expect(told[0]?.itemIds).toEqual(away.told[0]?.itemIds);
  expect(readFileSync(join(directory, '2024-10.json'), 'utf8')).toBe('as it was');
});

test('what cannot be written is not sent, and is made as soon as it can be', async () => {
  const { told, directory, life } = await worldOf();
  await life(october.before);
  writeFileSync(directory, 'a file in the place of the folder');
  await expect(life(october.after)).rejects.toMatchObject({ code: 'EEXIST' });
  expect(told).toEqual([]);
  rmSync(directory);
  await life(october.after);
  expect(told).toHaveLength(1);
});

test('of several times that were missed the last is made up for', async () => {
  const { told, directory, life } = await worldOf();
  await life(Date.parse('2024-03-15T12:00Z'));
  await life(october.after);
  expect(readdirSync(directory).toSorted()).toEqual(['2024-10.html', '2024-10.json']);
  expect(told).toHaveLength(1);
});

test('without channels it is only written', async () => {
  const { store, directory, life } = await worldOf();
  const schedule = [{ ...monthly, channels: ['gone'] }];
  await life(october.before, { schedule });
  await life(october.after, { schedule });
  expect(readdirSync(directory)).toHaveLength(2);
  expect(await store.outboxHistory({ limit: 10 })).toEqual([]);
});

test('what keeps a report from being made is logged when it changes, and a defect is not swallowed', async () => {
  const { channel } = channelOf();
  let failure: Error = new StoreUnavailable('the disk is full');
  const store = { ...createMemoryStore(), reportMarks: () => Promise.reject(failure) };
  const lines = await run({ store, channel, directory: 'reports', nowAt: october.after }, async (config, parts) => {
    const make = createReportMaker(parts);
    await make(config);
    await make(config);
    failure = new Error('a defect');
    await expect(make(config)).rejects.toThrow('a defect');
  });
  expect(lines).toEqual(['error a report cannot be made; it is tried again']);
});

test('a report that is being made when svcmon stops is made by the next process', async () => {
  const { told, directory, life } = await worldOf();
  await life(october.before);
  await expect(life(october.after, { signal: AbortSignal.abort() })).rejects.toThrow('aborted');
  expect(told).toEqual([]);
  await life(october.after);
  expect(told).toHaveLength(1);
  expect(readdirSync(directory)).toHaveLength(2);
});
