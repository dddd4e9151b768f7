import { expect, test } from 'vitest';
import { dueReport, type ReportSchedule } from '../../src/domain/report-schedule.ts';

const monthly: ReportSchedule = { name: 'monthly', when: '0 6 1 * *', unit: 'month', formats: ['html'], channels: [] };
const at = (instant: string) => Date.parse(instant);

test.each([
  ['is not due before its time', '2026-11-01T04:59:59Z', '2026-10-01T04:00:00Z', undefined],
  ['is due at its time', '2026-11-01T05:00:00Z', '2026-10-01T04:00:00Z', '2026-10'],
  ['is due a moment later', '2026-11-01T05:00:00.250Z', '2026-10-01T04:00:00Z', '2026-10'],
  ['stays due until it is made', '2026-11-19T12:00:00Z', '2026-10-01T04:00:00Z', '2026-10'],
  ['is not due again once it was made', '2026-11-19T12:00:00Z', '2026-11-01T05:00:00Z', undefined],
  [
    'is due once, and for the last period only, when several were missed',
    '2026-11-19T12:00:00Z',
    '2026-03-01T05:00:00Z',
    '2026-10',
  ],
])('a monthly report %s', (_name, now, after, label) => {
  const due = dueReport(monthly, { timezone: 'Europe/Berlin', nowAt: at(now), afterAt: at(after) });
  expect(due?.period.label).toBe(label);
  expect(due?.dueAt).toBe(label && at('2026-11-01T05:00:00Z'));
});

test('a weekly report is about the week that ended', () => {
  const weekly: ReportSchedule = { ...monthly, when: '30 7 * * 1', unit: 'week' };
  const due = dueReport(weekly, { timezone: 'UTC', nowAt: at('2026-11-23T08:00:00Z'), afterAt: 0 });
  expect(due?.period.label).toBe('2026-W47');
});
