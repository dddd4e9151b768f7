import { randomFrom } from '../support/many-results.ts';

/** How far the chaos tests go: a little within the whole suite, all the way with `npm run test:chaos`. */
export interface Bounds {
  /** How often the monitor is killed. */
  readonly kills: number;
  /** How long it is left to hostile targets, ms. */
  readonly hostileMs: number;
}

const { SVCMON_CHAOS: extent, SVCMON_CHAOS_MINUTES: minutes, SVCMON_CHAOS_SEED: seed } = process.env;

export const bounds: Bounds =
  extent === 'full'
    ? { kills: 200, hostileMs: minutes === undefined ? 120_000 : Number(minutes) * 60_000 }
    : { kills: 20, hostileMs: 20_000 };

/** Numbers in [0, 1) by a seed that is printed; SVCMON_CHAOS_SEED repeats a run as far as its timing allows. */
export function chance(test: string): () => number {
  const chosen = seed === undefined ? Date.now() % 1_000_000 : Number(seed);
  tell(`${test}: SVCMON_CHAOS_SEED=${chosen}`);
  return randomFrom(chosen);
}

/** A line for whoever reads the run: what was measured, not only that it passed. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
