import fc from 'fast-check';
import type { TrackedResult } from '../../src/domain/track.ts';

const kinds = [
  { status: 'healthy', reason: 'ok', attempts: 1 },
  { status: 'degraded', reason: 'slow', attempts: 1 },
  { status: 'unhealthy', reason: 'timeout', attempts: 2 },
  { status: 'unknown', reason: 'monitor_offline', attempts: 1 },
  { status: 'unknown', reason: 'circuit_open', attempts: 0 },
  { status: 'unknown', reason: 'missed_window', attempts: 0 },
] as const;

/** Results of one service in the order of time: any kinds, any gaps, changes of interval, all at different instants. */
export function trackedResults(): fc.Arbitrary<readonly TrackedResult[]> {
  const step = fc.record({
    kind: fc.constantFrom(...kinds),
    waitMs: fc.oneof(fc.constant(60_000), fc.integer({ min: 1, max: 400_000 })),
    intervalMs: fc.constantFrom(1_000, 60_000, 60_000, 60_000, 300_000),
  });
  return fc.array(step, { maxLength: 60 }).map((steps) => {
    let startedAt = 0;
    return steps.map(({ kind, waitMs, intervalMs }) => {
      startedAt += waitMs;
      return { ...kind, startedAt, intervalMs };
    });
  });
}
