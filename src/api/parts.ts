import type { AuditEntry } from '../domain/access.ts';
import type { AuditQuery } from '../storage/store.ts';
import type { OidcLogin } from './access/oidc.ts';
import type { Sessions } from './access/sessions.ts';
import type { AlertDesk } from './desks/alerts.ts';
import type { DeploymentDesk } from './desks/deployments.ts';
import type { HistoryDesk } from './desks/history.ts';
import type { IncidentDesk } from './desks/incidents.ts';
import type { PlanningDesk } from './desks/planning.ts';
import type { PublicDesk } from './desks/public.ts';
import type { ReportDesk } from './desks/reports.ts';
import type { Entry, ServiceDesk } from './desks/services.ts';
import type { EventFeed } from './event-feed.ts';
import type { ReadinessResource, SystemResource } from './resources/system.ts';

/** What the routes need of the monitor. */
export interface ApiParts {
  /** What every path begins with; empty, or without a slash at its end. */
  readonly basePath: string;
  /** Whether services can only be changed where the configuration comes from. */
  readonly readOnly: boolean;
  readonly heartbeats: {
    /** Resolves once the ping is stored, or cannot be at present. */
    ping(token: string, ping: ApiPing): Promise<'accepted' | 'unknown' | 'too_many'>;
  };
  /** Whether checks go on. */
  isAlive(): boolean;
  system(): Promise<SystemResource>;
  readiness(): Promise<ReadinessResource>;
  /** In the text format of Prometheus. */
  metrics(): Promise<string>;
  /** Of `GET /probe`: targets that whoever may read may have probed, and modules by their names. */
  readonly probing: { readonly targets: readonly string[]; readonly modules: Readonly<Record<string, Entry>> };
  readonly events: EventFeed;
  readonly sessions: Sessions;
  /** Absent where it is not configured. */
  readonly oidc?: OidcLogin;
  readonly services: ServiceDesk;
  readonly history: HistoryDesk;
  readonly incidents: IncidentDesk;
  readonly planning: PlanningDesk;
  readonly alerts: AlertDesk;
  readonly reports: ReportDesk;
  readonly deployments: DeploymentDesk;
  readonly everybody: PublicDesk;
  audit(query: AuditQuery): Promise<{ readonly entries: readonly AuditEntry[]; readonly total: number }>;
}

/** What a service says that calls us. */
export interface ApiPing {
  readonly kind: 'start' | 'success' | 'fail';
  readonly exitCode?: number;
  readonly runId?: string;
  /** As it came, cut at 64 KiB and some. */
  readonly message?: string;
}
