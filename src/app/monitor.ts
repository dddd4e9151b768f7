import { setMaxListeners } from 'node:events';
import type { Config, ConfiguredService } from '../config/config.ts';
import type { Health } from '../domain/health.ts';
import { createRedactor, type Redact } from '../domain/redaction.ts';
import { createChecker } from '../monitor/checker.ts';
import { createEvents, type Events } from '../monitor/events.ts';
import { type MissedSlots, Scheduler, type SchedulerState } from '../monitor/scheduler.ts';
import type { Store } from '../storage/store.ts';
import { type Canaries, createCanaries } from './canaries.ts';
import type { Chore } from './chore.ts';
import { startChores } from './chores.ts';
import type { Effects } from './effects.ts';
import { createIntake, type Intake } from './intake.ts';
import type { Log } from './log.ts';
import { logEvent } from './log-events.ts';
import { openResultPath, type ResultPath } from './result-path.ts';
import { createRounds } from './rounds.ts';
import { type LagMeter, type SelfMetrics, startLagMeter } from './self-metrics.ts';
import { startWatchdog } from './watchdog.ts';

export interface MonitorOptions {
  readonly config: Config;
  /** Opened for writing; closed by the monitor. */
  readonly store: Store;
  readonly effects: Effects;
  readonly log: Log;
}

/** A service on the schedule. */
interface Item {
  readonly name: string;
  readonly intervalMs: number;
  readonly check: ConfiguredService;
}

const stuckAfterMs = 30_000;
// Of the ten seconds that stopping may take: checks get half to end by themselves, messages what is left but for the last writing.
const checksEndWithinMs = 5_000;
const messagesEndWithinMs = 8_500;

/** Puts a monitor together on what the store holds. Rejects with StoreUnavailable where that cannot be read. */
export async function createMonitor(options: MonitorOptions): Promise<Monitor> {
  const { config, store, effects, log } = options;
  const redaction = { redact: createRedactor(config.secrets) };
  const redact: Redact = (text) => redaction.redact(text);
  const onDefect = (error: unknown) => log.error('a defect of svcmon', { error: redact(traceOf(error)) });
  const events = createEvents({ onDefect });
  const canaries: Canaries = createCanaries(effects, {
    raise: (trouble) => void path.pipeline.raise(trouble),
    clear: (rule) => void path.pipeline.clear(rule),
    publish: events.publish,
  });
  const { publish } = events;
  const isOffline = () => canaries.isOffline();
  const path: ResultPath = await openResultPath({ config, store, effects, redact, publish, isOffline });
  const rounds = createRounds();
  const checker = createChecker({ ...effects, redact });
  const intake = createIntake({ checker, canary: canaries, pipeline: path.pipeline, rounds, clock: effects.clock });
  return new Monitor({ ...options, redaction, onDefect, events, canaries, path, rounds, intake });
}

/** What a monitor consists of. */
interface MonitorParts extends MonitorOptions {
  /** Exchanged with the configuration. */
  readonly redaction: { redact: Redact };
  readonly onDefect: (error: unknown) => void;
  readonly events: Events;
  readonly canaries: Canaries;
  readonly path: ResultPath;
  readonly rounds: ReturnType<typeof createRounds>;
  readonly intake: Intake;
}

/** `svcmon monitor` without its face: checks on schedule, keeps history, tells of alerts. */
export class Monitor {
  readonly #parts: MonitorParts;
  readonly #scheduler: Scheduler<Item>;
  readonly #aborting = new AbortController();
  readonly #lag: LagMeter;
  readonly #startedAt: number;
  readonly #counts = { results: 0, missed: { overrun: 0, late: 0, asleep: 0 }, done: 0, refused: 0 };
  #config: Config;
  #reloadedAt: number | undefined;
  #chores: readonly Chore[] = [];
  #onStuck = () => {};
  #stopped: Promise<void> | undefined;
  /** Resolves, if ever, when nothing moves any more and only a restart can help. */
  readonly stuck = new Promise<void>((resolve) => {
    this.#onStuck = resolve;
  });

  constructor(parts: MonitorParts) {
    this.#parts = parts;
    this.#config = parts.config;
    this.#startedAt = parts.effects.clock.now();
    this.#lag = startLagMeter(parts.effects.clock);
    // Every run listens to this signal, so that Node's warning of a leak at eleven listeners would be a false one.
    setMaxListeners(0, this.#aborting.signal);
    this.#scheduler = this.#createScheduler();
    parts.events.subscribe((event) => logEvent(event, parts.log));
    parts.events.subscribe((event) => {
      if (event.kind !== 'result') return;
      this.#counts.results += 1;
      if (parts.path.ledger.isAvailable()) parts.rounds.stored();
    });
  }

  get config(): Config {
    return this.#config;
  }

  get events(): Pick<Events, 'subscribe'> {
    return this.#parts.events;
  }

  /** Begins to check, and to do what is done beside it. Closes what is open of services that are not configured any more. */
  async start(): Promise<void> {
    const { effects, store, path, rounds, log, onDefect } = this.#parts;
    await this.#take(this.#config);
    const { signal } = this.#aborting;
    const config = () => this.#config;
    const { startTimer, clock } = effects;
    // A schedule without items does not tick.
    const tickedAt = () => (this.#config.services.length === 0 ? clock.monotonic() : this.#scheduler.state().tickedAt);
    this.#chores = [
      ...startChores({ effects, store, path, rounds, log, config, onDefect, signal }),
      startWatchdog({ tickedAt, startTimer, onStuck: this.#onStuck }),
    ];
  }

  /** Goes on by another configuration: what is known of the services that stay, and when each is due, stays too. */
  async use(config: Config): Promise<void> {
    this.#config = config;
    this.#reloadedAt = this.#parts.effects.clock.now();
    this.#counts.done += 1;
    this.#parts.redaction.redact = createRedactor(config.secrets);
    this.#parts.path.use(config);
    await this.#take(config);
  }

  /** Counts a configuration that was not taken over. */
  refused(): void {
    this.#counts.refused += 1;
  }

  healthOf(service: string): Health | undefined {
    return this.#parts.path.ledger.states.of(service).health;
  }

  /** Whether the schedule goes on; one without services has nothing to go on with. */
  isAlive(): boolean {
    const { clock } = this.#parts.effects;
    const aliveMs = clock.monotonic() - this.#scheduler.state().tickedAt;
    return this.#config.services.length === 0 || aliveMs < stuckAfterMs;
  }

  schedule(): SchedulerState {
    return this.#scheduler.state();
  }

  /** How many messages wait to be sent, over all channels. */
  waitingMessages(): number {
    return this.#parts.path.delivery.statuses().reduce((sum, { waiting }) => sum + waiting, 0);
  }

  metrics(): SelfMetrics {
    const { path, canaries, effects } = this.#parts;
    const { running, waiting, tickedAt } = this.#scheduler.state();
    const { results, missed, done, refused } = this.#counts;
    return {
      startedAt: this.#startedAt,
      services: this.#config.services.length,
      results,
      missedSlots: { ...missed },
      running,
      waiting,
      lastCycleAgeMs: effects.clock.monotonic() - tickedAt,
      outbox: Object.fromEntries(path.delivery.statuses().map((status) => [status.channel, status.waiting])),
      storageAvailable: path.ledger.isAvailable(),
      offline: canaries.isOffline(),
      eventLoopLag: this.#lag.read(),
      reloads: { done, refused, ...(this.#reloadedAt !== undefined && { lastAt: this.#reloadedAt }) },
    };
  }

  /** Ends within 10 s: begins nothing more, ends what is under way, sends what it can and writes everything. Safe to call twice. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #take(config: Config): Promise<void> {
    const { path, canaries } = this.#parts;
    canaries.use(config.monitoring.canaries);
    this.#scheduler.schedule(
      config.services.map((check) => ({ name: check.service.name, intervalMs: check.service.intervalMs, check })),
    );
    await path.pipeline.retain(new Set(config.services.map(({ service }) => service.name)));
    await path.refresh();
  }

  async #stop(): Promise<void> {
    const { effects, intake, canaries, path, store } = this.#parts;
    const { clock, startTimer } = effects;
    const beganAt = clock.monotonic();
    const checksEnded = this.#scheduler.stop();
    const cancel = startTimer(checksEndWithinMs, () => this.#aborting.abort());
    await checksEnded;
    cancel();
    this.#aborting.abort();
    await Promise.all(this.#chores.map((chore) => chore.stop()));
    canaries.stop();
    await intake.settled();
    await path.close(beganAt + messagesEndWithinMs);
    this.#lag.stop();
    await store.close();
  }

  #createScheduler(): Scheduler<Item> {
    const { effects, intake, log } = this.#parts;
    const workers = () => (this.#config.monitoring.parallelChecks ? this.#config.monitoring.maxWorkers : 1);
    return new Scheduler<Item>({
      clock: effects.clock,
      startTimer: effects.startTimer,
      uptime: effects.uptime,
      get maxWorkers() {
        return workers();
      },
      run: ({ check }) => intake.run(check, this.#aborting.signal),
      missed: ({ check }, slots) => this.#missed(check, slots),
      woke: (asleepMs) => log.warn('the machine or svcmon stood still', { seconds: Math.round(asleepMs / 1_000) }),
    });
  }

  #missed(check: ConfiguredService, slots: MissedSlots): void {
    this.#counts.missed[slots.why] += slots.count;
    if (slots.why === 'late') {
      this.#parts.log.warn('checks are late: every worker is busy', {
        max_workers: this.#config.monitoring.maxWorkers,
      });
    }
    if (slots.why === 'overrun') {
      this.#parts.log.warn('a check takes longer than its interval', { service: check.service.name });
    }
    this.#parts.intake.missed(check, slots);
  }
}

function traceOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
