import { Cron } from 'croner';
import type { MaintenanceWindow, ServiceMatch } from './silence.ts';

/** Maintenance that comes back: begins whenever the cron pattern says so in its zone, and lasts `durationMs` of real time. */
export interface MaintenanceSchedule {
  readonly name: string;
  /** Five fields: minute, hour, day of month, month, day of week. */
  readonly schedule: string;
  readonly durationMs: number;
  /** An IANA zone, e.g. `Europe/Berlin`. */
  readonly timezone: string;
  readonly match: ServiceMatch;
}

/** From the first instant up to, but without, the last; epoch ms. */
export interface TimeRange {
  readonly fromAt: number;
  readonly toAt: number;
}

/** What is wrong with a pattern or a zone, as a sentence; undefined when both can be used. */
export function scheduleProblem({
  schedule,
  timezone,
}: Pick<MaintenanceSchedule, 'schedule' | 'timezone'>): string | undefined {
  if (!isTimezone(timezone))
    return `expected an IANA time zone such as "Europe/Berlin", got ${JSON.stringify(timezone)}`;
  try {
    new Cron(schedule, { ...patternOptions, timezone });
    return undefined;
  } catch (thrown) {
    return `expected a cron pattern of five fields, got ${JSON.stringify(schedule)}${thrown instanceof Error ? `: ${thrown.message}` : ''}`;
  }
}

// In the hour that daylight saving time leaves out a window begins when the hour is over; in the repeated one it begins once.
const patternOptions = { mode: '5-part', paused: true, fixedTimeRule: 'no-wildcard' } as const;

function isTimezone(name: string): boolean {
  // What holds unless somebody says otherwise: the first format of a process takes 15 ms to make.
  if (name === 'UTC') return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The first instant after `at` that the pattern names; undefined where there is none. Throws where `scheduleProblem` finds one. */
export function nextOccurrence(
  { schedule, timezone }: Pick<MaintenanceSchedule, 'schedule' | 'timezone'>,
  at: number,
): number | undefined {
  const cron = new Cron(schedule, { ...patternOptions, timezone });
  return cron.nextRun(new Date(at))?.getTime();
}

// A window a minute for a week is more than any calendar holds, and few enough to go through.
const mostWindows = 10_080;

/** The windows of a schedule that touch the range, in order; at most 10,080. Throws where `scheduleProblem` finds one. */
export function windowsOf(schedule: MaintenanceSchedule, { fromAt, toAt }: TimeRange): readonly MaintenanceWindow[] {
  const cron = new Cron(schedule.schedule, { ...patternOptions, timezone: schedule.timezone });
  const windows: MaintenanceWindow[] = [];
  // Cron works in whole seconds and answers with what comes after the given one.
  let start = cron.nextRun(new Date(fromAt - schedule.durationMs - 1_000));
  while (start !== null && start.getTime() < toAt && windows.length < mostWindows) {
    const window = windowAt(schedule, start.getTime());
    if (window.endsAt > fromAt) windows.push(window);
    start = cron.nextRun(start);
  }
  return windows;
}

/** Announced with the configuration, so always before it begins. */
function windowAt({ name, match, durationMs }: MaintenanceSchedule, startsAt: number): MaintenanceWindow {
  return {
    id: `${name}/${new Date(startsAt).toISOString()}`,
    name,
    match,
    startsAt,
    endsAt: startsAt + durationMs,
    createdAt: startsAt,
    by: 'services.yaml',
    origin: 'config',
  };
}
