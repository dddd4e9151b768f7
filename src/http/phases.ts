import type { Clock } from '../domain/clock.ts';
import type { Phases } from '../domain/observation.ts';

export type PhaseName = keyof Phases;

/** Times the phases of one attempt; a phase entered again, as on a redirect, adds to its time. */
export class PhaseTimer {
  readonly #clock: Clock;
  readonly #startedAt: number;
  readonly #spent: Partial<Record<PhaseName, number>> = {};
  #current: PhaseName | undefined;
  #enteredAt: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#startedAt = clock.monotonic();
    this.#enteredAt = this.#startedAt;
  }

  /** Ends the phase that is running and begins this one. */
  enter(phase: PhaseName): void {
    this.stop();
    this.#current = phase;
  }

  /** Ends the phase that is running. */
  stop(): void {
    const now = this.#clock.monotonic();
    if (this.#current !== undefined) {
      this.#spent[this.#current] = (this.#spent[this.#current] ?? 0) + now - this.#enteredAt;
    }
    this.#current = undefined;
    this.#enteredAt = now;
  }

  /** From the beginning to the end of the last phase, ms. */
  get totalMs(): number {
    return this.#enteredAt - this.#startedAt;
  }

  get phases(): Phases {
    return this.#spent;
  }
}
