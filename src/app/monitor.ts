import { setMaxListeners } from 'node:events';
import type { DeploymentDesk } from '../api/desks/deployments.ts';
import type { Config } from '../config/config.ts';
import type { CheckResult } from '../domain/check-result.ts';
import type { Health } from '../domain/health.ts';
import { createRedactor, type Redact } from '../domain/redaction.ts';
import type { ArrivingPing, PingOutcome } from '../monitor/call-desk.ts';
import type { Events } from '../monitor/events.ts';
import { prepareChecks } from '../monitor/prepare-checks.ts';
import type { Scheduler, SchedulerState } from '../monitor/scheduler.ts';
import type { Surroundings } from '../monitor/surroundings.ts';
import type { ServiceState, Store } from '../storage/store.ts';
import type { OpenCallDesk } from './call-desk.ts';
import type { Canaries } from './canaries.ts';
import { type Chore, startChore } from './chore.ts';
import { startChores } from './chores.ts';
import type { Effects } from './effects.ts';
import type { Intake } from './intake.ts';
import type { Log } from './log.ts';
import { logEvent } from './log-events.ts';
import type { ResultPath } from './result-path.ts';
import type { Rounds } from './rounds.ts';
import { createSchedule, type ScheduledService, scheduledServices } from './schedule.ts';
import { type LagMeter, type SelfMetrics, startLagMeter } from './self-metrics.ts';
import { startWatchdog } from './watchdog.ts';
import type { Watches } from './watches.ts';

export interface MonitorOptions {
  readonly config: Config;
  /** Opened for writing; closed by the monitor. */
  readonly store: Store;
  readonly effects: Effects;
  readonly log: Log;
}

const stuckAfterMs = 30_000;
const callTickMs = 1_000;
const looksWithinMs = 30_000;
// Of the ten seconds that stopping may take: checks get half to end by themselves, messages what is left but for the last writing.
const checksEndWithinMs = 5_000;
const messagesEndWithinMs = 8_500;

/** What a monitor consists of. */
export interface MonitorParts extends MonitorOptions {
  /** Exchanged with the configuration. */
  readonly redaction: { redact: Redact };
  readonly onDefect: (error: unknown) => void;
  readonly events: Events;
  readonly canaries: Canaries;
  readonly path: ResultPath;
  readonly watches: Watches;
  readonly rounds: Rounds;
  readonly intake: Intake;
  /** Absent where it is listened nowhere. */
  readonly calls?: OpenCallDesk;
}

/** `svcmon monitor` without its face: checks on schedule, keeps history, tells of alerts. */
export class Monitor {
  readonly #parts: MonitorParts;
  readonly #scheduler: Scheduler<ScheduledService>;
  readonly #aborting = new AbortController();
  readonly #lag: LagMeter;
  readonly #startedAt: number;
  readonly #counts = { results: 0, missed: { overrun: 0, late: 0, asleep: 0 }, done: 0, refused: 0 };
  #config: Config;
  #paused: ReadonlySet<string> = new Set();
  #reloadedAt: number | undefined;
  #lastReloadOk: boolean | undefined;
  #heartbeat: SelfMetrics['heartbeat'] = {};
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
    this.#scheduler = createSchedule({
      ...parts,
      config: () => this.#config,
      signal: this.#aborting.signal,
      onMissed: ({ why, count }) => {
        this.#counts.missed[why] += count;
      },
    });
    parts.events.subscribe((event) => logEvent(event, parts.log));
    parts.events.subscribe((event) => parts.watches.hear(event));
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
    const { effects, store, path, watches, rounds, log, onDefect } = this.#parts;
    await this.#take(this.#config);
    const { signal } = this.#aborting;
    const config = () => this.#config;
    const { startTimer, clock } = effects;
    const tickedAt = () => (this.#isIdle() ? clock.monotonic() : this.#scheduler.state().tickedAt);
    this.#chores = [
      ...startChores({
        ...{ effects, store, rounds, log, config, onDefect, signal },
        path: { ...path, refresh: () => this.refresh() },
        onHeartbeat: ({ at, trouble }) => {
          this.#heartbeat = trouble === undefined ? { lastOkAt: at } : { ...this.#heartbeat, trouble };
        },
      }),
      startWatchdog({ tickedAt, startTimer, onStuck: this.#onStuck }),
      ...watches.start(),
      ...this.#callChores(),
    ];
  }

  /** Goes on by another configuration: what is known of the services that stay, and when each is due, stays too. */
  async use(config: Config): Promise<void> {
    this.#config = config;
    this.#reloadedAt = this.#parts.effects.clock.now();
    this.#counts.done += 1;
    this.#lastReloadOk = true;
    this.#parts.redaction.redact = createRedactor(config.secrets, this.#parts.effects.sessions.tokens);
    this.#parts.path.use(config);
    this.#parts.calls?.use(config);
    await this.#take(config);
  }

  /** Counts a configuration that was not taken over. */
  refused(): void {
    this.#counts.refused += 1;
    this.#lastReloadOk = false;
  }

  /** Looks at a service as soon as possible, beside its schedule. */
  checkNow(service: string): void {
    this.#scheduler.hasten(service);
  }

  /** Looks at a service as soon as possible, beside its schedule; resolves with what was found, undefined where that takes too long or nobody looks. */
  async look(service: string, signal: AbortSignal): Promise<CheckResult | undefined> {
    const { effects, events } = this.#parts;
    const askedAt = effects.clock.now();
    return new Promise((resolve) => {
      const end = (result?: CheckResult) => {
        forget();
        cancel();
        signal.removeEventListener('abort', abort);
        resolve(result);
      };
      const abort = () => end();
      const forget = events.subscribe((event) => {
        if (event.kind !== 'result' || event.result.service !== service) return;
        if (event.result.startedAt >= askedAt && event.result.reason !== 'missed_window') end(event.result);
      });
      const cancel = effects.startTimer(looksWithinMs, abort);
      signal.addEventListener('abort', abort);
      if (signal.aborted || this.isPaused(service)) end();
      else this.#scheduler.hasten(service);
    });
  }

  /** Reads what people have said meanwhile, where the store can be read, and goes by it. */
  async refresh(): Promise<void> {
    const { path } = this.#parts;
    await path.refresh();
    const { paused } = path.surroundings();
    if (paused.size !== this.#paused.size || [...paused].some((name) => !this.#paused.has(name))) this.#schedule();
  }

  /** Whether a person has taken it off the schedule. */
  isPaused(service: string): boolean {
    return this.#paused.has(service);
  }

  /** What people have said, as it was read last. */
  surroundings(): Surroundings {
    return this.#parts.path.surroundings();
  }

  /** Everything that is decided about a service. */
  stateOf(service: string): ServiceState {
    return this.#parts.path.ledger.states.of(service);
  }

  /** Masks every secret of the configuration in use. */
  redact(text: string): string {
    return this.#parts.redaction.redact(text);
  }

  /** Takes a ping; resolves once it is stored, or cannot be at present. */
  async ping(token: string, ping: ArrivingPing): Promise<PingOutcome> {
    return this.#parts.calls?.desk.ping(token, ping) ?? 'unknown';
  }

  /** To be called when pings can come, before `start`. */
  beginListening(): void {
    this.#parts.calls?.desk.begin();
  }

  /** To be called when they cannot any more; safe to call twice. */
  endListening(): void {
    this.#parts.calls?.desk.end();
  }

  /** Where deployments are told, looked up and taken back. */
  get deployments(): DeploymentDesk {
    return this.#parts.watches.deployments;
  }

  healthOf(service: string): Health | undefined {
    return this.#parts.path.ledger.states.of(service).health;
  }

  /** Whether the schedule goes on; one without services has nothing to go on with. */
  isAlive(): boolean {
    const { clock } = this.#parts.effects;
    const aliveMs = clock.monotonic() - this.#scheduler.state().tickedAt;
    return this.#isIdle() || aliveMs < stuckAfterMs;
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
      ...(this.#config.monitoring.heartbeatUrl !== undefined && { heartbeat: { ...this.#heartbeat } }),
      eventLoopLag: this.#lag.read(),
      reloads: {
        ...{ done, refused },
        ...(this.#reloadedAt !== undefined && { lastAt: this.#reloadedAt }),
        ...(this.#lastReloadOk !== undefined && { lastOk: this.#lastReloadOk }),
      },
    };
  }

  /** Ends within 10 s: begins nothing more, ends what is under way, sends what it can and writes everything. Safe to call twice. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  #callChores(): readonly Chore[] {
    const { calls, effects, onDefect } = this.#parts;
    if (calls === undefined) return [];
    const work = async () => calls.desk.tick(callTickMs);
    return [startChore({ everyMs: () => callTickMs, work, startTimer: effects.startTimer, onDefect })];
  }

  async #take(config: Config): Promise<void> {
    const { path, canaries, watches } = this.#parts;
    canaries.use(config.monitoring.canaries);
    await prepareChecks(config.services);
    await watches.use(config);
    await path.pipeline.retain(new Set(config.services.map(({ service }) => service.name)));
    await path.refresh();
    this.#schedule();
  }

  /** Who is paused is not on it. */
  #schedule(): void {
    this.#paused = this.#parts.path.surroundings().paused;
    this.#scheduler.schedule(scheduledServices(this.#config).filter(({ name }) => !this.#paused.has(name)));
  }

  /** A schedule without items does not tick. */
  #isIdle(): boolean {
    return this.#config.services.every(({ service }) => this.#paused.has(service.name));
  }

  async #stop(): Promise<void> {
    const { effects, intake, canaries, path, store, log } = this.#parts;
    const { clock, startTimer } = effects;
    const beganAt = clock.monotonic();
    const checksEnded = this.#scheduler.stop();
    const cancel = startTimer(checksEndWithinMs, () => this.#aborting.abort());
    await checksEnded;
    cancel();
    this.#aborting.abort();
    await Promise.all(this.#chores.map((chore) => chore.stop()));
    this.endListening();
    canaries.stop();
    await intake.settled();
    await path.close(beganAt + messagesEndWithinMs);
    if (!path.ledger.isAvailable()) log.error('stopped without storing what came since the storage failed: it is lost');
    this.#lag.stop();
    await store.close();
  }
}
