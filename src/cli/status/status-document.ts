import { worstStatus } from '../../domain/status.ts';
import { msOrNull, toInstant } from '../../reporting/machine-values.ts';
import { standingDocument } from '../../reporting/standing-document.ts';
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
  const { slo, incident, ...now } = standingDocument(standing, nowAt);
  return {
    ...now,
    incident,
    recent: standing.results.map((result) => ({
      timestamp: toInstant(result.startedAt),
      status: result.status,
      reason: result.reason,
      response_time_ms: msOrNull(result.responseTimeMs),
    })),
    ...pastDocument(standing),
    slo,
  };
}

function pastDocument({ past }: StoredStanding) {
  const [day, month] = past?.spans ?? [];
  return {
    availability_24h: day?.availability.availability ?? null,
    availability_30d: month?.availability.availability ?? null,
    coverage_24h: day?.availability.coverage ?? null,
    coverage_30d: month?.availability.coverage ?? null,
    p95_response_time_ms: msOrNull(day?.latency.p95Ms),
    last_hour: (past?.slots ?? []).map(({ fromAt, toAt, state, latency }) => ({
      from: toInstant(fromAt),
      to: toInstant(toAt),
      state,
      p50_response_time_ms: msOrNull(latency.p50Ms),
    })),
  };
}
