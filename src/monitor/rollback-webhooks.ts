import type { Delivery } from '../channels/channel.ts';
import { postToWebhook } from '../channels/delivery.ts';
import type { Clock } from '../domain/clock.ts';
import { type Deployment, tellRollback } from '../domain/deployment.ts';
import type { Secret } from '../domain/secret.ts';
import type { HttpClient } from '../http/client.ts';
import { timeout } from '../resilience/timeout.ts';
import type { StartTimer } from '../resilience/timer.ts';
import type { Store } from '../storage/store.ts';
import { sendDelayMs } from './send-backoff.ts';

export interface RollbackWebhooksParts {
  readonly store: Pick<Store, 'deployments' | 'changeDeployment'>;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly startTimer: StartTimer;
  readonly random: () => number;
  /** Where rollbacks of a service are told; undefined where nowhere (any more). */
  webhookOf(service: string): Secret | undefined;
  /** What is posted. */
  bodyOf(deployment: Deployment): unknown;
  /** Told of every attempt, after it is stored. */
  told(deployment: Deployment): void;
}

const mostAtOnce = 100;
const sendTimeoutMs = 10_000;
// Whoever rolls back has done it by hand by then.
const givenUpAfterMs = 86_400_000;

/** Tells of rollbacks whatever was not told yet: at least once, with the deployment's id as `Idempotency-Key`, for a day. */
export class RollbackWebhooks {
  readonly #parts: RollbackWebhooksParts;
  readonly #dueAt = new Map<string, number>();

  constructor(parts: RollbackWebhooksParts) {
    this.#parts = parts;
  }

  /** Makes the attempts that are due, one after another. Rejects with StoreUnavailable. */
  async send(signal: AbortSignal): Promise<void> {
    const { store, clock } = this.#parts;
    const owed = await store.deployments({ owed: true, status: 'rolled_back', limit: mostAtOnce });
    for (const deployment of owed) {
      const isDue = (this.#dueAt.get(deployment.id) ?? 0) <= clock.monotonic();
      if (isDue && !signal.aborted) await this.#tell(deployment, signal);
    }
  }

  async #tell(deployment: Deployment, signal: AbortSignal): Promise<void> {
    const { store, clock, random, told } = this.#parts;
    const { id, rollback } = deployment;
    const delivery = await this.#post(deployment, signal);
    // Ended by us: it is owed as before.
    if (signal.aborted && delivery.outcome === 'retry') return;
    const at = Math.floor(clock.now());
    const isGivenUp = delivery.outcome === 'retry' && at - (rollback?.at ?? at) >= givenUpAfterMs;
    const status = isGivenUp ? 'failed' : statuses[delivery.outcome];
    const text = delivery.outcome === 'delivered' ? (delivery.detail ?? 'delivered') : delivery.reason;
    const changed = await store.changeDeployment(id, (stored) => tellRollback(stored, { status, at, text }));
    const attempts = changed?.rollback?.webhook?.attempts ?? 1;
    const retryAfterMs = delivery.outcome === 'retry' ? delivery.retryAfterMs : undefined;
    if (status === 'pending') this.#dueAt.set(id, clock.monotonic() + sendDelayMs(attempts, { random, retryAfterMs }));
    else this.#dueAt.delete(id);
    if (changed !== undefined) told(changed);
  }

  async #post(deployment: Deployment, signal: AbortSignal): Promise<Delivery> {
    const { http, clock, startTimer, webhookOf, bodyOf } = this.#parts;
    const url = webhookOf(deployment.service)?.reveal();
    if (url === undefined) return { outcome: 'rejected', reason: 'no rollback webhook is configured any more' };
    const posting = {
      url,
      body: JSON.stringify(bodyOf(deployment)),
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': deployment.id },
    };
    try {
      const send = timeout({ limitMs: sendTimeoutMs, startTimer });
      return await send((sending) => postToWebhook(posting, { http, clock, signal: sending }), signal);
    } catch {
      return { outcome: 'retry', reason: 'no answer within 10 s' };
    }
  }
}

const statuses = { delivered: 'delivered', retry: 'pending', rejected: 'failed' } as const;
