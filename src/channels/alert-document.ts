import type { Notification, NotifiedService } from '../domain/notification.ts';
import type { AlertDocument } from './alert-document-schema.ts';
import { messageKey } from './alert-facts.ts';

/** A message as the JSON that alert files hold and programs are given: snake_case, instants in RFC 3339, UTC. */
export function alertDocument(notification: Notification): AlertDocument {
  return {
    timestamp: toInstant(notification.createdAt),
    message_id: messageKey(notification),
    alert_type: notification.type,
    state: notification.state,
    severity: notification.severity,
    dedup_key: notification.dedupKey,
    summary: notification.summary,
    total_services: notification.total,
    ...(notification.sinceLastMessage !== undefined && { since_last_message: notification.sinceLastMessage }),
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
  const { group, sinceAt, evidence, runbook, rule, dedupKey, affects, release, endedAt, ended, firstMention } = service;
  return {
    reason: service.reason,
    severity: service.severity,
    target: service.target,
    ...(group !== undefined && { group }),
    attempts: service.attempts,
    checked_at: toInstant(service.checkedAt),
    ...(sinceAt !== undefined && { since: toInstant(sinceAt) }),
    ...(evidence !== undefined && { evidence }),
    ...(runbook !== undefined && { runbook }),
    ...(rule !== undefined && { rule }),
    ...(dedupKey !== undefined && { dedup_key: dedupKey }),
    ...(affects !== undefined && { affects: [...affects] }),
    ...(release !== undefined && { release }),
    ...(endedAt !== undefined && { ended_at: toInstant(endedAt) }),
    ...(ended !== undefined && { ended }),
    ...(firstMention !== undefined && { first_mention: firstMention }),
  };
}

function toInstant(at: number): string {
  return new Date(at).toISOString();
}

function roundedMs({ responseTimeMs }: NotifiedService): number | null {
  return responseTimeMs === undefined ? null : Math.round(responseTimeMs * 1_000) / 1_000;
}
