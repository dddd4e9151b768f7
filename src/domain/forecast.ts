/** The stretches whose rate of spending is carried on, ms: 6 hours, a day, 3 days. */
export const forecastBases: readonly number[] = [21_600_000, 86_400_000, 259_200_000];

/** What an error budget comes to if it goes on being spent as fast as over the last `basisMs`. */
export interface Forecast {
  readonly basisMs: number;
  /**
   * `exhausted`: it is gone already. `runs_out`: it will be, after `goneInMs`. `lasts`: to the end of the calendar unit, or as long
   * as a rolling window remembers. `unknown`: too little is known of the basis.
   */
  readonly outcome: 'exhausted' | 'runs_out' | 'lasts' | 'unknown';
  readonly goneInMs?: number;
}

export interface ForecastParts {
  readonly basisMs: number;
  /** The burn rate over the basis; absent where it is not known. */
  readonly burn: number | undefined;
  /** What is left of the budget, 1 for all of it; negative when overspent. */
  readonly leftShare: number;
  /** How long the whole budget lasts at a burn rate of 1, ms. */
  readonly budgetForMs: number;
  /** Until what is spent now counts no more, ms: the rest of a calendar unit, or a whole rolling window. */
  readonly remainingMs: number;
}

/** Carries on one rate. What falls out of a rolling window meanwhile, and so gives budget back, is not counted. */
export function forecastOf({ basisMs, burn, leftShare, budgetForMs, remainingMs }: ForecastParts): Forecast {
  if (leftShare <= 0) return { basisMs, outcome: 'exhausted' };
  if (burn === undefined) return { basisMs, outcome: 'unknown' };
  const goneInMs = burn === 0 ? Number.POSITIVE_INFINITY : (leftShare * budgetForMs) / burn;
  if (goneInMs > remainingMs) return { basisMs, outcome: 'lasts' };
  return { basisMs, outcome: 'runs_out', goneInMs };
}
