import type { TimeRange } from '../domain/calendar.ts';
import type { CheckResult, Finding } from '../domain/check-result.ts';
import type { Clock } from '../domain/clock.ts';
import { type CheckSample, regressionsIn, type RegressionWatch as Watch } from '../domain/regression.ts';
import type { Service } from '../domain/service.ts';
import { reduceStreak, type Streak } from '../domain/streak.ts';
import type { Store } from '../storage/store.ts';
import type { ServiceStates } from './service-states.ts';

export interface RegressionWatchParts {
  readonly store: Pick<Store, 'tallySeries'>;
  readonly states: Pick<ServiceStates, 'of'>;
  readonly clock: Clock;
}

/** How often the last hour is to be compared, ms. */
export const compareEveryMs = 600_000;

const hourMs = 3_600_000;
const weekMs = 7 * 24 * hourMs;
const weeks = 4;
// Few are read one by one; more at once.
const mostOneByOne = 20;

interface Watched {
  readonly name: string;
  readonly watch: Watch;
  streak: Streak | undefined;
  /** What was found last. */
  message: string;
}

/** By service, the hours of a stretch of time. */
type Hours = ReadonlyMap<string, readonly CheckSample[]>;

/**
 * Compares the last hour of services with the same hours of the last four weeks, an hour earlier and later included. What got
 * worse twice in a row makes results `degraded` that would be healthy, until twice in a row it is not worse.
 */
export class RegressionWatch {
  readonly #parts: RegressionWatchParts;
  #watched: ReadonlyMap<string, Watched> = new Map();
  #usual: (TimeRange & { readonly weeks: readonly Hours[] }) | undefined;

  constructor(parts: RegressionWatchParts) {
    this.#parts = parts;
  }

  /** Watches those that ask for it from now on. What an earlier process had found goes on until it is looked at. */
  use(services: readonly Service[]): void {
    this.#usual = undefined;
    this.#watched = new Map(
      services.flatMap(({ name, regression }) => {
        if (regression === undefined || !(regression.latency || regression.errors)) return [];
        return [[name, { ...(this.#watched.get(name) ?? this.#inherited(name)), name, watch: regression }] as const];
      }),
    );
  }

  /** The result as it is to be believed: one that is healthy is degraded while its service got worse. */
  mark(result: CheckResult): CheckResult {
    if (result.status !== 'healthy') return result;
    const watched = this.#watched.get(result.service);
    if (watched?.streak?.holds !== true) return result;
    const finding: Finding = {
      status: 'degraded',
      reason: 'regression',
      severity: 'warning',
      message: watched.message,
    };
    return { ...result, ...finding, findings: [finding] };
  }

  /** Compares all. Rejects with StoreUnavailable. */
  async compare(): Promise<void> {
    if (this.#watched.size === 0) return;
    const nowAt = Math.floor(this.#parts.clock.now());
    const recent = await this.#read([nowAt - hourMs, nowAt]);
    const usual = await this.#readUsual(nowAt);
    for (const watched of this.#watched.values()) {
      const [own] = recent.get(watched.name) ?? [];
      if (own === undefined) continue;
      const samples = { recent: own, usual: usual.flatMap((week) => [week.get(watched.name) ?? []]) };
      const found = regressionsIn(samples, this.#askedOf(watched, nowAt));
      if (found === undefined) continue;
      const observation = { holds: found.length > 0, at: nowAt };
      watched.streak = reduceStreak(watched.streak, observation, { beginAfter: 2, endAfter: 2 });
      if (found.length > 0) watched.message = found.map(({ message }) => message).join('; ');
    }
  }

  /** The failures of an outage, which is told as such, are no change of what is usual. */
  #askedOf({ name, watch }: Watched, nowAt: number): Watch {
    const { health } = this.#parts.states.of(name);
    const isBack = health?.status === 'healthy' && nowAt - health.sinceAt < hourMs;
    return health?.status === 'unhealthy' || isBack ? { ...watch, errors: false } : watch;
  }

  #inherited(name: string): Pick<Watched, 'streak' | 'message'> {
    const { incident } = this.#parts.states.of(name);
    if (incident?.reason !== 'regression') return { streak: undefined, message: '' };
    return { streak: { holds: true, sinceAt: incident.startedAt, against: 0 }, message: incident.message };
  }

  /** The same until the hour is over. */
  async #readUsual(nowAt: number): Promise<readonly Hours[]> {
    const fromAt = (Math.floor((nowAt - hourMs) / hourMs) - 1) * hourMs;
    const toAt = (Math.ceil(nowAt / hourMs) + 1) * hourMs;
    const known = this.#usual;
    if (known?.fromAt === fromAt && known.toAt === toAt) return known.weeks;
    const all: Hours[] = [];
    for (let week = 1; week <= weeks; week += 1) {
      const cuts: number[] = [];
      for (let at = fromAt; at <= toAt; at += hourMs) cuts.push(at - week * weekMs);
      all.push(await this.#read(cuts));
    }
    this.#usual = { fromAt, toAt, weeks: all };
    return all;
  }

  async #read(cuts: readonly number[]): Promise<Hours> {
    const { store } = this.#parts;
    const names = [...this.#watched.keys()];
    const queries = names.length > mostOneByOne ? [{ cuts }] : names.map((service) => ({ cuts, service }));
    const hours = new Map<string, readonly CheckSample[]>();
    for (const query of queries) {
      for (const { service, parts } of await store.tallySeries(query)) {
        if (this.#watched.has(service)) hours.set(service, parts);
      }
    }
    return hours;
  }
}
