import type { ConfiguredService } from '../../config/config.ts';
import type { CheckResult } from '../../domain/check-result.ts';
import type { Clock } from '../../domain/clock.ts';
import type { HealthChange } from '../../domain/health.ts';
import type { Status } from '../../domain/status.ts';
import type { MonitorEvent } from '../../monitor/events.ts';
import { answeredInMs } from '../../reporting/wording.ts';

/** One look at a service, as far as it is shown. */
export interface Look {
  readonly status: Status;
  /** Nothing was seen; an open circuit stands for the failures that opened it. */
  readonly isBlind: boolean;
  /** Absent where it did not answer. */
  readonly responseTimeMs?: number;
}

/** What was seen of a service since the start. */
export interface Seen {
  /** The last twenty, oldest first. */
  readonly looks: readonly Look[];
  readonly last: { readonly status: Status; readonly message: string; readonly attempts: number };
  /** Monotonic ms of when the last came in. */
  readonly lastAt: number;
}

/** A confirmed change of health of one service. */
export interface Transition {
  readonly service: string;
  readonly change: HealthChange;
  readonly message: string;
}

const mostLooks = 20;
const mostTransitions = 50;

/** What a person sees of a running monitor, kept as it comes in. */
export class Board {
  readonly #clock: Clock;
  readonly #seen = new Map<string, Seen>();
  #transitions: readonly Transition[] = [];
  #retained: readonly ConfiguredService[] | undefined;
  offline = false;
  stored = true;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Newest first. */
  get transitions(): readonly Transition[] {
    return this.#transitions;
  }

  of(service: string): Seen | undefined {
    return this.#seen.get(service);
  }

  see(event: MonitorEvent): void {
    if (event.kind === 'result') this.#look(event.result);
    if (event.kind === 'network') this.offline = event.state === 'offline';
    if (event.kind === 'storage') this.stored = event.state === 'available';
    if (event.kind === 'health_changed' && isNews(event.change)) {
      this.#transitions = [event, ...this.#transitions].slice(0, mostTransitions);
    }
  }

  /** Lets go of every service that is not among these. The same list again costs nothing. */
  retain(services: readonly ConfiguredService[]): void {
    if (services === this.#retained) return;
    this.#retained = services;
    const names = new Set(services.map(({ service }) => service.name));
    for (const name of this.#seen.keys()) if (!names.has(name)) this.#seen.delete(name);
  }

  #look(result: CheckResult): void {
    const { service, status, message, attempts } = result;
    const responseTimeMs = answeredInMs(result);
    const isBlind = status === 'unknown' && result.reason !== 'circuit_open';
    const look = { status, isBlind, ...(responseTimeMs !== undefined && { responseTimeMs }) };
    const before = this.#seen.get(service)?.looks ?? [];
    this.#seen.set(service, {
      looks: [...before.slice(1 - mostLooks), look],
      last: { status, message, attempts: attempts.length },
      lastAt: this.#clock.monotonic(),
    });
  }
}

/** That a service is well when it is looked at for the first time is what everybody expects. */
export function isNews({ from, to }: Pick<HealthChange, 'from' | 'to'>): boolean {
  return !(from === 'unknown' && to === 'healthy');
}
