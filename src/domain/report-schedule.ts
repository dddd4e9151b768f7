import { Cron } from 'croner';
import type { CalendarUnit } from './period.ts';
import type { ReportFormat } from './report-format.ts';
import { lastPeriod, type NamedPeriod } from './report-period.ts';

/** A report that is made again and again. */
export interface ReportSchedule {
  /** Unique; its identity in the store. */
  readonly name: string;
  /** Five fields: minute, hour, day of month, month, day of week, by the zone of the reports. */
  readonly when: string;
  /** Of which the last one that is over then is reported. */
  readonly unit: CalendarUnit;
  /** Of the files. */
  readonly formats: readonly ReportFormat[];
  /** To which it is sent. */
  readonly channels: readonly string[];
}

/** A report that is due. */
export interface DueReport {
  /** Epoch ms. */
  readonly dueAt: number;
  readonly period: NamedPeriod;
}

/** What is due by now and came due after that instant: the last one only, however many were missed. */
export function dueReport(
  { when, unit }: ReportSchedule,
  { timezone, nowAt, afterAt }: { readonly timezone: string; readonly nowAt: number; readonly afterAt: number },
): DueReport | undefined {
  const cron = new Cron(when, { mode: '5-part', paused: true, fixedTimeRule: 'no-wildcard', timezone });
  // Cron works in whole seconds and answers with what comes before the given one.
  const [last] = cron.previousRuns(1, new Date(Math.floor(nowAt / 1_000) * 1_000 + 1_000));
  const dueAt = last?.getTime();
  if (dueAt === undefined || dueAt <= afterAt || dueAt > nowAt) return undefined;
  return { dueAt, period: lastPeriod(dueAt, unit, timezone) };
}
