import type { Config } from '../config/config.ts';
import type { CheckReport } from '../domain/check-report.ts';
import type { Clock } from '../domain/clock.ts';
import { createRedactor } from '../domain/redaction.ts';
import { announceMaintenance } from '../monitor/announce.ts';
import { createEvents, type MonitorEvent } from '../monitor/events.ts';
import { type Store, StoreUnavailable } from '../storage/store.ts';
import type { Effects } from './effects.ts';
import { openResultPath } from './result-path.ts';

export interface RoundParts {
  readonly config: Config;
  /** Opened for writing; closed when the round is recorded. */
  readonly store: Store;
  readonly effects: Pick<Effects, 'clock' | 'startTimer' | 'random' | 'http'>;
  /** Ends what is being sent, which stays owed. */
  readonly signal: AbortSignal;
}

/** What is worth telling of a recorded round: sendings, messages held back, and trouble of the store. */
export type RoundEvent = Extract<MonitorEvent, { kind: 'delivery' | 'not_sent' | 'storage' }>;

const sendWithinMs = 10_000;
// Whoever runs rounds under cron has nobody else to do it; what is left is for the next round.
const keepUpForMs = 500;

/**
 * Takes one round of results, of some or all services, the way that those of the monitor go: they count towards the
 * thresholds together with those of earlier rounds, and what is owed is told. Rejects with StoreUnavailable where the store
 * cannot be read.
 */
export async function recordRound(report: CheckReport, parts: RoundParts): Promise<readonly RoundEvent[]> {
  const { config, store, effects, signal } = parts;
  const told: RoundEvent[] = [];
  const events = createEvents({
    onDefect: (error) => {
      throw error;
    },
  });
  events.subscribe((event) => {
    if (event.kind === 'delivery' || event.kind === 'not_sent' || event.kind === 'storage') told.push(event);
  });
  try {
    const path = await openResultPath({
      config,
      store,
      effects,
      redact: createRedactor(config.secrets),
      publish: events.publish,
      isOffline: () => report.results.some(({ reason }) => reason === 'monitor_offline'),
    });
    const stop = () => void path.delivery.stop();
    signal.addEventListener('abort', stop, { once: true });
    await path.refresh();
    await path.pipeline.retain(new Set(config.services.map(({ service }) => service.name)));
    await path.pipeline.accept(report.results);
    await announce(config, store, effects.clock);
    await path.close(effects.clock.monotonic() + sendWithinMs);
    signal.removeEventListener('abort', stop);
    await keepUp(store, effects.clock, signal);
    return told;
  } finally {
    await store.close();
  }
}

/** Of a store that cannot be written to the round tells itself. */
async function announce({ maintenance }: Config, store: Store, clock: Clock): Promise<void> {
  try {
    await announceMaintenance(maintenance, store, clock.now());
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
  }
}

/** Rolls up and removes what is due, for a while. A store that cannot is told by the round that cannot be written. */
async function keepUp(store: Store, clock: Clock, signal: AbortSignal): Promise<void> {
  const untilAt = clock.monotonic() + keepUpForMs;
  try {
    while (!signal.aborted && clock.monotonic() < untilAt && (await store.maintain(clock.now())).more);
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
  }
}
