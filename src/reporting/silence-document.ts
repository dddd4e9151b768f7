import { toPlainLine } from '../domain/plain-text.ts';
import type { MaintenanceWindow, ServiceMatch, Silence } from '../domain/silence.ts';
import { instantOrNull, lineOrNull, plainRecord } from './machine-values.ts';
import type { MatchDocument, SilenceDocument, WindowDocument } from './silence-schema.ts';

/** A silence as plain data. */
export function silenceDocument({ id, match, startsAt, endsAt, by, comment, createdAt }: Silence): SilenceDocument {
  return {
    id,
    match: matchDocument(match),
    starts: instantOrNull(startsAt),
    ends: instantOrNull(endsAt),
    by: toPlainLine(by),
    comment: toPlainLine(comment),
    created: instantOrNull(createdAt),
  };
}

/** A maintenance window as plain data. */
export function maintenanceDocument(window: MaintenanceWindow): WindowDocument {
  const { id, name, match, startsAt, endsAt, createdAt, by, origin, cancelledAt } = window;
  return {
    id,
    name: toPlainLine(name),
    match: matchDocument(match),
    starts: instantOrNull(startsAt),
    ends: instantOrNull(endsAt),
    by: toPlainLine(by),
    origin,
    // Those of the configuration were announced with it, whenever that was.
    announced: origin === 'config' ? null : instantOrNull(createdAt),
    cancelled: cancelledAt === undefined ? null : instantOrNull(cancelledAt),
  };
}

function matchDocument({ services, group, tags }: ServiceMatch): MatchDocument {
  return { services: services?.map(toPlainLine) ?? null, group: lineOrNull(group), tags: plainRecord(tags ?? {}) };
}
