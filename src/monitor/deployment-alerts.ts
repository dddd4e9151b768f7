import type { Alert } from '../domain/alert.ts';
import type { Condition } from '../domain/alert-condition.ts';
import type { Clock } from '../domain/clock.ts';
import {
  type DeploymentTrouble,
  deploymentCondition,
  deploymentOfPart,
  endOfTrouble,
  partOf,
  rolledBackText,
  troubleWith,
} from '../domain/deployment-alert.ts';
import type { Service } from '../domain/service.ts';
import type { Store } from '../storage/store.ts';
import type { Pipeline } from './pipeline.ts';
import type { ServiceStates } from './service-states.ts';

/** A service as far as messages about its releases are concerned. */
export type ReleasedService = Pick<Service, 'name' | 'group' | 'runbook'> & {
  /** What is asked, redacted. */
  readonly target: string;
};

export interface DeploymentAlertsParts {
  readonly store: Pick<Store, 'deployments' | 'deployment'>;
  readonly states: Pick<ServiceStates, 'of' | 'withAlerts'>;
  readonly pipeline: Pick<Pipeline, 'observe'>;
  readonly clock: Clock;
}

// What another process has rolled back, or told, is seen within this.
const lookEveryMs = 30_000;
const mostAtOnce = 1_000;
// Told long before it ended where the monitor was away, or it is watched for a day.
const toldWithinMs = 14 * 86_400_000;

/**
 * Tells of releases that have failed and were neither taken back nor followed by another, and of rollbacks that could not be
 * told. It goes by what is stored, so that nothing is lost with a process; every trouble has one alert, under the same key.
 */
export class DeploymentAlerts {
  readonly #parts: DeploymentAlertsParts;
  /** Those that were begun here, or found begun: what a removed service had is not told again when it comes back. */
  #begun: ReadonlySet<string> = new Set();
  #services: ReadonlyMap<string, ReleasedService> = new Map();
  /** Monotonic. */
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: DeploymentAlertsParts) {
    this.#parts = parts;
  }

  /** Goes by these services from now on. */
  use(services: readonly ReleasedService[]): void {
    this.#services = new Map(services.map((service) => [service.name, service]));
  }

  /** To be called when a deployment stands differently: the next look is not put off. */
  changed(): void {
    this.#lookedAt = Number.NEGATIVE_INFINITY;
  }

  /** Begins and ends alerts, where it is time to look again. Rejects with StoreUnavailable. */
  async look(): Promise<void> {
    const { clock } = this.#parts;
    if (clock.monotonic() - this.#lookedAt < lookEveryMs) return;
    this.#lookedAt = clock.monotonic();
    const troubles = await this.#troubles();
    const holding = new Set(troubles.map(partOf));
    await this.#endOthers(holding);
    for (const trouble of troubles) await this.#begin(trouble);
    this.#begun = new Set([...this.#begun].filter((part) => holding.has(part)));
  }

  /** What holds at present, also of services that are not configured; the oldest first. */
  async #troubles(): Promise<readonly DeploymentTrouble[]> {
    const { store } = this.#parts;
    const fromAt = this.#now() - toldWithinMs;
    const failed = await store.deployments({ status: 'failed', fromAt, limit: mostAtOnce });
    // Of any age: people take back what has run for months.
    const rolledBack = await store.deployments({ status: 'rolled_back', limit: mostAtOnce });
    const holding: DeploymentTrouble[] = [];
    for (const deployment of [...failed, ...rolledBack].toReversed()) {
      const trouble = troubleWith(deployment);
      if (trouble !== undefined && (await this.#endOf(trouble)) === undefined) holding.push(trouble);
    }
    return holding.toSorted((a, b) => a.startedAt - b.startedAt);
  }

  /** What is old is none whatever followed: nothing has to be read for it. */
  async #endOf(trouble: DeploymentTrouble): Promise<string | undefined> {
    const nowAt = this.#now();
    const old = endOfTrouble(trouble, { nowAt });
    if (old !== undefined) return old;
    const { service, environment } = trouble.deployment;
    const [latest] = await this.#parts.store.deployments({ service, environment, limit: 1 });
    return endOfTrouble(trouble, { nowAt, ...(latest && { latest }) });
  }

  async #begin(trouble: DeploymentTrouble): Promise<void> {
    const { service: name } = trouble.deployment;
    const service = this.#services.get(name);
    const part = partOf(trouble);
    if (service === undefined || this.#begun.has(part)) return;
    this.#begun = new Set([...this.#begun, part]);
    await this.#parts.pipeline.observe(name, [deploymentCondition(trouble, service)]);
  }

  async #endOthers(holding: ReadonlySet<string>): Promise<void> {
    const { states, pipeline } = this.#parts;
    for (const name of states.withAlerts()) {
      const over: Condition[] = [];
      for (const { rule, part = '' } of this.#openAlerts(name)) {
        if (!holding.has(part)) over.push({ rule, part, holds: false, ...(await this.#ending(part)) });
      }
      if (over.length > 0) await pipeline.observe(name, over);
    }
  }

  /** Why it is over; nothing of a deployment that is not kept any more. */
  async #ending(part: string): Promise<{ readonly endedAt: number; readonly message?: string }> {
    const nowAt = this.#now();
    const deployment = await this.#parts.store.deployment(deploymentOfPart(part));
    if (deployment === undefined) return { endedAt: nowAt };
    const trouble = troubleWith(deployment);
    if (trouble === undefined || partOf(trouble) !== part) {
      const message = rolledBackText(deployment);
      return { endedAt: deployment.rollback?.at ?? nowAt, ...(message !== undefined && { message }) };
    }
    const message = await this.#endOf(trouble);
    return { endedAt: nowAt, ...(message !== undefined && { message }) };
  }

  #openAlerts(service: string): readonly Alert[] {
    return this.#parts.states.of(service).alerts.filter(({ rule }) => rule === 'deployment');
  }

  #now(): number {
    return Math.floor(this.#parts.clock.now());
  }
}
