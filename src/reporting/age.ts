import { formatDuration } from '../domain/duration.ts';

/** Ms that go on counting, in whole seconds so that it does not flicker: `0 s`, `42 s`, `4 min`, `2 h 5 min`. */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  return seconds < 120 ? `${seconds} s` : formatDuration(seconds * 1_000);
}
