import type { Alert, OutboxItem } from '../../src/domain/alert.ts';
import { notifiedService } from './notifications.ts';

/** An alert about an unhealthy service, open and told to nobody. */
export function alertOf(changes: Partial<Alert> = {}): Alert {
  const dedupKey = changes.dedupKey ?? 'unhealthy/api/1';
  return {
    dedupKey,
    rule: 'unhealthy',
    severity: 'critical',
    service: 'api',
    incidentId: 'i1',
    startedAt: 1_000,
    about: notifiedService({ rule: 'unhealthy', dedupKey, sinceAt: 1_000 }),
    ...changes,
  };
}

/** A firing that waits for the channel `ops`. */
export function itemOf(changes: Partial<OutboxItem> = {}): OutboxItem {
  const dedupKey = changes.dedupKey ?? 'unhealthy/api/1';
  return {
    id: `1-${dedupKey}`,
    channel: 'ops',
    kind: 'firing',
    dedupKey,
    incidentId: 'i1',
    about: notifiedService({ rule: 'unhealthy', dedupKey, sinceAt: 1_000 }),
    createdAt: 5_000,
    notBeforeAt: 5_000,
    attempts: 0,
    state: 'pending',
    ...changes,
  };
}
