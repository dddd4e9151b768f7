import type { Clock } from '../domain/clock.ts';
import type { StartTimer } from '../resilience/timer.ts';
import type { MonitorEvent } from './events.ts';
import type { OwnTrouble } from './own-trouble.ts';

export interface NetworkWatchParts {
  readonly canaries: readonly string[];
  /** Whether a canary answers. Must not reject. */
  answers(canary: string, signal: AbortSignal): Promise<boolean>;
  readonly clock: Clock;
  readonly startTimer: StartTimer;
  raise(trouble: OwnTrouble): void;
  clear(rule: OwnTrouble['rule']): void;
  publish(event: MonitorEvent): void;
}

// An answer from before a failure proves nothing about it; within a second it is taken as the same moment.
const freshMs = 1_000;
const askAgainMs = 10_000;
// A network that is away for a moment is no reason to wake anybody.
const alertAfterMs = 60_000;

/** Asks the canaries, at most once a second, and goes on asking while none of them answers. */
export class NetworkWatch {
  readonly #parts: NetworkWatchParts;
  readonly #stopping = new AbortController();
  #asking: Promise<boolean> | undefined;
  /** Monotonic. */
  #askedAt = Number.NEGATIVE_INFINITY;
  #offlineSinceAt: number | undefined;
  #alerted = false;
  #cancelTimer: () => void = () => {};

  constructor(parts: NetworkWatchParts) {
    this.#parts = parts;
  }

  /** Whether no canary answered when they were asked last. */
  get offline(): boolean {
    return this.#offlineSinceAt !== undefined;
  }

  /** Whether a canary answers now. */
  ask(): Promise<boolean> {
    const { clock } = this.#parts;
    if (this.#asking !== undefined && clock.monotonic() - this.#askedAt <= freshMs) return this.#asking;
    this.#askedAt = clock.monotonic();
    this.#asking = this.#askAll();
    return this.#asking;
  }

  stop(): void {
    this.#stopping.abort();
    this.#cancelTimer();
  }

  async #askAll(): Promise<boolean> {
    const { canaries, answers } = this.#parts;
    const all = await Promise.all(canaries.map((canary) => answers(canary, this.#stopping.signal)));
    const online = all.includes(true);
    if (this.#stopping.signal.aborted) return true;
    this.#cancelTimer();
    if (online) this.#becomeOnline();
    else this.#becomeOffline();
    return online;
  }

  #becomeOnline(): void {
    if (this.#offlineSinceAt === undefined) return;
    this.#offlineSinceAt = undefined;
    this.#parts.publish({ kind: 'network', state: 'online' });
    if (this.#alerted) this.#parts.clear('monitor_offline');
    this.#alerted = false;
  }

  #becomeOffline(): void {
    const { clock, startTimer, canaries } = this.#parts;
    const now = clock.monotonic();
    if (this.#offlineSinceAt === undefined) {
      this.#offlineSinceAt = now;
      this.#parts.publish({ kind: 'network', state: 'offline' });
    }
    if (!this.#alerted && now - this.#offlineSinceAt >= alertAfterMs) {
      this.#alerted = true;
      const message = `our own network is down: none of ${canaries.join(', ')} answers; services are not judged meanwhile`;
      this.#parts.raise({ rule: 'monitor_offline', message });
    }
    this.#cancelTimer = startTimer(askAgainMs, () => void this.ask());
  }
}
