import type { Health, HealthPolicy } from '../../domain/health.ts';
import { isWorse, type Status } from '../../domain/status.ts';
import { formatAge } from './age.ts';

/** How a service stands, in a word. */
export interface Standing {
  /** The worse of what is confirmed and what the last look showed. */
  readonly status: Status;
  /** `healthy`, `unhealthy 4 min`, `failing 1 of 3`, `recovering 1 of 2`, `waiting`. */
  readonly label: string;
}

/** Puts a service's health into a word. */
export function standingOf(health: Health | undefined, policy: HealthPolicy, nowAt: number): Standing {
  if (health === undefined) return { status: 'unknown', label: 'waiting' };
  const { status, against, sinceAt, flapping } = health;
  const latest = against.at(-1);
  if (latest !== undefined && isWorse(latest, status === 'unknown' ? 'healthy' : status)) {
    return { status: latest, label: `failing ${against.length} of ${policy.failureCountAlert}` };
  }
  if (flapping) return { status: isWorse(status, 'degraded') ? status : 'degraded', label: 'flapping' };
  if (status === 'healthy') return { status, label: 'healthy' };
  if (status === 'unknown') return { status, label: 'unknown' };
  if (latest !== undefined) return { status, label: `recovering ${against.length} of ${policy.recoveryCount}` };
  return { status, label: `${status} ${formatAge(nowAt - sinceAt)}` };
}
