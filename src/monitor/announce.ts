import { announcementsFor } from '../domain/announcement.ts';
import { type MaintenanceSchedule, windowsOf } from '../domain/calendar.ts';
import type { Store } from '../storage/store.ts';

const hourMs = 3_600_000;
// A day and some more: who runs `svcmon check` once a day announces every window of the next.
const aheadMs = 25 * hourMs;
/**
 * Stores the windows of schedules that begin in the next 25 hours, so that a later change of the configuration cannot change
 * what was planned; stored ones that are not planned any more end. Rejects with StoreUnavailable.
 */
export async function announceMaintenance(
  schedules: readonly MaintenanceSchedule[],
  store: Pick<Store, 'maintenance' | 'saveMaintenance' | 'announceMaintenance'>,
  now: number,
): Promise<void> {
  const nowAt = Math.floor(now);
  const range = { fromAt: nowAt, toAt: nowAt + aheadMs };
  const stored = (await store.maintenance(range)).filter(({ origin }) => origin === 'config');
  const wanted = schedules.flatMap((schedule) => windowsOf(schedule, range));
  const { announced, cancelled } = announcementsFor({ wanted, stored, nowAt });
  if (announced.length > 0) await store.announceMaintenance(announced);
  for (const window of cancelled) await store.saveMaintenance(window);
}
