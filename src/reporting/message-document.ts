import type { NotSent, OutboxItem } from '../domain/alert.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import { instantOrNull, lineOrNull, toInstant } from './machine-values.ts';
import type { AlertsDocument, ExplanationsDocument } from './message-schema.ts';

type MessageDocument = AlertsDocument['messages'][number];
type NotSentDocument = ExplanationsDocument['alerts'][number]['not_sent'][number];

/** A message of the outbox as plain data. */
export function messageDocument(item: OutboxItem): MessageDocument {
  return {
    id: item.id,
    channel: toPlainLine(item.channel),
    kind: item.kind,
    state: item.state,
    service: toPlainLine(item.about.name),
    rule: item.about.rule ?? null,
    message: toPlainLine(item.about.message),
    dedup_key: toPlainLine(item.dedupKey),
    incident: item.incidentId ?? null,
    created: toInstant(item.createdAt),
    not_before: item.state === 'pending' ? instantOrNull(item.notBeforeAt) : null,
    attempts: item.attempts,
    last_error: lineOrNull(item.lastError),
    settled: item.settledAt === undefined ? null : toInstant(item.settledAt),
  };
}

/** A decision not to send as plain data. */
export function notSentDocument({
  at,
  dedupKey,
  incidentId,
  service,
  channel,
  reason,
  text,
}: NotSent): NotSentDocument {
  return {
    timestamp: toInstant(at),
    dedup_key: toPlainLine(dedupKey),
    incident: incidentId ?? null,
    service: lineOrNull(service),
    channel: lineOrNull(channel),
    reason,
    text: toPlainLine(text),
  };
}
