import { latencyOf, sumTallies } from '../domain/check-tally.ts';
import type { Clock } from '../domain/clock.ts';
import type { Service } from '../domain/service.ts';
import type { SloStanding } from '../domain/slo-standing.ts';
import { promisedOf, readSloStandings, type SloHistory } from '../monitor/slo-history.ts';
import type { Store } from '../storage/store.ts';
import { figuresIn, readPasts } from './history/past.ts';

/** Figures over long stretches, as they were when they were read last. */
export interface ServiceFigures {
  /** From 0 to 1; absent where nothing is known. */
  readonly uptime24h?: number;
  readonly uptime30d?: number;
  /** Of the last 24 hours. */
  readonly p95Ms?: number;
  /** Present where something is promised. */
  readonly slo?: SloStanding;
}

export interface FiguresParts {
  readonly store: SloHistory & Pick<Store, 'tallySeries'>;
  readonly clock: Clock;
  services(): readonly Service[];
  timezone(): string;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
// However many services there are, their figures are not older than this.
const oldestMs = 600_000;
// And however few, they are not read more often.
const freshMs = 30_000;
// When many change at once.
const mostAtOnce = 20;

/** Keeps figures that take long to read: of every service once, as soon as it is known, and then of a few at a time. */
export class FigureBook {
  readonly #parts: FiguresParts;
  readonly #figures = new Map<string, ServiceFigures & { readonly readAt: number }>();

  constructor(parts: FiguresParts) {
    this.#parts = parts;
  }

  of(service: string): ServiceFigures {
    return this.#figures.get(service) ?? nothing;
  }

  /** What is known of it is to be read again soon. */
  outdated(service: string): void {
    const known = this.#figures.get(service);
    if (known !== undefined) this.#figures.set(service, { ...known, readAt: Number.NEGATIVE_INFINITY });
  }

  /** Reads all of which nothing was read yet, one after another, and of the others the oldest; to be called every so many ms. Rejects with StoreUnavailable. */
  async readSome(everyMs: number, signal: AbortSignal): Promise<void> {
    const services = this.#parts.services();
    const names = new Set(services.map(({ name }) => name));
    for (const name of this.#figures.keys()) if (!names.has(name)) this.#figures.delete(name);
    const nowAt = this.#parts.clock.now();
    const readAtOf = ({ name }: Service) => this.#figures.get(name)?.readAt ?? Number.NEGATIVE_INFINITY;
    const due = services
      .filter((service) => nowAt - readAtOf(service) >= freshMs)
      .toSorted((a, b) => readAtOf(a) - readAtOf(b));
    const usual = Math.ceil((services.length * everyMs) / oldestMs);
    const isNew = ({ name }: Service) => !this.#figures.has(name);
    const chosen = [
      ...due.filter(isNew),
      ...due.filter((service) => !isNew(service)).slice(0, Math.max(usual, mostAtOnce)),
    ];
    for (const service of chosen) {
      if (signal.aborted) return;
      await this.#read(service);
    }
  }

  async #read(service: Service): Promise<void> {
    const { store, clock, timezone } = this.#parts;
    const nowAt = clock.now();
    const range = { fromAt: nowAt - 30 * dayMs, toAt: nowAt };
    const day = { fromAt: nowAt - dayMs, toAt: nowAt };
    // What is older than the single results are kept is summed up by the hour.
    const counted = { fromAt: Math.floor(day.fromAt / hourMs) * hourMs, toAt: Math.ceil(nowAt / hourMs) * hourMs };
    const [[past], [tally], slos] = await Promise.all([
      readPasts(store, [service], range),
      store.tallies({ service: service.name, ...counted }),
      service.slo && readSloStandings(promisedOf([service]), store, { nowAt, timezone: timezone() }),
    ]);
    const shareOver = (over: typeof range) =>
      past && figuresIn(past, over, tally ?? sumTallies([])).availability.availability;
    const [uptime24h, uptime30d] = [shareOver(day), shareOver(range)];
    const p95Ms = tally && latencyOf(tally).p95Ms;
    const slo = slos?.get(service.name);
    this.#figures.set(service.name, {
      readAt: nowAt,
      ...(uptime24h !== undefined && { uptime24h }),
      ...(uptime30d !== undefined && { uptime30d }),
      ...(p95Ms !== undefined && { p95Ms }),
      ...(slo && { slo }),
    });
  }
}

const nothing: ServiceFigures = {};
