import type { Incident } from '../../domain/incident.ts';
import { toPlainLine } from '../../domain/plain-text.ts';
import type { IncidentDocument, IncidentStoryDocument } from '../../reporting/incident-schema.ts';
import { lineOrNull, toInstant } from '../../reporting/machine-values.ts';
import { toServiceDocument } from '../../reporting/service-document.ts';
import { messageDocument } from '../alerts/message-document.ts';
import type { IncidentStory } from './incident-story.ts';

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
