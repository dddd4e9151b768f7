import { durationToConfig } from './duration.ts';
import type { MaintenanceWindow } from './silence.ts';

/** What has to be stored so that the windows of schedules stand there before they begin. */
export interface Announcements {
  /** Not stored yet. */
  readonly announced: readonly MaintenanceWindow[];
  /** Stored, and no longer wanted: with the instant of their end. */
  readonly cancelled: readonly MaintenanceWindow[];
}

export interface AnnouncementParts {
  /** Those that the schedules make of the same stretch of time. */
  readonly wanted: readonly MaintenanceWindow[];
  /** Those of the configuration that are stored for it. */
  readonly stored: readonly MaintenanceWindow[];
  readonly nowAt: number;
}

/**
 * Announces windows that are to come, and cancels those that nobody wants any more; one that changes is cancelled and announced
 * anew. What has begun is never announced, nor made longer: that would change what is past. It can end earlier.
 */
export function announcementsFor({ wanted, stored, nowAt }: AnnouncementParts): Announcements {
  const standing = stored.filter(({ cancelledAt }) => cancelledAt === undefined);
  const taken = new Set(stored.map(({ id }) => id));
  const stands = new Set(standing.map((window) => `${beginningOf(window)}${window.endsAt}`));
  const missing = wanted.filter((window) => {
    return window.startsAt > nowAt && !stands.has(`${beginningOf(window)}${window.endsAt}`);
  });
  const wantedEnds = new Map(wanted.map((window) => [beginningOf(window), window.endsAt]));
  return {
    announced: missing.map((window) => ({ ...window, id: freeId(window, taken), createdAt: nowAt })),
    cancelled: standing.flatMap((window) => {
      const endsAt = stillUntil(window, wantedEnds.get(beginningOf(window)), nowAt);
      return endsAt >= window.endsAt ? [] : [{ ...window, cancelledAt: endsAt }];
    }),
  };
}

/** What makes two windows the same but for their ends, however it is written. */
function beginningOf({ name, startsAt, match: { services, group, tags = {} } }: MaintenanceWindow): string {
  const sortedTags = Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([name, startsAt, services?.toSorted() ?? null, group ?? null, sortedTags]);
}

/** Until when a stored window still stands. One that has begun can only become shorter; one that is to come is as it was, or not at all. */
function stillUntil({ startsAt, endsAt }: MaintenanceWindow, wantedEnd: number | undefined, nowAt: number): number {
  if (endsAt <= nowAt || wantedEnd === endsAt) return endsAt;
  return startsAt <= nowAt ? Math.min(endsAt, Math.max(nowAt, wantedEnd ?? nowAt)) : nowAt;
}

/** The window's own, unless a cancelled one has it. */
function freeId({ id, startsAt, endsAt }: MaintenanceWindow, taken: ReadonlySet<string>): string {
  const lasting = `${id}/${durationToConfig(endsAt - startsAt)}`;
  let free = taken.has(id) ? lasting : id;
  for (let number = 2; taken.has(free); number += 1) free = `${lasting}/${number}`;
  return free;
}
