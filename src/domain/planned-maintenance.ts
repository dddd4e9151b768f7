import { type MaintenanceSchedule, windowsOf } from './calendar.ts';
import type { MaintenanceWindow } from './silence.ts';

const dayMs = 86_400_000;
// Far enough for a 29th of February, near first: a pattern of every minute has half a million windows a year.
const horizonsMs = [dayMs, 32 * dayMs, 366 * dayMs, 4 * 366 * dayMs] as const;

/** Windows that people added. */
export const planningHorizonMs = 10 * 366 * dayMs;

/** The window of a schedule that is open, else its next; undefined where there is none in the next four years. */
export function nextWindowOf(schedule: MaintenanceSchedule, nowAt: number): MaintenanceWindow | undefined {
  for (const horizonMs of horizonsMs) {
    const [next] = windowsOf(schedule, { fromAt: nowAt, toAt: nowAt + horizonMs });
    if (next !== undefined) return next;
  }
  return undefined;
}

/** What is open or to come: people's windows that are not cancelled, and of each schedule the next; by their beginning. */
export function plannedWindows(
  windows: readonly MaintenanceWindow[],
  schedules: readonly MaintenanceSchedule[],
  nowAt: number,
): readonly MaintenanceWindow[] {
  const own = windows.filter(({ cancelledAt }) => cancelledAt === undefined);
  const recurring = schedules.flatMap((schedule) => nextWindowOf(schedule, nowAt) ?? []);
  return [...own, ...recurring].toSorted((a, b) => a.startsAt - b.startsAt);
}
