import type { Clock } from '../../src/domain/clock.ts';

/** The clock of this machine, for tests that measure real servers. */
export const realClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };
