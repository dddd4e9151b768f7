import { type Heartbeat, type Ping, reduceHeartbeat, shiftHeartbeat } from '../domain/heartbeat.ts';
import type { HeartbeatPlan } from '../domain/heartbeat-plan.ts';
import { judgeHeartbeat } from '../domain/heartbeat-verdict.ts';
import { beginListening, gapsIn, type Listening } from '../domain/listening.ts';
import type { CallBook, Calls } from '../probes/probe.ts';
import type { StartTimer } from '../resilience/timer.ts';
import { createTokenBucket, type TokenBucket } from '../resilience/token-bucket.ts';
import type { StoredCalls } from '../storage/store.ts';
import { fingerprintOfToken } from './caller-tokens.ts';
import type { CleanText } from './clean-text.ts';
import { evidenceText } from './evidence.ts';
import type { Ledger } from './ledger.ts';
import { createListeningWatch, type ListeningWatch } from './listening-watch.ts';
import type { SleepWatchParts } from './sleep-watch.ts';

/** A service that calls us. */
export interface Caller {
  readonly service: string;
  readonly plan: HeartbeatPlan;
  readonly token: string;
}

/** A ping as it arrives. */
export type ArrivingPing = Omit<Ping, 'at'>;

/** `unknown`: nobody has that token. `too_many`: it was not taken, since the service calls far too often. */
export type PingOutcome = 'accepted' | 'unknown' | 'too_many';

export interface CallDeskParts extends SleepWatchParts {
  readonly ledger: Pick<Ledger, 'apply' | 'saved'>;
  /** What `store.calls` found. */
  readonly stored: StoredCalls;
  readonly clean: Pick<CleanText, 'text'>;
  readonly startTimer: StartTimer;
  /** Looks at a service now, beside its schedule. */
  hasten(service: string): void;
}

interface Known extends Caller {
  readonly mayCall: TokenBucket;
  /** Monotonic instant from which on it may be looked at again. */
  restsUntil: number;
  isHastened: boolean;
  /** When it stands otherwise unless it calls; infinite where it does not. */
  changesAt: number;
}

// Looks that pings cause; of several within it the last shows how it stands.
const restMs = 1_000;
const burst = 100;
const perSecond = 10;
// As far as a process that is killed may seem to have ended too early.
const markEveryMs = 10_000;
// While it listens, it is noted once a second.
const toleranceMs = 5_000;

/** Takes pings, remembers them, and has a service looked at whenever it calls, and when it should have called. */
export class CallDesk implements CallBook {
  readonly #parts: CallDeskParts;
  readonly #heartbeats: Map<string, Heartbeat>;
  #callers = new Map<string, Known>();
  #byToken = new Map<string, Known>();
  #listening: Listening;
  #watch: ListeningWatch | undefined;
  #markedAt = 0;

  constructor(parts: CallDeskParts) {
    this.#parts = parts;
    this.#heartbeats = new Map(parts.stored.heartbeats);
    this.#listening = parts.stored.listening;
  }

  /** Knows these from now on; what was known of others is forgotten. */
  use(callers: readonly Caller[]): void {
    const { clock } = this.#parts;
    const fresh = () => ({
      mayCall: createTokenBucket({ clock, burst, perSecond }),
      restsUntil: 0,
      isHastened: false,
    });
    const known = callers.map((caller): Known => {
      const { mayCall, restsUntil, isHastened } = this.#callers.get(caller.service) ?? fresh();
      return { ...caller, mayCall, restsUntil, isHastened, changesAt: 0 };
    });
    this.#callers = new Map(known.map((caller) => [caller.service, caller]));
    this.#byToken = new Map(known.map((caller) => [fingerprintOfToken(caller.token), caller]));
    for (const caller of known) this.#plan(caller);
    const gone = [...this.#heartbeats.keys()].filter((service) => !this.#callers.has(service));
    for (const service of gone) this.#heartbeats.delete(service);
    if (gone.length > 0) this.#parts.ledger.apply({ heartbeats: gone.map((service) => ({ service })) });
  }

  /** From now on pings can come. */
  begin(): void {
    this.#watch = createListeningWatch(this.#parts);
    this.#listening = beginListening(this.#listening, this.#parts.clock.now());
    this.#mark();
    for (const caller of this.#callers.values()) this.#plan(caller);
  }

  /** Looks who should have called; to be called about once a second while pings can come, `nappedMs` after the last time. */
  tick(nappedMs: number): void {
    if (this.#watch === undefined) return;
    const { listening, jumpMs, gap } = this.#watch(this.#listening, nappedMs);
    this.#listening = listening;
    if (jumpMs !== 0) this.#shift(jumpMs);
    const { clock } = this.#parts;
    if (gap || clock.monotonic() - this.#markedAt >= markEveryMs) this.#mark();
    const now = clock.now();
    for (const caller of this.#callers.values()) {
      if (gap) this.#plan(caller);
      if (caller.changesAt > now) continue;
      this.#plan(caller);
      this.#hasten(caller);
    }
  }

  /** Resolves once the ping is stored, or cannot be at present; then it is judged and stored later. */
  async ping(token: string, ping: ArrivingPing): Promise<PingOutcome> {
    const caller = this.#byToken.get(fingerprintOfToken(token));
    if (caller === undefined) return 'unknown';
    if (!caller.mayCall()) return 'too_many';
    const { clock, clean, ledger } = this.#parts;
    const { service } = caller;
    const { message: said = '', ...told } = ping;
    const kept = evidenceText(said, clean);
    const arrived: Ping = { ...told, at: Math.round(clock.now()), ...(kept !== '' && { message: kept }) };
    const heartbeat = reduceHeartbeat(this.#heartbeats.get(service), arrived);
    this.#heartbeats.set(service, heartbeat);
    ledger.apply({ heartbeats: [{ service, heartbeat }] });
    this.#plan(caller);
    this.#hasten(caller);
    await ledger.saved();
    return 'accepted';
  }

  of(service: string): Calls {
    const heartbeat = this.#heartbeats.get(service);
    const gaps = gapsIn(this.#listening, this.#parts.clock.now(), toleranceMs);
    return { gaps, ...(heartbeat !== undefined && { heartbeat }) };
  }

  /** No ping can come any more. */
  end(): void {
    if (this.#watch !== undefined) this.#mark();
    this.#watch = undefined;
  }

  #mark(): void {
    this.#markedAt = this.#parts.clock.monotonic();
    this.#parts.ledger.apply({ listening: this.#listening });
  }

  /** The wall clock was set: what it told before is told by the new one. */
  #shift(ms: number): void {
    const heartbeats = [...this.#heartbeats].map(([service, heartbeat]) => {
      return { service, heartbeat: shiftHeartbeat(heartbeat, ms) };
    });
    for (const { service, heartbeat } of heartbeats) this.#heartbeats.set(service, heartbeat);
    this.#parts.ledger.apply({ heartbeats });
  }

  #plan(caller: Known): void {
    const { heartbeat, gaps } = this.of(caller.service);
    const now = this.#parts.clock.now();
    const changesAt = heartbeat && judgeHeartbeat({ plan: caller.plan, heartbeat, gaps, now }).changesAt;
    caller.changesAt = changesAt ?? Number.POSITIVE_INFINITY;
  }

  #hasten(caller: Known): void {
    if (caller.isHastened) return;
    caller.isHastened = true;
    const { clock, startTimer, hasten } = this.#parts;
    startTimer(Math.max(0, caller.restsUntil - clock.monotonic()), () => {
      const current = this.#callers.get(caller.service);
      if (current === undefined) return;
      current.isHastened = false;
      current.restsUntil = clock.monotonic() + restMs;
      hasten(caller.service);
    });
  }
}
