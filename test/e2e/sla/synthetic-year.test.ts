import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { beforeAll, describe, expect, test } from 'vitest';
import { type SlaDocument, slaReportSchema } from '../../../src/reporting/sla/schema.ts';
import type { Retention } from '../../../src/storage/retention.ts';
import { freshFolder, svcmon } from '../../support/svcmon.ts';
import { configOfYear } from '../../support/synthetic-config.ts';
import { fillStore, keepEverything, maintainAll, openStoreAt } from '../../support/synthetic-store.ts';
import { synthesizeYear } from '../../support/synthetic-year.ts';
import { type BruteYear, bruteReport, type CivilPeriod, studyYear } from './brute-report.ts';
import { differences } from './differences.ts';
import { limits, months, yearSize } from './year-size.ts';

const year = synthesizeYear(yearSize);
const wholeYear = { first: '2025-01-01', end: '2026-01-01', previous: '2024-01-01' };
const dayMs = 86_400_000;

let folder: string;
let brute: BruteYear;

beforeAll(async () => {
  folder = await freshFolder();
  brute = studyYear(year);
  const store = await openStoreAt(join(folder, 'all.db'), year.toAt, keepEverything);
  await fillStore(store, year);
  await maintainAll(store, year.toAt);
  await store.close();
  await configure('all');
}, limits.fillMs);

/** Writes `<database>.yaml`, which reports of `<database>.db` are made by. */
async function configure(database: string, order?: Parameters<typeof configOfYear>[1]['order']): Promise<void> {
  const text = configOfYear(year, { database: join(folder, `${database}.db`), ...(order && { order }) });
  await writeFile(join(folder, `${database}.yaml`), text);
}

interface Printing {
  readonly database?: string;
  readonly timezone?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What `svcmon report` prints as JSON. */
async function print(
  period: readonly string[],
  { database = 'all', timezone = 'UTC', env }: Printing = {},
): Promise<string> {
  const args = ['report', '-c', `${database}.yaml`, '--format', 'json', '--output', '-', '--timezone', timezone];
  const ended = await svcmon([...args, ...period], { cwd: folder, ...(env && { env }) });
  expect(ended, ended.stderr).toMatchObject({ exitCode: 0 });
  return ended.stdout;
}

function parse(text: string): SlaDocument {
  return slaReportSchema.parse(JSON.parse(text));
}

/** By how much the report itself says that checks and latency of a service may be off. */
function statedSlack({ services }: SlaDocument): (service: string) => number {
  const slack = new Map(services.map(({ name, counts_error_seconds: seconds }) => [name, seconds * 1_000]));
  return (service) => slack.get(service) ?? 0;
}

describe('figures that were worked out independently', () => {
  test.each(['UTC', 'Europe/Berlin'])(
    'are what a report of the year prints in %s, to the ms',
    async (timezone) => {
      const printed = parse(await print(['--year', '2025'], { timezone }));
      expect(differences(bruteReport(brute, { timezone, ...wholeYear }), printed)).toEqual([]);
    },
    limits.reportMs,
  );

  test.each(months)(
    'are what a report of %s prints in Berlin, whose clocks change',
    async (month) => {
      const period = { timezone: 'Europe/Berlin', ...civilMonth(month) };
      const printed = parse(await print(['--month', month], period));
      expect(differences(bruteReport(brute, period), printed)).toEqual([]);
    },
    limits.reportMs,
  );

  test('are of a year in which everything happened', { timeout: limits.reportMs }, () => {
    const { services, groups } = bruteReport(brute, { timezone: 'UTC', ...wholeYear });
    const lists = ['incidents', 'soft_failures', 'gaps', 'exclusions', 'adjustments'] as const;
    for (const list of lists) {
      const count = services.reduce((sum, { [list]: { length } }) => sum + length, 0);
      expect(count).toBeGreaterThan(50);
    }
    const reasons = new Set(services.flatMap(({ gaps }) => gaps.map(({ reason }) => reason)));
    expect([...reasons].sort()).toEqual(['circuit_open', 'missed_window', 'monitor_offline', 'not_monitored']);
    const verdicts = new Set(services.map(({ verdict }) => verdict));
    expect([...verdicts].sort()).toEqual(['insufficient_data', 'met', 'missed', null]);
    const states = new Set(services.flatMap(({ timeline }) => timeline.map(({ state }) => state)));
    expect(states.size).toBe(6);
    expect(services.filter(({ mtta_seconds: mtta }) => mtta !== null).length).toBeGreaterThan(20);
    expect(services.filter(({ adjusted }) => adjusted !== null).length).toBeGreaterThan(20);
    expect(new Set(groups.map(({ aggregation }) => aggregation)).size).toBe(3);
  });
});

function civilMonth(month: string): Omit<CivilPeriod, 'timezone'> {
  const first = new Date(`${month}-01T00:00:00Z`);
  const monthsOn = (count: number) => {
    return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + count, 1)).toISOString().slice(0, 10);
  };
  return { first: `${month}-01`, end: monthsOn(1), previous: monthsOn(-1) };
}

describe('when single results are gone', () => {
  const daily = keepEverything.dailyMs;
  const kept: Readonly<Record<string, Retention>> = {
    hours: { resultsMs: 14 * dayMs, hourlyMs: 400 * dayMs, dailyMs: daily },
    days: { resultsMs: 14 * dayMs, hourlyMs: 30 * dayMs, dailyMs: daily },
  };

  beforeAll(async () => {
    for (const [database, retention] of Object.entries(kept)) {
      await copyFile(join(folder, 'all.db'), join(folder, `${database}.db`));
      const store = await openStoreAt(join(folder, `${database}.db`), year.toAt, retention);
      await maintainAll(store, year.toAt);
      await store.close();
      await configure(database);
    }
  }, limits.fillMs);

  test('they are gone', async () => {
    const [before, after] = await Promise.all(['all', 'hours'].map(countBlocks));
    expect(after).toBeLessThan((before ?? 0) / 5);
  });

  test.each([
    ['hours', 'UTC', 0],
    ['hours', 'Asia/Kolkata', 3_600],
    ['days', 'Europe/Berlin', 4 * 3_600],
  ])(
    'but %s are there, times are the same in %s, and counts within the error that is stated',
    async (database, timezone, mostSeconds) => {
      const printed = parse(await print(['--month', '2025-06'], { database, timezone }));
      const period = { timezone, ...civilMonth('2025-06') };
      const expected = bruteReport(brute, period, statedSlack(printed));
      expect(differences(expected, printed)).toEqual([]);
      const stated = printed.services.map(({ counts_error_seconds: seconds }) => seconds);
      expect(Math.max(...stated)).toBe(mostSeconds);
    },
    limits.reportMs,
  );
});

function countBlocks(database: string): number {
  const handle = new DatabaseSync(join(folder, `${database}.db`), { readOnly: true });
  const { count } = handle.prepare('select count(*) as count from result_block').get();
  handle.close();
  return count;
}

describe('the JSON of a period has the same bytes', () => {
  let first: string;
  const october = ['--month', '2025-10'];
  const inBerlin = { timezone: 'Europe/Berlin' };

  beforeAll(async () => {
    first = await print(october, inBerlin);
  }, limits.reportMs);

  test('when it is made once more', { timeout: limits.reportMs }, async () => {
    expect(await print(october, inBerlin)).toBe(first);
  });

  test('wherever it is made', { timeout: limits.reportMs }, async () => {
    const env = { TZ: 'Pacific/Chatham', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', LANGUAGE: 'ar' };
    expect(await print(october, { ...inBerlin, env })).toBe(first);
  });

  test('in whatever order services are configured', { timeout: limits.reportMs }, async () => {
    await copyFile(join(folder, 'all.db'), join(folder, 'turned.db'));
    await configure('turned', (services) => services.toReversed());
    expect(await print(october, { ...inBerlin, database: 'turned' })).toBe(first);
  });

  test('when the file was packed, and when somebody kept it in the meantime', { timeout: limits.fillMs }, async () => {
    await copyFile(join(folder, 'all.db'), join(folder, 'packed.db'));
    await configure('packed');
    const handle = new DatabaseSync(join(folder, 'packed.db'));
    handle.exec('vacuum');
    handle.close();
    expect(await print(october, { ...inBerlin, database: 'packed' })).toBe(first);
    const store = await openStoreAt(join(folder, 'packed.db'), year.toAt + dayMs, keepEverything);
    await maintainAll(store, year.toAt + dayMs);
    await store.close();
    expect(await print(october, { ...inBerlin, database: 'packed' })).toBe(first);
  });
});
