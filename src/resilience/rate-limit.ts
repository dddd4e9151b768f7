import type { Clock } from '../domain/clock.ts';
import { Failure } from '../domain/failure.ts';
import type { RateLimitSettings } from '../domain/service.ts';
import type { StartTimer } from './timer.ts';

export interface RateLimitRequest {
  readonly settings: RateLimitSettings;
  /** Monotonic instant after which a turn is of no use. */
  readonly latestAt: number;
}

/**
 * Resolves when the request may be made, in the order of arrival per key. Rejects with a Failure: `throttled` as soon
 * as it shows that the turn would come after `latestAt`, `interrupted` when the signal fires.
 */
export type RateLimiter = (request: RateLimitRequest, signal: AbortSignal) => Promise<void>;

interface Waiter {
  readonly latestAt: number;
  grant(): void;
  refuse(failure: Failure): void;
}

/** What is known of one key. */
interface Lane {
  /** Every limit that a sharer of the key has named; all of them hold. */
  readonly limits: RateLimitSettings[];
  /** Monotonic instants of the grants, oldest first, as far back as the largest limit looks. */
  readonly grantedAt: number[];
  /** The earliest instants at which those who wait can be granted, in order. */
  readonly plannedAt: number[];
  readonly waiters: Set<Waiter>;
  cancelTimer(): void;
}

/** A true sliding window per key: never more than `maxRequests` grants in any `timeWindowMs`. */
export function createRateLimiter({
  clock,
  startTimer,
}: {
  readonly clock: Clock;
  readonly startTimer: StartTimer;
}): RateLimiter {
  const lanes = new Map<string, Lane>();

  return ({ settings, latestAt }, signal) => {
    if (signal.aborted) return Promise.reject(stopped());
    const lane = laneOf(lanes, settings);
    const plannedAt = planNext(lane, clock.monotonic());
    if (plannedAt > latestAt) return Promise.reject(noRoom());
    return new Promise((resolve, reject) => {
      const leave = () => {
        signal.removeEventListener('abort', onAbort);
        lane.waiters.delete(waiter);
      };
      const onAbort = () => {
        leave();
        // Everyone behind moves up by one, so it is the last place that is given back.
        lane.plannedAt.pop();
        reject(stopped());
      };
      const waiter: Waiter = {
        latestAt,
        grant: () => resolve(leave()),
        refuse(failure) {
          leave();
          reject(failure);
        },
      };
      signal.addEventListener('abort', onAbort);
      lane.waiters.add(waiter);
      lane.plannedAt.push(plannedAt);
      serve(lane, { clock, startTimer });
    });
  };
}

/** Lets through whoever may go, refuses whoever cannot get a turn in time, and sets one timer for the next. */
function serve(lane: Lane, parts: { readonly clock: Clock; readonly startTimer: StartTimer }): void {
  lane.cancelTimer();
  for (const waiter of lane.waiters) {
    const now = parts.clock.monotonic();
    const freeAt = Math.max(now, nextFreeAt(lane, 0));
    if (freeAt > waiter.latestAt) {
      lane.plannedAt.pop();
      waiter.refuse(noRoom());
    } else if (freeAt <= now) {
      lane.plannedAt.shift();
      remember(lane, now);
      waiter.grant();
    }
  }
  if (lane.waiters.size === 0) return;
  const now = parts.clock.monotonic();
  lane.cancelTimer = parts.startTimer(Math.max(0, nextFreeAt(lane, 0) - now), () => serve(lane, parts));
}

/** When one more may be granted after all that are planned. */
function planNext(lane: Lane, now: number): number {
  return Math.max(now, lane.plannedAt.at(-1) ?? now, nextFreeAt(lane, lane.plannedAt.length));
}

/** When every limit leaves room for one more, taking the first `planned` of those that wait as granted. */
function nextFreeAt({ limits, grantedAt, plannedAt }: Lane, planned: number): number {
  let freeAt = Number.NEGATIVE_INFINITY;
  for (const { maxRequests, timeWindowMs } of limits) {
    const leaving = maxRequests <= planned ? plannedAt[planned - maxRequests] : grantedAt.at(planned - maxRequests);
    // One ms more than the window: a window that includes both its ends has no room either.
    if (leaving !== undefined) freeAt = Math.max(freeAt, leaving + timeWindowMs + 1);
  }
  return freeAt;
}

function remember({ limits, grantedAt }: Lane, now: number): void {
  grantedAt.push(now);
  const looksBack = Math.max(...limits.map(({ maxRequests }) => maxRequests));
  if (grantedAt.length >= 2 * looksBack) grantedAt.splice(0, grantedAt.length - looksBack);
}

function laneOf(lanes: Map<string, Lane>, settings: RateLimitSettings): Lane {
  const { key, maxRequests, timeWindowMs } = settings;
  const lane = lanes.get(key) ?? {
    limits: [],
    grantedAt: [],
    plannedAt: [],
    waiters: new Set(),
    cancelTimer: () => undefined,
  };
  lanes.set(key, lane);
  const known = lane.limits.some((limit) => limit.maxRequests === maxRequests && limit.timeWindowMs === timeWindowMs);
  if (!known) lane.limits.push(settings);
  return lane;
}

function noRoom(): Failure {
  return new Failure('throttled', "our own rate limit left no room within the run's time");
}

function stopped(): Failure {
  return new Failure('interrupted', 'stopped while waiting for the rate limit');
}
