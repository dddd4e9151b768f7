import type { Health } from '../domain/health.ts';
import type { Incident } from '../domain/incident.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import type { Service } from '../domain/service.ts';
import type { MaintenanceWindow, Silence } from '../domain/silence.ts';
import type { SloStanding } from '../domain/slo-standing.ts';
import type { Status } from '../domain/status.ts';
import { instantOrNull, lineOrNull, msOrNull, plainRecord } from './machine-values.ts';
import { sloDocument } from './slo-document.ts';
import type { StatusDocument } from './status-schema.ts';

/** How a service stands at present. */
export interface Standing {
  readonly service: Service;
  readonly status: Status;
  /** The same in words. */
  readonly label: string;
  readonly stale: boolean;
  readonly health?: Health;
  readonly incident?: Incident;
  /** The last ones, oldest first. */
  readonly results: readonly LastResult[];
  readonly paused: boolean;
  readonly silence?: Silence;
  readonly maintenance?: MaintenanceWindow;
  readonly slo?: SloStanding;
}

interface LastResult {
  readonly responseTimeMs?: number;
  readonly statusCode?: number;
  readonly message?: string;
}

type Document = StatusDocument['services'][number];
type Past = 'recent' | 'last_hour' | 'p95_response_time_ms' | `${'availability' | 'coverage'}_${'24h' | '30d'}`;

/** The same as plain data; every text in it is plain. */
export function standingDocument(standing: Standing, nowAt: number): Omit<Document, Past> {
  const { service, status, label, health, incident, silence, maintenance, results, slo } = standing;
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
    slo: service.slo && slo ? sloDocument(service.slo, slo) : null,
  };
}
