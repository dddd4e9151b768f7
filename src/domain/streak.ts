/** A yes or no that is confirmed by several observations in a row. Instants are epoch ms. */
export interface Streak {
  readonly holds: boolean;
  /** The first observation of the run that confirmed it. */
  readonly sinceAt: number;
  /** How many in a row speak against it. */
  readonly against: number;
  readonly againstSinceAt?: number;
}

/** How many observations in a row confirm the beginning, and how many the end. */
export interface StreakPolicy {
  readonly beginAfter: number;
  readonly endAfter: number;
}

/** Folds one observation into a streak; without one it does not hold. */
export function reduceStreak(
  streak: Streak | undefined,
  observation: { readonly holds: boolean; readonly at: number },
  { beginAfter, endAfter }: StreakPolicy,
): Streak {
  const { holds, sinceAt, against, againstSinceAt } = streak ?? { holds: false, sinceAt: observation.at, against: 0 };
  if (observation.holds === holds) return { holds, sinceAt, against: 0 };
  const startedAt = againstSinceAt ?? observation.at;
  if (against + 1 >= (holds ? endAfter : beginAfter)) return { holds: !holds, sinceAt: startedAt, against: 0 };
  return { holds, sinceAt, against: against + 1, againstSinceAt: startedAt };
}
