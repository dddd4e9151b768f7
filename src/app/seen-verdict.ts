import type { Health } from '../domain/health.ts';
import type { Service } from '../domain/service.ts';
import type { Status } from '../domain/status.ts';
import { formatAge } from '../reporting/age.ts';
import { standingOf } from '../reporting/standing.ts';
import type { StoredResult } from '../storage/store.ts';

/** What is known of a service. */
export interface Known {
  readonly health: Health | undefined;
  /** The last ones, oldest first. */
  readonly results: readonly SeenResult[];
  /** Then nobody is meant to look. */
  readonly paused: boolean;
  readonly nowAt: number;
}

/** The parts of a result that tell whether somebody looked, and saw anything. */
export type SeenResult = Pick<StoredResult, 'startedAt' | 'status' | 'reason'>;

/** How a service stands, in a word. */
export interface SeenVerdict {
  /** `unknown` also where nobody has looked for too long, or the last looks could not see. */
  readonly status: Status;
  /** `healthy`, `unhealthy 4 min`, `failing 1 of 3`, `paused`, `not checked yet`, `not seen for 3 h`, `cannot be seen`. */
  readonly label: string;
  /** Nobody has looked for more than twice the usual time between two looks. */
  readonly stale: boolean;
}

/** What may be said of a service by what was seen of it: nothing is healthy on the word of an old result. */
export function seenVerdict(service: Service, known: Known): SeenVerdict {
  const { health, results, paused, nowAt } = known;
  if (paused) return { status: 'unknown', label: 'paused', stale: false };
  if (health === undefined) return { status: 'unknown', label: 'not checked yet', stale: false };
  const ageMs = nowAt - health.lastResultAt;
  if (isTooOld(ageMs, service, results)) {
    return { status: 'unknown', label: `not seen for ${formatAge(ageMs)}`, stale: true };
  }
  if (couldNotSee(results)) return { status: 'unknown', label: 'cannot be seen', stale: false };
  const { status, label } = standingOf(health, service, nowAt);
  return { status, label, stale: false };
}

// Results are written together, and a busy machine is late now and then.
const leastSlackMs = 10_000;

/** Older than twice the interval; under cron, which may look less often than is configured, than twice the usual time between two results. */
function isTooOld(ageMs: number, { intervalMs, timeoutMs }: Service, results: readonly SeenResult[]): boolean {
  const slackMs = Math.max(timeoutMs, leastSlackMs);
  return ageMs > 2 * intervalMs + slackMs && ageMs > 2 * usualGapMs(results) + slackMs;
}

function usualGapMs(results: readonly SeenResult[]): number {
  const gaps = results.slice(1).map(({ startedAt }, index) => startedAt - (results[index]?.startedAt ?? startedAt));
  return gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
}

/** One missed look says nothing; an open circuit stands for the failures that opened it. */
function couldNotSee(results: readonly SeenResult[]): boolean {
  const last = results.slice(-2);
  return last.length === 2 && last.every(({ status, reason }) => status === 'unknown' && reason !== 'circuit_open');
}
