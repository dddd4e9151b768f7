import type { AssertionOutcome } from './assertion-outcome.ts';
import type { Observation } from './observation.ts';

/** Runs work under a time limit and throws when it runs over. An effect: passed in (see resilience/time-box.ts). */
export type TimeBox = <T>(work: () => T) => T;

export interface AssertionParts {
  /** Epoch ms, to tell how long a certificate still holds. */
  readonly now: number;
  readonly timeBox: TimeBox;
  /** `parts`: outcomes also say what every part of the expression came to. */
  readonly explains?: 'parts';
}

/** An assertion as it is written. */
export interface AssertionSource {
  readonly expr: string;
  readonly severity?: Assertion['severity'];
  readonly message?: string;
}

/** A compiled assertion of a service: a pure predicate over an observation. */
export interface Assertion {
  /** The CEL source as configured. */
  readonly expr: string;
  /** What a failure makes of the run. */
  readonly severity: AssertionOutcome['severity'];
  /** What to say when it fails. */
  readonly message?: string;
  /** Fails closed: whatever cannot be evaluated has not passed. Never throws. */
  evaluate(observation: Observation, parts: AssertionParts): AssertionOutcome;
}
