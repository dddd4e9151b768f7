import type { Clock } from '../domain/clock.ts';
import { beginListening, goOnListening, type Listening, shiftListening } from '../domain/listening.ts';
import { createSleepWatch, type SleepWatchParts } from './sleep-watch.ts';

/** What a look at the clocks came to. */
export interface ListeningStep {
  readonly listening: Listening;
  /** By how much the wall clock was set forward, ms; 0 where it went on. */
  readonly jumpMs: number;
  /** Whether there is a gap since the last look. */
  readonly gap: boolean;
}

/** Follows the clocks while svcmon listens; called again and again, `nappedMs` after it was called last. */
export type ListeningWatch = (listening: Listening, nappedMs: number) => ListeningStep;

// NTP slews by less, and a gap of that size hides no ping.
const leastJumpMs = 2_000;

/** Builds a watch that begins now. A sleep of the machine is a gap; a wall clock that is set moves what was told by it. */
export function createListeningWatch(parts: SleepWatchParts): ListeningWatch {
  const { clock } = parts;
  const sleptMs = createSleepWatch(parts);
  let last = read(clock);
  return (listening, nappedMs) => {
    const now = read(clock);
    const elapsedMs = now.monotonic - last.monotonic;
    const asleepMs = sleptMs(nappedMs);
    const suspendedMs = asleepMs === 0 ? 0 : Math.max(0, asleepMs - Math.max(0, elapsedMs - nappedMs));
    const expected = last.wall + elapsedMs + suspendedMs;
    const jumpMs = now.wall - expected;
    last = now;
    if (Math.abs(jumpMs) >= leastJumpMs) {
      return { listening: shiftListening(listening, { from: expected, to: now.wall }), jumpMs, gap: true };
    }
    if (asleepMs > 0) return { listening: beginListening(listening, now.wall), jumpMs: 0, gap: true };
    return { listening: goOnListening(listening, now.wall), jumpMs: 0, gap: false };
  };
}

function read(clock: Clock) {
  return { wall: clock.now(), monotonic: clock.monotonic() };
}
