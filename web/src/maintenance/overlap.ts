import type { MaintenanceWindow, Match } from '../api/types.ts';

/** The other windows that are open at some time together with one, and may be about the same service. */
export function overlapsOf(
  window: MaintenanceWindow,
  windows: readonly MaintenanceWindow[],
): readonly MaintenanceWindow[] {
  return windows.filter((other) => other.id !== window.id && overlaps(window, other));
}

function overlaps(a: MaintenanceWindow, b: MaintenanceWindow): boolean {
  if (a.cancelled !== null || b.cancelled !== null) return false;
  const beginsAt = Math.max(startOf(a), startOf(b));
  return beginsAt < Math.min(endOf(a), endOf(b)) && mayMeet(a.match, b.match);
}

function startOf({ starts }: MaintenanceWindow): number {
  return starts === null ? 0 : Date.parse(starts);
}

function endOf({ ends }: MaintenanceWindow): number {
  return ends === null ? Number.POSITIVE_INFINITY : Date.parse(ends);
}

/** Whether a service may be meant by both: it has one group, and one value for each tag. */
function mayMeet(a: Match, b: Match): boolean {
  if (a.group !== null && b.group !== null && a.group !== b.group) return false;
  if (Object.entries(a.tags).some(([key, value]) => (b.tags[key] ?? value) !== value)) return false;
  const { services } = b;
  return a.services === null || services === null || a.services.some((name) => services.includes(name));
}
