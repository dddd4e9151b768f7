import type { Health, HealthPolicy } from '../../domain/health.ts';
import { isWorse, type Status } from '../../domain/status.ts';
import { formatAge } from './age.ts';

/** How a service stands, in a word. */
export interface Standing {
  /** The worse of what is confirmed and what the last look showed; `waiting` before the first. */
  readonly state: Status | 'waiting';
  /** Whether it begins to fail, and the confirmation is missing. */
  readonly isFailing: boolean;
  /** `healthy`, `unhealthy 4 min`, `failing 1 of 3`, `recovering 1 of 2`, `waiting`. */
  readonly label: string;
}

/** Puts a service's health into a word. */
export function standingOf(health: Health | undefined, policy: HealthPolicy, nowAt: number): Standing {
  if (health === undefined) return { state: 'waiting', isFailing: false, label: 'waiting' };
  const { status, against } = health;
  const latest = against.at(-1);
  if (latest !== undefined && isWorse(latest, status === 'unknown' ? 'healthy' : status)) {
    const label = `failing ${against.length} of ${policy.failureCountAlert}`;
    return { state: latest, isFailing: status === 'healthy' || status === 'unknown', label };
  }
  return { state: worseThanFlapping(health), isFailing: false, label: labelOf(health, policy, nowAt) };
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
