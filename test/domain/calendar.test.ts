import { describe, expect, test } from 'vitest';
import { type MaintenanceSchedule, scheduleProblem, windowsOf } from '../../src/domain/calendar.ts';

const hourMs = 3_600_000;

function windows(changes: Partial<MaintenanceSchedule>, from: string, to: string): readonly string[] {
  const schedule = {
    name: 'patching',
    schedule: '0 2 * * *',
    durationMs: 2 * hourMs,
    timezone: 'UTC',
    match: {},
    ...changes,
  };
  return windowsOf(schedule, { fromAt: Date.parse(from), toAt: Date.parse(to) }).map(
    ({ startsAt, endsAt }) => `${new Date(startsAt).toISOString()}/${(endsAt - startsAt) / hourMs}h`,
  );
}

describe('the windows of a schedule', () => {
  test.each<
    [what: string, schedule: Partial<MaintenanceSchedule>, from: string, to: string, expected: readonly string[]]
  >([
    [
      'come back',
      {},
      '2026-11-20T00:00Z',
      '2026-11-22T00:00Z',
      ['2026-11-20T02:00:00.000Z/2h', '2026-11-21T02:00:00.000Z/2h'],
    ],
    [
      'that reach into the range belong to it',
      {},
      '2026-11-20T03:00Z',
      '2026-11-20T03:01Z',
      ['2026-11-20T02:00:00.000Z/2h'],
    ],
    ['that end where it begins do not', {}, '2026-11-20T04:00Z', '2026-11-20T05:00Z', []],
    ['that begin where it ends do not', {}, '2026-11-20T01:00Z', '2026-11-20T02:00Z', []],
    ['that begin where it begins do', {}, '2026-11-20T02:00Z', '2026-11-20T02:01Z', ['2026-11-20T02:00:00.000Z/2h']],
    [
      'go on past midnight',
      { schedule: '0 23 * * *', durationMs: 8 * hourMs },
      '2026-11-20T05:00Z',
      '2026-11-20T06:00Z',
      ['2026-11-19T23:00:00.000Z/8h'],
    ],
    [
      'may fill the day',
      { schedule: '0 0 * * *', durationMs: 24 * hourMs },
      '2026-11-20T12:00Z',
      '2026-11-21T12:00Z',
      ['2026-11-20T00:00:00.000Z/24h', '2026-11-21T00:00:00.000Z/24h'],
    ],
    [
      'follow the clocks of their zone',
      { schedule: '0 2 * * SUN', timezone: 'Europe/Berlin' },
      '2026-10-18T00:00Z',
      '2026-11-02T00:00Z',
      ['2026-10-18T00:00:00.000Z/2h', '2026-10-25T00:00:00.000Z/2h', '2026-11-01T01:00:00.000Z/2h'],
    ],
    [
      'that would begin in the hour that spring leaves out begin when it is over',
      { schedule: '30 2 * * *', timezone: 'Europe/Berlin' },
      '2026-03-28T12:00Z',
      '2026-03-30T12:00Z',
      ['2026-03-29T01:00:00.000Z/2h', '2026-03-30T00:30:00.000Z/2h'],
    ],
    [
      'that would begin in the hour that autumn repeats begin once, and last real hours',
      { schedule: '30 2 * * *', timezone: 'Europe/Berlin' },
      '2026-10-24T12:00Z',
      '2026-10-26T12:00Z',
      ['2026-10-25T00:30:00.000Z/2h', '2026-10-26T01:30:00.000Z/2h'],
    ],
  ])('%s', (_what, schedule, from, to, expected) => {
    expect(windows(schedule, from, to)).toEqual(expected);
  });

  test('are not without end', () => {
    expect(windows({ schedule: '* * * * *' }, '2026-01-01T00:00Z', '2027-01-01T00:00Z')).toHaveLength(10_080);
  });

  test('have the same id whenever they are asked for', () => {
    const schedule = { name: 'patching', schedule: '0 2 * * *', durationMs: hourMs, timezone: 'UTC', match: {} };
    const range = { fromAt: Date.parse('2026-11-20T00:00Z'), toAt: Date.parse('2026-11-21T00:00Z') };
    expect(windowsOf(schedule, range)[0]).toMatchObject({ id: 'patching/2026-11-20T02:00:00.000Z', origin: 'config' });
  });
});

test.each<[schedule: string, timezone: string, problem: RegExp | undefined]>([
  ['0 2 * * SUN', 'Europe/Berlin', undefined],
  ['0 2 * * SUN#2', 'UTC', undefined],
  ['0 2 * * SUN', 'Europe/Berln', /^expected an IANA time zone such as "Europe\/Berlin", got "Europe\/Berln"$/],
  ['0 25 * * *', 'UTC', /^expected a cron pattern of five fields, got "0 25 \* \* \*"/],
  ['0 2 * * SUNX', 'UTC', /cron pattern/],
  ['* * * * * *', 'UTC', /cron pattern/],
  ['', 'UTC', /cron pattern/],
])('the schedule "%s" in "%s" has its problem said', (schedule, timezone, problem) => {
  const said = scheduleProblem({ schedule, timezone });
  if (problem === undefined) expect(said).toBeUndefined();
  else expect(said).toMatch(problem);
});
