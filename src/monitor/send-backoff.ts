const baseMs = 1_000;
const longestMs = 300_000;
// Who asks for more is asked again after an hour: an alert that waits for days is none.
const longestRetryAfterMs = 3_600_000;

/**
 * How long to leave a channel alone after so many failures in a row, ms: doubling from 1 s to 5 min and by a random part
 * of up to a half less; or what the receiver asked for, up to an hour, where that is longer.
 */
export function sendDelayMs(
  failures: number,
  { random, retryAfterMs = 0 }: { readonly random: () => number; readonly retryAfterMs?: number | undefined },
): number {
  const ceilingMs = Math.min(longestMs, baseMs * 2 ** (failures - 1));
  const jitteredMs = ceilingMs * (1 - random() / 2);
  return Math.max(jitteredMs, Math.min(retryAfterMs, longestRetryAfterMs));
}
