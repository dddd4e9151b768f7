import { downMsOf, type Outage } from '../../domain/outage.ts';
import { toPlainLine } from '../../domain/plain-text.ts';
import { toInstant } from '../machine-values.ts';
import { rangeDocument, secondsOf } from './figures-document.ts';
import type { SlaDocument } from './schema.ts';

/** One incident with what was told of it. */
export function incidentDocument(outage: Outage): SlaDocument['services'][number]['incidents'][number] {
  const { incident, troubles, endedAt, toldAt, acknowledgedAt, deliveries } = outage;
  return {
    id: incident.id,
    status: incident.status,
    reason: incident.reason,
    message: toPlainLine(incident.message),
    started: toInstant(incident.startedAt),
    confirmed: toInstant(incident.confirmedAt),
    ended: instantOf(endedAt),
    ended_as: endedAt === undefined ? null : (incident.closedAs ?? 'recovered'),
    down_seconds: secondsOf(downMsOf(outage)),
    levels: troubles.map(({ state, ...range }) => ({ state, ...rangeDocument(range) })),
    alerted: instantOf(toldAt),
    acknowledged: instantOf(acknowledgedAt),
    acknowledged_by: incident.acknowledged === undefined ? null : toPlainLine(incident.acknowledged.by),
    deliveries: deliveries.map(({ at, accepted, text }) => ({ at: toInstant(at), accepted, text: toPlainLine(text) })),
  };
}

function instantOf(at: number | undefined): string | null {
  return at === undefined ? null : toInstant(at);
}
