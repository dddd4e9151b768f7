import type { NotSent, OutboxItem } from '../../domain/alert.ts';
import { instantOrNull, lineOrNull, toInstant } from '../../reporting/machine-values.ts';

/** A message of the outbox as plain data. */
export function messageDocument(item: OutboxItem) {
  return {
    id: item.id,
    channel: lineOrNull(item.channel),
    kind: item.kind,
    state: item.state,
    service: lineOrNull(item.about.name),
    rule: item.about.rule ?? null,
    message: lineOrNull(item.about.message),
    dedup_key: lineOrNull(item.dedupKey),
    incident: item.incidentId ?? null,
    created: toInstant(item.createdAt),
    not_before: item.state === 'pending' ? instantOrNull(item.notBeforeAt) : null,
    attempts: item.attempts,
    last_error: lineOrNull(item.lastError),
    settled: item.settledAt === undefined ? null : toInstant(item.settledAt),
  };
}

/** A decision not to send as plain data. */
export function notSentDocument({ at, dedupKey, incidentId, service, channel, reason, text }: NotSent) {
  return {
    timestamp: toInstant(at),
    dedup_key: lineOrNull(dedupKey),
    incident: incidentId ?? null,
    service: lineOrNull(service),
    channel: lineOrNull(channel),
    reason,
    text: lineOrNull(text),
  };
}
