import type { Health, HealthPolicy } from '../domain/health.ts';
import { isWorse, type Status } from '../domain/status.ts';
import { formatAge } from './age.ts';

/** How a service stands, in a word. */
export interface Standing {
  /** The worse of what is confirmed and what the last look showed. */
  readonly status: Status;
  /** Whether it was never looked at. */
  readonly isWaiting: boolean;
  /** Whether it begins to fail, and the confirmation is missing. */
  readonly isFailing: boolean;
  /** `healthy`, `unhealthy 4 min`, `failing 1 of 3`, `recovering 1 of 2`, `waiting`. */
  readonly label: string;
}

/** Puts a service's health into a word. */
export function standingOf(health: Health | undefined, policy: HealthPolicy, nowAt: number): Standing {
  if (health === undefined) return { status: 'unknown', isWaiting: true, isFailing: false, label: 'waiting' };
  const { status, against } = health;
  const latest = against.at(-1);
  if (latest !== undefined && isWorse(latest, status === 'unknown' ? 'healthy' : status)) {
    const label = `failing ${against.length} of ${policy.failureCountAlert}`;
    const isFailing = status === 'healthy' || status === 'unknown';
    return { status: latest, isWaiting: false, isFailing, label };
  }
  const label = labelOf(health, policy, nowAt);
  return { status: worseThanFlapping(health), isWaiting: false, isFailing: false, label };
}

/** A service that flaps is not well, whatever the last look showed. */
function worseThanFlapping({ status, flapping }: Health): Status {
  return flapping && !isWorse(status, 'degraded') ? 'degraded' : status;
}

function labelOf({ status, against, sinceAt, flapping }: Health, policy: HealthPolicy, nowAt: number): string {
  if (flapping) return 'flapping';
  if (status === 'healthy' || status === 'unknown') return status;
  if (against.length > 0) return `recovering ${against.length} of ${policy.recoveryCount}`;
  return `${status} ${formatAge(nowAt - sinceAt)}`;
}
