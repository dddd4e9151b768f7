import { toPlainLine } from '../../domain/plain-text.ts';
import { worstStatus } from '../../domain/status.ts';
import { instantOrNull, lineOrNull, msOrNull, plainRecord, toInstant } from '../../reporting/machine-values.ts';
import type { StatusDocument } from '../../reporting/status-schema.ts';
import type { StoredStanding } from './standing.ts';

/** The standings as plain data: always the same keys, null for what is not known, every text plain. */
export function statusDocument(standings: readonly StoredStanding[], nowAt: number): StatusDocument {
  const count = (status: StoredStanding['status']) => standings.filter((one) => one.status === status).length;
  return {
    schema: 'svcmon.status/v1',
    timestamp: toInstant(nowAt),
    summary: {
      total_services: standings.length,
      healthy: count('healthy'),
      unhealthy: count('unhealthy'),
      degraded: count('degraded'),
      unknown: count('unknown'),
      overall_health: worstStatus(standings.map(({ status }) => status)),
    },
    services: standings.map((standing) => serviceDocument(standing, nowAt)),
  };
}

function serviceDocument(standing: StoredStanding, nowAt: number): StatusDocument['services'][number] {
  const { service, status, label, health, incident, results, silence, maintenance } = standing;
  const instant = (at: number | undefined) => (at === undefined ? null : instantOrNull(at));
  const last = results.at(-1);
  return {
    name: toPlainLine(service.name),
    group: lineOrNull(service.group),
    tags: plainRecord(service.tags),
    status,
    state: label,
    confirmed_status: health?.status ?? null,
    confirmed_since: instant(health?.sinceAt),
    last_checked: instant(health?.lastResultAt),
    last_checked_age_ms: health === undefined ? null : nowAt - health.lastResultAt,
    stale: standing.stale,
    response_time_ms: msOrNull(last?.responseTimeMs),
    status_code: last?.statusCode ?? null,
    message: lineOrNull(last?.message),
    flapping: health?.flapping ?? false,
    paused: standing.paused,
    silenced_until: instant(silence?.endsAt),
    maintenance_until: instant(maintenance?.endsAt),
    incident:
      incident === undefined
        ? null
        : {
            id: incident.id,
            started: instant(incident.startedAt),
            acknowledged_by: lineOrNull(incident.acknowledged?.by),
          },
    recent: results.map((result) => ({
      timestamp: toInstant(result.startedAt),
      status: result.status,
      reason: result.reason,
      response_time_ms: msOrNull(result.responseTimeMs),
    })),
  };
}
