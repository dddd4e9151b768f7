import type { BoundChannel } from '../../src/channels/channel.ts';
import type { Alert, ChannelAlertState, NotSent, OutboxItem } from '../../src/domain/alert.ts';
import type { CheckResult } from '../../src/domain/check-result.ts';
import type { Incident, TimelineEntry } from '../../src/domain/incident.ts';
import { type Notification, notifiedServices } from '../../src/domain/notification.ts';
import type { Route } from '../../src/domain/routes.ts';
import {
  type AlertPolicy,
  defaultCertificateStagesMs,
  defaultRules,
  type ServicePolicy,
} from '../../src/domain/service-policy.ts';
import type { Status } from '../../src/domain/status.ts';
import { createDelivery, type Delivery } from '../../src/monitor/delivery.ts';
import type { MonitorEvent } from '../../src/monitor/events.ts';
import { Ledger } from '../../src/monitor/ledger.ts';
import { createMakeId } from '../../src/monitor/make-id.ts';
import { createPipeline, type Pipeline } from '../../src/monitor/pipeline.ts';
import { noSurroundings, type Surroundings } from '../../src/monitor/surroundings.ts';
import { type Commit, type ServiceState, StoreUnavailable } from '../../src/storage/store.ts';
import { checkResult, foundResult, observation } from './check-result.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { createMemoryStore, emptyContents } from './memory-store.ts';

/** What stays when a process dies: a disk that can be full, and holds what can be written down. */
class Disk {
  full = false;
  commits = 0;
  readonly #contents = emptyContents();
  readonly store = createMemoryStore(this.#contents);

  async commit(commit: Commit): Promise<void> {
    if (this.full) throw new StoreUnavailable('no space left', { trouble: 'full' });
    this.commits += 1;
    const written: Commit = JSON.parse(JSON.stringify(commit));
    await this.store.commit(written);
  }

  get results(): readonly CheckResult[] {
    return [...this.#contents.results.values()];
  }

  get incidents(): ReadonlyMap<string, Incident> {
    return this.#contents.incidents;
  }

  get channels(): ReadonlyMap<string, ChannelAlertState> {
    return this.#contents.channels;
  }

  get outbox(): ReadonlyMap<string, OutboxItem> {
    return this.#contents.outbox;
  }

  get timeline(): readonly TimelineEntry[] {
    return [...this.#contents.timeline.values()];
  }

  get notSent(): readonly NotSent[] {
    return [...this.#contents.notSent.values()];
  }

  openIncidents(service: string): readonly Incident[] {
    return [...this.incidents.values()].filter((one) => one.service === service && one.closedAt === undefined);
  }

  openAlerts(): readonly Alert[] {
    return [...this.#contents.alerts.values()].filter(({ resolvedAt }) => resolvedAt === undefined);
  }

  pending(): readonly OutboxItem[] {
    return [...this.outbox.values()].filter(({ state }) => state === 'pending');
  }
}

/** `lost`: the message arrives and its answer does not. `hang`: neither ever does. */
export type Mood = 'ok' | 'fail' | 'final' | 'hang' | 'lost';

/** One message about one alert, as it arrived. */
export interface Heard {
  readonly state: Notification['state'];
  readonly dedupKey: string;
  readonly name: string;
  readonly firstMention: boolean;
}

/** A receiver on the other side of a channel, which outlives every process. */
export class Receiver {
  mood: Mood = 'ok';
  /** Towards messages that begin with that service. */
  readonly moodTowards = new Map<string, Mood>();
  retryAfterMs: number | undefined;
  readonly messages: Notification[] = [];
  /** Everything that was sent, whatever became of it. */
  readonly sent: Notification[] = [];
  readonly channel: BoundChannel;

  constructor(traits: Pick<BoundChannel, 'oneByOne' | 'acknowledges'> = {}) {
    this.channel = { ...traits, ...this.#channel };
  }

  get attempts(): number {
    return this.sent.length;
  }

  readonly #channel: BoundChannel = {
    type: 'test',
    send: async (notification, { signal }) => {
      this.sent.push(notification);
      const { retryAfterMs } = this;
      const mood = this.moodTowards.get(notifiedServices(notification)[0]?.name ?? '') ?? this.mood;
      if (mood === 'ok' || mood === 'lost') this.messages.push(notification);
      if (mood === 'ok') return { outcome: 'delivered' };
      if (mood === 'final') return { outcome: 'rejected', reason: 'answered 404' };
      if (mood === 'hang') await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return { outcome: 'retry', reason: 'answered 503', ...(retryAfterMs !== undefined && { retryAfterMs }) };
    },
  };

  /** Message by message and alert by alert. */
  heard(): readonly Heard[] {
    return this.messages.flatMap((message) =>
      notifiedServices(message).map(({ name, dedupKey = '', firstMention = false }) => {
        return { state: message.state, dedupKey, name, firstMention };
      }),
    );
  }

  /** `firing api`, `resolved api`, … */
  log(): readonly string[] {
    return this.heard().map(({ state, name }) => `${state} ${name}`);
  }

  /** The keys of what fires as far as the receiver knows. */
  believesFiring(): readonly string[] {
    const last = new Map(this.heard().map(({ dedupKey, state }) => [dedupKey, state]));
    return [...last].flatMap(([key, state]) => (state === 'resolved' ? [] : [key])).toSorted();
  }
}

export interface WorldOptions {
  readonly services?: readonly (Partial<ServicePolicy> & Pick<ServicePolicy, 'name'>)[];
  readonly channels?: readonly string[];
  /** What the channels are like that are not like most. */
  readonly traits?: Readonly<Record<string, Pick<BoundChannel, 'oneByOne' | 'acknowledges'>>>;
  readonly route?: Partial<Route>;
  readonly alerts?: Partial<AlertPolicy>;
  readonly mostItems?: number;
  readonly batchMs?: number;
}

/** A monitor without probes: results come from the test, receivers and the disk stay when it is killed. */
export class World {
  readonly clock: FakeClock = createFakeClock();
  readonly disk = new Disk();
  readonly receivers: ReadonlyMap<string, Receiver>;
  readonly events: MonitorEvent[] = [];
  surroundings: Surroundings = noSurroundings;
  offline = false;
  services: Map<string, ServicePolicy>;
  alertPolicy: AlertPolicy;
  ledger: Ledger;
  pipeline: Pipeline;
  delivery: Delivery;
  readonly #options: WorldOptions;
  readonly #makeId: () => string;

  constructor(options: WorldOptions = {}) {
    this.#options = options;
    const names = options.channels ?? ['ops'];
    const { traits = {} } = options;
    this.receivers = new Map(names.map((name) => [name, new Receiver(traits[name])]));
    this.services = new Map(
      (options.services ?? [{ name: 'api' }]).map((service) => [
        service.name,
        { tags: {}, failureCountAlert: 3, recoveryCount: 2, ...service },
      ]),
    );
    const route = { match: {}, channels: names, repeatIntervalMs: 4 * 3_600_000, groupWaitMs: 0, continue: false };
    this.alertPolicy = {
      routes: [{ ...route, ...options.route }],
      turnedOn: defaultRules,
      certificateStagesMs: defaultCertificateStagesMs,
      acknowledging: new Set(names.filter((name) => traits[name]?.acknowledges)),
      ...options.alerts,
    };
    this.#makeId = createMakeId({ clock: this.clock, random: () => 0.5 });
    const process = this.#start(new Map(), []);
    this.ledger = process.ledger;
    this.pipeline = process.pipeline;
    this.delivery = process.delivery;
  }

  receiver(name = 'ops'): Receiver {
    const receiver = this.receivers.get(name);
    if (receiver === undefined) throw new Error(`there is no receiver ${name}`);
    return receiver;
  }

  /** Results a minute apart, each stored before the next: `H D U ?` for healthy, degraded, unhealthy, unknown. */
  async see(letters: string, service = 'api'): Promise<void> {
    for (const letter of letters.replaceAll(' ', '')) {
      void this.pipeline.accept([resultOf(letter, service, this.clock.now())]);
      await this.pass(60_000);
    }
  }

  /** Time goes by, and the pipeline looks once a second at most for ten times, then once at the end. */
  async pass(ms: number): Promise<void> {
    await this.clock.advance(ms / 2);
    void this.pipeline.review();
    await this.clock.advance(ms / 2);
  }

  /** The process dies here and now, and another begins with what is on the disk. */
  async crash(): Promise<void> {
    this.#alive.alive = false;
    const { store } = this.disk;
    const process = this.#start(await store.loadStates(), await store.pendingOutbox());
    this.ledger = process.ledger;
    this.pipeline = process.pipeline;
    this.delivery = process.delivery;
    await this.clock.advance(0);
  }

  #alive = { alive: true };

  #start(loaded: ReadonlyMap<string, ServiceState>, pending: readonly OutboxItem[]) {
    const life = { alive: true };
    this.#alive = life;
    const { clock, disk } = this;
    const startTimer: FakeClock['startTimer'] = (ms, callback) => clock.startTimer(ms, () => life.alive && callback());
    const commit = (part: Commit) => (life.alive ? disk.commit(part) : new Promise<void>(() => {}));
    const ledger = new Ledger({
      store: { commit },
      loaded,
      clock,
      startTimer,
      batchMs: this.#options.batchMs ?? 20,
    });
    const publish = (event: MonitorEvent) => life.alive && this.events.push(event);
    const delivery = createDelivery({
      ledger,
      http: { request: () => Promise.reject(new Error('not used')) },
      clock,
      startTimer,
      random: () => 0.5,
      redact: (text) => text,
      publish,
      total: () => this.services.size,
      sendTimeoutMs: 10_000,
      mostItems: this.#options.mostItems ?? 1_000,
    });
    const pipeline = createPipeline({
      ledger,
      policyOf: (name) => this.services.get(name),
      dependentsOf: (name) =>
        [...this.services.values()].filter(({ dependsOn }) => dependsOn?.includes(name)).map((one) => one.name),
      alertPolicy: () => this.alertPolicy,
      surroundings: () => this.surroundings,
      isOffline: () => this.offline,
      deliver: (items) => life.alive && delivery.deliver(items),
      publish,
      clock,
      startTimer,
      makeId: this.#makeId,
    });
    delivery.deliver(pending);
    const channels = [...this.receivers].map(([name, { channel }]) => [name, whileAlive(channel, life)] as const);
    delivery.use(new Map(channels));
    return { ledger, pipeline, delivery };
  }
}

/** A dead process neither sends nor hears. */
function whileAlive(channel: BoundChannel, life: { readonly alive: boolean }): BoundChannel {
  return {
    ...channel,
    async send(notification, context) {
      if (!life.alive) return new Promise(() => {});
      const delivery = await channel.send(notification, context);
      return life.alive ? delivery : new Promise(() => {});
    },
  };
}

const statusOf: Readonly<Record<string, Status>> = { H: 'healthy', D: 'degraded', U: 'unhealthy', '?': 'unknown' };

/** One result by its letter; `S` is degraded by being slower than the critical threshold. */
export function resultOf(letter: string, service: string, startedAt: number): CheckResult {
  const facts = { service, startedAt, attempts: [], observation: observation() };
  if (letter === 'H') return checkResult({ ...facts, message: 'answered 200 in 41 ms' });
  if (letter === 'S') {
    const finding = { status: 'degraded', reason: 'slow', severity: 'critical', message: 'slow: 6 s' } as const;
    return checkResult({ ...facts, ...finding, findings: [finding] });
  }
  const status = statusOf[letter];
  if (status === undefined) throw new Error(`no result is written ${letter}`);
  const reasons = {
    healthy: 'ok',
    degraded: 'assertion_failed',
    unhealthy: 'timeout',
    unknown: 'dns_unavailable',
  } as const;
  return foundResult({ status, reason: reasons[status], message: `${service} is ${status}` }, facts);
}
