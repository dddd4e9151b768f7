import { randomFrom } from '../support/many-results.ts';

/** How far the chaos tests go: all the way with SVCMON_CHAOS=full, a few minutes with anything else. */
export interface Bounds {
  /** How often the monitor is killed. */
  readonly kills: number;
  /** How long it is left to hostile targets, ms, once it is warm. */
  readonly hostileMs: number;
}

const { SVCMON_CHAOS: extent, SVCMON_CHAOS_MINUTES: minutes, SVCMON_CHAOS_SEED: seed } = process.env;
const { kills, hostileMinutes } =
  extent === 'full' ? { kills: 200, hostileMinutes: 2 } : { kills: 12, hostileMinutes: 0.25 };

export const bounds: Bounds = {
  kills,
  hostileMs: (minutes === undefined ? hostileMinutes : Number(minutes)) * 60_000,
};

/** Numbers in [0, 1) by a seed that is told; SVCMON_CHAOS_SEED repeats a run as far as its timing allows. */
export interface Chance {
  readonly seed: number;
  readonly random: () => number;
}

export function startChance(): Chance {
  const chosen = seed === undefined ? Date.now() % 1_000_000 : Number(seed);
  return { seed: chosen, random: randomFrom(chosen) };
}
