import type { Notification, NotifiedService } from '../domain/notification.ts';

/** A message as the JSON that alert files hold and programs are given: snake_case, instants in RFC 3339, UTC. */
export function alertDocument(notification: Notification) {
  return {
    timestamp: new Date(notification.createdAt).toISOString(),
    alert_type: notification.type,
    state: notification.state,
    severity: notification.severity,
    dedup_key: notification.dedupKey,
    summary: notification.summary,
    total_services: notification.total,
    since_last_message: notification.sinceLastMessage,
    details: {
      unhealthy_services: notification.unhealthy.map(unhealthyEntry),
      slow_services: notification.slow.map(slowEntry),
      ...(notification.others.length > 0 && { other_alerts: notification.others.map(slowEntry) }),
    },
  };
}

function unhealthyEntry(service: NotifiedService) {
  return {
    name: service.name,
    error: service.message,
    status_code: service.statusCode ?? null,
    response_time_ms: roundedMs(service),
    ...furtherFacts(service),
  };
}

function slowEntry(service: NotifiedService) {
  return {
    name: service.name,
    response_time_ms: roundedMs(service),
    message: service.message,
    status_code: service.statusCode ?? null,
    ...furtherFacts(service),
  };
}

function furtherFacts(service: NotifiedService) {
  return {
    reason: service.reason,
    severity: service.severity,
    target: service.target,
    group: service.group,
    attempts: service.attempts,
    checked_at: new Date(service.checkedAt).toISOString(),
    since: instant(service.sinceAt),
    evidence: service.evidence,
    runbook: service.runbook,
    rule: service.rule,
    dedup_key: service.dedupKey,
    affects: service.affects,
    ended_at: instant(service.endedAt),
    ended: service.ended,
    first_mention: service.firstMention,
  };
}

function instant(at: number | undefined): string | undefined {
  return at === undefined ? undefined : new Date(at).toISOString();
}

function roundedMs({ responseTimeMs }: NotifiedService): number | null {
  return responseTimeMs === undefined ? null : Math.round(responseTimeMs * 1_000) / 1_000;
}
