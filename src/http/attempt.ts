import type { Clock } from '../domain/clock.ts';
import { Failure, toFailure } from '../domain/failure.ts';
import type { PartialObservation } from '../domain/observation.ts';
import { interruption } from './interruption.ts';
import { LimitedSignal, type PhaseLimits } from './phase-limits.ts';
import { type PhaseName, PhaseTimer } from './phases.ts';

/** What one stage does: calls back once, and returns how to let go of everything when time is up. */
type Stage<T> = (resolve: (value: T) => void, reject: (failure: Failure) => void) => () => void;

export interface AttemptParts {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** What each phase may take beside the time of the whole. */
  readonly limits?: PhaseLimits | undefined;
}

/** One attempt under way: times its phases, collects its facts, and ends the stage that runs when the signal fires. */
export class Attempt {
  /** Fires when time is up, for the whole or for the phase that runs. */
  readonly signal: AbortSignal;
  readonly timer: PhaseTimer;
  readonly #limited: LimitedSignal | undefined;
  #facts: PartialObservation = {};
  #doing = '';
  #endStage: (() => void) | undefined;

  constructor({ signal, clock, limits }: AttemptParts) {
    this.#limited = limits && new LimitedSignal(limits, signal);
    this.signal = this.#limited?.signal ?? signal;
    this.timer = new PhaseTimer(clock);
    this.signal.addEventListener('abort', this);
  }

  /** What was learned until now, apart from times. */
  get facts(): PartialObservation {
    return this.#facts;
  }

  /** Forgets the facts of the hop before; only what all hops share is handed in again. */
  begin(facts: PartialObservation): void {
    this.#facts = facts;
  }

  learn(facts: PartialObservation): void {
    Object.assign(this.#facts, facts);
  }

  enter(phase: PhaseName, doing: string): void {
    this.timer.enter(phase);
    this.#limited?.enter(phase);
    this.#doing = doing;
  }

  /** Says more closely what the phase is about. */
  describe(doing: string): void {
    this.#doing = doing;
  }

  /** Runs one stage. When the signal fires first, the stage lets go and the promise rejects with what the signal means. */
  run<T>(stage: Stage<T>): Promise<T> {
    if (this.signal.aborted) return Promise.reject(interruption(this.signal, this.#doing));
    return new Promise((resolve, reject) => {
      const letGo = stage(resolve, reject);
      this.#endStage = () => {
        letGo();
        reject(interruption(this.signal, this.#doing));
      };
    });
  }

  /** The signal's event (an EventListener object spares a closure per attempt). */
  handleEvent(): void {
    this.#endStage?.();
  }

  /** Stops listening to the signal; the attempt is over. */
  close(): void {
    this.signal.removeEventListener('abort', this);
    this.#limited?.close();
    this.#endStage = undefined;
  }

  /** The failure with everything learned until now. */
  explain(thrown: unknown): Failure {
    this.timer.stop();
    const { phases, totalMs } = this.timer;
    const { reason, message, facts, cause } = toFailure(thrown);
    return new Failure(reason, message, {
      facts: { ...this.#facts, phases, responseTimeMs: totalMs, ...facts },
      cause,
    });
  }
}
