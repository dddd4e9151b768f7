import { formatDuration } from '../../domain/duration.ts';

const hourMs = 3_600_000;

/** How long something lasted, as people read it, to the hour where it is days: `41 min`, `7 h 5 min`, `3 d 23 h`. */
export function lengthText(ms: number): string {
  const hours = Math.round(ms / hourMs);
  if (hours < 48) return formatDuration(ms);
  return hours % 24 === 0 ? `${hours / 24} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
