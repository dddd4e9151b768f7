import type { Clock } from '../domain/clock.ts';
import type { StartTimer } from '../resilience/timer.ts';
import type { ServiceState, Store } from '../storage/store.ts';
import { ServiceStates } from './service-states.ts';
import { createToldTimes, type ToldTimes } from './told-times.ts';
import { type CommitPart, createUnsaved } from './unsaved.ts';

export interface LedgerParts {
  readonly store: Pick<Store, 'commit'>;
  /** What `store.loadStates` found. */
  readonly loaded: ReadonlyMap<string, ServiceState>;
  readonly clock: Clock;
  readonly startTimer: StartTimer;
  /** How long decisions are collected before they are written together, ms. */
  readonly batchMs: number;
}

/** Whether the store takes what is written, told after every attempt that changes or confirms it. */
export type Availability =
  | { readonly state: 'available' }
  | { readonly state: 'unavailable'; readonly error: unknown; readonly attempts: number };

// Often enough that little is lost when the process dies soon after, seldom enough for a disk that is full for days.
const retryMs = 5_000;

/**
 * What is known, in memory, and its way to the store: everything that is applied holds at once and is written in the order
 * it came, many parts in one commit. While the store is unavailable it goes on in memory, and is written when it is back.
 */
export class Ledger {
  readonly states: ServiceStates;
  readonly told: ToldTimes;
  readonly #parts: LedgerParts;
  readonly #unsaved = createUnsaved();
  #writing: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  #hurry: () => void = () => {};
  #failures = 0;
  #watch: (availability: Availability) => void = () => {};

  constructor(parts: LedgerParts) {
    this.#parts = parts;
    this.states = new ServiceStates(parts.loaded);
    this.told = createToldTimes(parts.clock);
  }

  /** Makes it hold in memory, and be written soon. */
  apply(part: CommitPart): void {
    this.states.apply(part);
    for (const state of part.channels ?? []) this.told.note(state);
    for (const { dedupKey, resolvedAt } of part.alerts ?? []) if (resolvedAt !== undefined) this.told.forget(dedupKey);
    this.#unsaved.add(part);
    this.#next ??= this.#writeAfter(this.#failures > 0 ? retryMs : this.#parts.batchMs);
  }

  /** Resolves when everything applied so far is stored, or could not be: then there is nothing to wait for. Never rejects. */
  saved(): Promise<void> {
    return this.#failures > 0 ? Promise.resolve() : (this.#next ?? this.#writing);
  }

  /** Whether the store took the last thing it was given. */
  isAvailable(): boolean {
    return this.#failures === 0;
  }

  /** Calls back after every failed attempt, and when the store is back. */
  watch(listener: (availability: Availability) => void): void {
    this.#watch = listener;
  }

  /** Writes what is not yet written, at once; resolves when that succeeded or failed. */
  async flush(): Promise<void> {
    const next = this.#next;
    this.#hurry();
    await (next ?? this.#writing);
  }

  #writeAfter(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const begin = () => {
        cancel();
        this.#hurry = () => {};
        this.#next = undefined;
        this.#writing = this.#writing.then(() => this.#write());
        resolve(this.#writing);
      };
      const cancel = this.#parts.startTimer(ms, begin);
      this.#hurry = begin;
    });
  }

  async #write(): Promise<void> {
    const commit = this.#unsaved.take();
    if (commit === undefined) return;
    try {
      await this.#parts.store.commit(commit);
    } catch (error) {
      this.#unsaved.putBack(commit);
      this.#failures += 1;
      this.#next ??= this.#writeAfter(retryMs);
      this.#watch({ state: 'unavailable', error, attempts: this.#failures });
      return;
    }
    if (this.#failures === 0) return;
    this.#failures = 0;
    this.#watch({ state: 'available' });
  }
}
