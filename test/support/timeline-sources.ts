import fc from 'fast-check';
import type { TimeRange } from '../../src/domain/calendar.ts';
import type { TimelineSources, Trouble } from '../../src/domain/timeline.ts';
import { trackOf } from '../../src/domain/track.ts';
import { trackedResults } from './tracked-results.ts';

/** A period and everything a timeline is made of, in any disorder: overlapping, empty, beyond the period. */
export function timelineSources(): fc.Arbitrary<{ readonly period: TimeRange; readonly sources: TimelineSources }> {
  return fc.record({
    period: range(1),
    sources: fc.record({
      track: trackedResults().map(trackOf),
      troubles: fc.array(troubles(), { maxLength: 4 }),
      maintenance: fc.array(range(), { maxLength: 3 }),
      pauses: fc.array(range(), { maxLength: 3 }),
    }),
  });
}

function range(leastMs = 0): fc.Arbitrary<TimeRange> {
  return fc
    .tuple(fc.nat({ max: 8_000_000 }), fc.integer({ min: leastMs, max: 8_000_000 }))
    .map(([fromAt, lengthMs]) => ({ fromAt, toAt: fromAt + lengthMs }));
}

function troubles(): fc.Arbitrary<Trouble> {
  return fc
    .tuple(range(), fc.constantFrom('down', 'degraded'))
    .map(([{ fromAt, toAt }, state]) => ({ fromAt, toAt, state }));
}
