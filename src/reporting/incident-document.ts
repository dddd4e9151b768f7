import type { OutboxItem } from '../domain/alert.ts';
import type { CheckResult } from '../domain/check-result.ts';
import type { Incident, TimelineEntry } from '../domain/incident.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import type { IncidentDocument, IncidentStoryDocument } from './incident-schema.ts';
import { lineOrNull, toInstant } from './machine-values.ts';
import { messageDocument } from './message-document.ts';
import { toServiceDocument } from './service-document.ts';

/** Everything that is known of an incident. */
export interface IncidentStory {
  readonly incident: Incident;
  /** Oldest first. */
  readonly timeline: readonly TimelineEntry[];
  /** About it, oldest first. */
  readonly messages: readonly OutboxItem[];
  /** Results of its time that were kept in full, newest first. */
  readonly failures: readonly CheckResult[];
}

/** An incident as plain data. */
export function incidentDocument(incident: Incident): IncidentDocument {
  const { acknowledged } = incident;
  const instant = (at: number | undefined) => (at === undefined ? null : toInstant(at));
  return {
    id: incident.id,
    service: toPlainLine(incident.service),
    status: incident.status,
    reason: incident.reason,
    message: toPlainLine(incident.message),
    started: toInstant(incident.startedAt),
    confirmed: toInstant(incident.confirmedAt),
    recovered: instant(incident.recoveredAt),
    closed: instant(incident.closedAt),
    closed_as: incident.closedAs ?? null,
    acknowledged:
      acknowledged === undefined ? null : { by: toPlainLine(acknowledged.by), at: toInstant(acknowledged.at) },
  };
}

/** The whole story of an incident as plain data. */
export function storyDocument({ incident, timeline, messages, failures }: IncidentStory): IncidentStoryDocument {
  return {
    schema: 'svcmon.incident/v1',
    incident: incidentDocument(incident),
    timeline: timeline.map(({ at, kind, text, by }) => ({
      timestamp: toInstant(at),
      kind,
      text: toPlainLine(text),
      by: lineOrNull(by),
    })),
    messages: messages.map(messageDocument),
    failures: failures.map(toServiceDocument),
  };
}
