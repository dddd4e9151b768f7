import type { CheckResult, CircuitState } from '../domain/check-result.ts';
import type { Clock } from '../domain/clock.ts';
import type { Incident } from '../domain/incident.ts';
import { outageOf } from '../domain/outage.ts';
import type { Trouble } from '../domain/timeline.ts';
import type { MonitorEvent } from '../monitor/events.ts';
import type { Store, StoredResult } from '../storage/store.ts';
import { toStoredResult } from '../storage/stored-result.ts';
import { LastHour } from './api-last-hour.ts';

const hourMs = 3_600_000;
const shown = 20;
// At one a second.
const mostOfAnHour = 3_700;

/** What is remembered of a service beside what was decided about it. */
export interface Live {
  /** The last ones, oldest first. */
  readonly results: readonly StoredResult[];
  readonly hour: LastHour;
  /** When the first certificate of its chain expires, epoch ms; absent where none was seen. */
  readonly certificateAt: number | undefined;
  /** As it stood after the last run, and when that was. */
  readonly circuit: (CircuitState & { readonly at: number }) | undefined;
  /** Changes with everything that is heard of it. */
  readonly version: number;
}

interface Known {
  results: StoredResult[];
  hour: LastHour;
  certificateAt: number | undefined;
  circuit: Live['circuit'];
  version: number;
  isPrimed: boolean;
  readonly incidents: Map<string, Incident>;
}

export interface LiveServicesParts {
  readonly store: Pick<Store, 'results' | 'samples' | 'failures' | 'incidentsBetween'>;
  readonly clock: Clock;
}

/** The last hour of every service in memory, from what the store held at the start and what is told since. */
export class LiveServices {
  readonly #parts: LiveServicesParts;
  #known = new Map<string, Known>();

  constructor(parts: LiveServicesParts) {
    this.#parts = parts;
  }

  /** Remembers these services alone. */
  retain(names: readonly string[]): void {
    this.#known = new Map(names.map((name) => [name, this.#known.get(name) ?? nothingKnown()]));
  }

  of(service: string): Live {
    return this.#known.get(service) ?? nothingKnown();
  }

  /** The confirmed trouble of its last hour, up to an instant. */
  troublesOf(service: string, untilAt: number): readonly Trouble[] {
    const incidents = [...(this.#known.get(service)?.incidents.values() ?? [])];
    return incidents.flatMap((incident) => outageOf(incident, [], untilAt).troubles);
  }

  hear(event: MonitorEvent): void {
    if (event.kind === 'result') this.#hearResult(event.result);
    if (event.kind === 'incident') this.#hearIncident(event.incident);
  }

  /** Reads what the store holds of those that nothing was read of yet, one after another. Rejects with StoreUnavailable. */
  async prime(signal: AbortSignal): Promise<void> {
    for (const [service, known] of this.#known) {
      if (signal.aborted) return;
      if (!known.isPrimed) await this.#primeOne(service, known);
    }
  }

  async #primeOne(service: string, known: Known): Promise<void> {
    const { store, clock } = this.#parts;
    const toAt = clock.now();
    const range = { service, fromAt: toAt - hourMs - 60_000, toAt: Number.MAX_SAFE_INTEGER };
    const [hour, [sample], [failure], told] = await Promise.all([
      store.results({ ...range, limit: mostOfAnHour }),
      store.samples(service, 1),
      store.failures(service, 1),
      store.incidentsBetween(range),
    ]);
    // What lies further back takes ten times as long to find.
    const last = hour.length < shown ? await store.results({ service, limit: shown }) : hour.slice(0, shown);
    const heard = known.results;
    known.results = joined(last.toReversed(), heard).slice(-shown);
    known.hour = new LastHour();
    for (const result of joined(hour.toReversed(), heard)) known.hour.add(result);
    for (const full of [sample, failure]) {
      if (full === undefined) continue;
      known.certificateAt ??= certificateOf(full);
      known.circuit ??= circuitOf(full);
    }
    for (const { incident } of told) if (!known.incidents.has(incident.id)) known.incidents.set(incident.id, incident);
    known.isPrimed = true;
    known.version += 1;
  }

  #hearResult(result: CheckResult): void {
    const known = this.#known.get(result.service);
    if (known === undefined) return;
    const stored = toStoredResult(result);
    known.results.push(stored);
    // Until it is primed, what is heard has to be joined to it.
    if (known.isPrimed && known.results.length > shown) known.results.shift();
    known.hour.add(stored);
    known.certificateAt = certificateOf(result) ?? known.certificateAt;
    known.circuit = circuitOf(result);
    known.version += 1;
  }

  #hearIncident(incident: Incident): void {
    const known = this.#known.get(incident.service);
    if (known === undefined) return;
    known.incidents.set(incident.id, incident);
    const overBefore = this.#parts.clock.now() - hourMs;
    for (const [id, { closedAt = Number.POSITIVE_INFINITY }] of known.incidents) {
      if (closedAt < overBefore) known.incidents.delete(id);
    }
    known.version += 1;
  }
}

function nothingKnown(): Known {
  return {
    results: [],
    hour: new LastHour(),
    certificateAt: undefined,
    circuit: undefined,
    version: 0,
    isPrimed: false,
    incidents: new Map(),
  };
}

function joined(stored: readonly StoredResult[], heard: readonly StoredResult[]): readonly StoredResult[] {
  const lastAt = stored.at(-1)?.startedAt ?? Number.NEGATIVE_INFINITY;
  return [...stored, ...heard.filter(({ startedAt }) => startedAt > lastAt)];
}

function certificateOf({ observation }: CheckResult): number | undefined {
  const ends = (observation?.tls?.chain ?? []).map(({ validToAt }) => validToAt);
  return ends.length === 0 ? undefined : Math.min(...ends);
}

function circuitOf({ circuit, startedAt, durationMs }: CheckResult): Live['circuit'] {
  return circuit && { ...circuit, at: startedAt + durationMs };
}
