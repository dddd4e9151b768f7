import type { Alert } from '../domain/alert.ts';
import type { Condition } from '../domain/alert-condition.ts';
import { burnParts, longestBurnMs } from '../domain/burn-rate.ts';
import type { CheckResult } from '../domain/check-result.ts';
import type { Clock } from '../domain/clock.ts';
import { maintenanceOf } from '../domain/silence.ts';
import { announcedIn } from '../domain/sla-lists.ts';
import type { MonitorEvent } from './events.ts';
import type { Ledger } from './ledger.ts';
import type { Pipeline } from './pipeline.ts';
import { type BurnAlert, type BurnFinding, burnsOf, promises } from './slo-burn.ts';
import { type Budgets, burnCondition, readBudgets } from './slo-condition.ts';
import { type Exclusions, type PromisedService, readExclusions, type SloHistory } from './slo-history.ts';
import { type PrimingStore, primeRecords, type Unprimed } from './slo-prime.ts';
import { SloRecord } from './slo-record.ts';

export interface SloWatchParts {
  readonly store: SloHistory & PrimingStore;
  readonly ledger: Pick<Ledger, 'states'>;
  readonly pipeline: Pick<Pipeline, 'observe'>;
  readonly clock: Clock;
  /** Told what a look at one service rejects with. */
  onDefect(error: unknown): void;
}

/** What is watched. */
export interface SloWatchSettings {
  readonly services: readonly PromisedService[];
  /** Of calendar windows. */
  readonly timezone: string;
}

// Of one service; and how long what a message says may stay as it is.
const judgeEveryMs = 30_000;
const sayAgainAfterMs = 300_000;
// When more burn at once, it matters more to be told soon than what is left of each.
const mostBudgetsRead = 100;

interface Watched extends Unprimed {
  /** Monotonic. */
  judgedAt: number;
  /** What was said last, and when, by alert; monotonic. */
  readonly saidAt: Map<string, number>;
  target: string;
  isPrimed: boolean;
}

/**
 * Watches how fast the services with an objective spend their error budgets, by what happened to them in the last three days.
 * Of a quiet service it costs one look at whether it is quiet.
 */
export class SloWatch {
  readonly #parts: SloWatchParts;
  #watched = new Map<string, Watched>();
  #timezone = 'UTC';
  #exclusions: Exclusions = { windows: [], pauses: [] };
  /** The judgements under way. */
  #pending: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(parts: SloWatchParts) {
    this.#parts = parts;
  }

  /** Watches those of these that are to be told of from now on; what is known of those that stay, stays. */
  use({ services, timezone }: SloWatchSettings): void {
    this.#timezone = timezone;
    const sinceAt = Math.floor(this.#parts.clock.now());
    this.#watched = new Map(
      services
        .filter(({ slo }) => slo.alert)
        .map((service) => [service.name, { ...(this.#watched.get(service.name) ?? freshSince(sinceAt)), service }]),
    );
  }

  /** Takes in what was stored, and judges services of which that is news. */
  hear(event: MonitorEvent): void {
    if (event.kind === 'result') this.#hearResult(event.result);
    if (event.kind !== 'incident') return;
    const watched = this.#watched.get(event.incident.service);
    if (watched === undefined) return;
    watched.record.addIncident(event.incident);
    this.#judgeSoon(watched);
  }

  /** Reads what else counts, and judges again all that are not quiet. Rejects with StoreUnavailable. */
  async review(): Promise<void> {
    const { store, clock } = this.#parts;
    await this.#endUnwatched();
    if (this.#watched.size === 0) return;
    const nowAt = Math.floor(clock.now());
    this.#exclusions = await readExclusions(store, { fromAt: nowAt - longestBurnMs, toAt: nowAt });
    const unprimed = [...this.#watched.values()].filter(({ isPrimed }) => !isPrimed);
    await primeRecords(unprimed, store, nowAt);
    for (const watched of unprimed) watched.isPrimed = true;
    for (const watched of this.#watched.values()) {
      if (this.#isDue(watched)) this.#judgeSoon(watched);
    }
    await this.#pending;
  }

  #hearResult(result: CheckResult): void {
    const watched = this.#watched.get(result.service);
    if (watched === undefined) return;
    const { record, service } = watched;
    watched.target = result.target;
    record.add(result, service);
    this.#countAnswer(result, watched);
    if (this.#isDue(watched)) this.#judgeSoon(watched);
  }

  #countAnswer({ status, startedAt, observation }: CheckResult, { service, record }: Watched): void {
    const { latency } = service.slo.objective;
    const timeMs = observation?.responseTimeMs;
    if (latency === undefined || timeMs === undefined || (status !== 'healthy' && status !== 'degraded')) return;
    const announced = this.#exclusions.windows.filter(announcedIn);
    if (announced.length > 0 && maintenanceOf(announced, service, startedAt) !== undefined) return;
    record.answers.add(startedAt, timeMs > latency.underMs);
  }

  #isDue({ judgedAt, isPrimed, record, service }: Watched): boolean {
    const { clock } = this.#parts;
    if (!isPrimed || clock.monotonic() - judgedAt < judgeEveryMs) return false;
    return !record.isQuiet(clock.now()) || this.#openAlerts(service.name).length > 0;
  }

  #openAlerts(service: string): readonly Alert[] {
    return this.#parts.ledger.states.of(service).alerts.filter(({ rule }) => rule === 'slo_burn');
  }

  /** One after the other, so that what is read for the one is not read for all at once. */
  #judgeSoon(watched: Watched): void {
    if (!watched.isPrimed) return;
    watched.judgedAt = this.#parts.clock.monotonic();
    const conditions = this.#find(watched);
    if (conditions.length === 0) return;
    this.#waiting += 1;
    const tell = () =>
      this.#tell(watched, conditions).finally(() => {
        this.#waiting -= 1;
      });
    this.#pending = this.#pending.then(tell).catch(this.#parts.onDefect);
  }

  /** What there is to say: what begins, has ended, or was said so long ago that its figures are no longer true. */
  #find({ service, record, saidAt }: Watched): readonly BurnFinding[] {
    const { clock } = this.#parts;
    const open = new Set(this.#openAlerts(service.name).map(({ part }) => part));
    const findings = burnsOf(service, {
      record,
      exclusions: this.#exclusions,
      isOpen: (alert) => open.has(partOf(alert)),
      nowAt: clock.now(),
    });
    return findings.filter(({ found, ...alert }) => {
      const part = partOf(alert);
      if (found === 'as_before') return false;
      if (found === 'none') return open.has(part);
      return !open.has(part) || clock.monotonic() - (saidAt.get(part) ?? 0) >= sayAgainAfterMs;
    });
  }

  async #tell(watched: Watched, findings: readonly BurnFinding[]): Promise<void> {
    const { store, clock, pipeline } = this.#parts;
    const { service, saidAt, target } = watched;
    const nowAt = Math.floor(clock.now());
    const isAnyHolding = findings.some(({ found }) => typeof found === 'object');
    const isRead = isAnyHolding && this.#waiting <= mostBudgetsRead;
    const budgets: Budgets = isRead
      ? await readBudgets(service, store, { nowAt, timezone: this.#timezone })
      : { timezone: this.#timezone };
    const conditions = findings.map(({ promised, part, found }): Condition => {
      const identity = { rule: 'slo_burn', part: partOf({ promised, part }) } as const;
      if (typeof found !== 'object') return { ...identity, holds: false, endedAt: nowAt };
      saidAt.set(identity.part, clock.monotonic());
      return { ...identity, ...burnCondition({ service, promised, found, budgets, target, nowAt }) };
    });
    await pipeline.observe(service.name, conditions);
  }

  /** Alerts of services of which nothing is promised any more, or that are not to be told of any more. */
  async #endUnwatched(): Promise<void> {
    const { ledger, pipeline, clock } = this.#parts;
    const endedAt = Math.floor(clock.now());
    for (const name of ledger.states.withAlerts()) {
      const watched = this.#watched.get(name);
      const over = this.#openAlerts(name).filter(({ part }) => !isStillAbout(part, watched?.service));
      if (over.length === 0) continue;
      await pipeline.observe(
        name,
        over.map(({ rule, part }) => ({ rule, ...(part !== undefined && { part }), holds: false, endedAt })),
      );
    }
  }
}

function freshSince(sinceAt: number): Omit<Watched, 'service'> {
  const judgedAt = Number.NEGATIVE_INFINITY;
  return { record: new SloRecord(), sinceAt, judgedAt, saidAt: new Map(), target: '', isPrimed: false };
}

function partOf({ promised, part }: BurnAlert): string {
  return promised === 'availability' ? part : `${promised}_${part}`;
}

function isStillAbout(part: string | undefined, service: PromisedService | undefined): boolean {
  if (service === undefined) return false;
  const { latency } = service.slo.objective;
  const kept = promises.filter((promised) => promised !== 'latency' || latency !== undefined);
  return kept.some((promised) => burnParts.some((one) => partOf({ promised, part: one }) === part));
}
