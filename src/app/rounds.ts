/** Rounds of checking: whether what was begun since the last one was also stored. */
export interface Rounds {
  began(): void;
  stored(): void;
  /** Ends a round: whether something of it was stored, or nothing was due in it. */
  close(): boolean;
}

/** Counts from now on. */
export function createRounds(): Rounds {
  let begun = 0;
  let kept = 0;
  return {
    began() {
      begun += 1;
    },
    stored() {
      kept += 1;
    },
    close() {
      const complete = kept > 0 || begun === 0;
      begun = 0;
      kept = 0;
      return complete;
    },
  };
}
