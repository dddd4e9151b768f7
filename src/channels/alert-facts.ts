import { type Notification, type NotifiedService, notifiedServices } from '../domain/notification.ts';
import { digest } from './digest.ts';
import { oneLine, runbookUrl } from './message.ts';

/** The identity of one service's alert: the same in every message about it, the resolve included. */
export function alertKey({ dedupKey, name }: NotifiedService, { type }: Pick<Notification, 'type'>): string {
  return dedupKey ?? `${type}/${name}`;
}

/** The identities of everything a message is about, in the order it tells them; what belongs together has one in common. */
export function alertKeys(notification: Notification): readonly string[] {
  if (notification.type === 'sla_report') return [notification.dedupKey];
  const keys = notifiedServices(notification).map((service) => alertKey(service, notification));
  return keys.length === 0 ? [notification.dedupKey] : keys;
}

/**
 * The identity of one message: the same when it is sent again, also by another process, and another for every other
 * message. Opening, acknowledgement and end are told once per alert; reminders again and again, each under an id of the
 * outbox; the reports of single rounds are told apart by their time, which stays as it is when they are sent again.
 */
export function messageKey(notification: Notification): string {
  const { state, createdAt, itemIds = [String(createdAt)] } = notification;
  const once = state !== 'reminder' && notifiedServices(notification).every(({ dedupKey }) => dedupKey !== undefined);
  return digest(state, ...alertKeys(notification), ...(once ? [] : itemIds));
}

/** A key that fits: printable ASCII as it is, anything else, or longer, as its digest. */
export function boundedKey(key: string, maxLength: number): string {
  return key.length <= maxLength && /^[\x21-\x7e]+$/.test(key) ? key : `svcmon-${digest(key)}`;
}

const maxPoints = 1_000;

/** What is known of one service, as named texts of one line each, for services that show a list of details. */
export function alertFacts(service: NotifiedService, notification: Notification): Record<string, string> {
  const { statusCode, responseTimeMs, affects = [], release } = service;
  const facts = {
    state: notification.state,
    target: service.target,
    group: service.group,
    reason: service.reason,
    severity: service.severity,
    status_code: statusCode === undefined ? undefined : String(statusCode),
    response_time: responseTimeMs === undefined ? undefined : `${Math.round(responseTimeMs)} ms`,
    attempts: String(service.attempts),
    since: service.sinceAt === undefined ? undefined : new Date(service.sinceAt).toISOString(),
    checked_at: new Date(service.checkedAt).toISOString(),
    affects: affects.join(', '),
    answer: service.evidence,
    deployment: release?.deployment,
    version: release?.version,
    environment: release?.environment,
    commit: release?.commit,
    release_url: release?.url,
    runbook: runbookUrl(service),
    dedup_key: alertKey(service, notification),
  };
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, text]): readonly [string, string][] => {
      const line = text === undefined ? '' : oneLine(text, maxPoints);
      return line === '' ? [] : [[name, line]];
    }),
  );
}
