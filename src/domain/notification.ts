import type { AlertRule } from './alert-rule.ts';
import type { CheckReport } from './check-report.ts';
import type { CheckResult, Finding, Reason, Severity } from './check-result.ts';
import { toPlainLine, truncate } from './plain-text.ts';
import type { ReportFile } from './report-file.ts';

/** `reminder` repeats a `firing` that still holds; `acknowledged` says that somebody has taken it on; `resolved` ends it. */
export type NotificationState = 'firing' | 'reminder' | 'acknowledged' | 'resolved';

/** Why something is told: that of the check result, or what only several of them show, or a trouble of svcmon itself. */
export type NotifiedReason =
  | Reason
  | 'flapping'
  | 'slo_burn'
  | 'slo_latency_burn'
  | 'deployment_failed'
  | 'rollback_not_told'
  | 'storage_unavailable';

/** The release that an alert is about. All texts are plain. */
export interface NotifiedRelease {
  /** The id of its deployment. */
  readonly deployment: string;
  readonly version: string;
  readonly environment: string;
  readonly commit?: string;
  /** Where people find it: a pipeline, a release. */
  readonly url?: string;
}

/** One service of a notification, or svcmon itself. All texts are redacted and plain. */
export interface NotifiedService {
  readonly name: string;
  readonly group?: string;
  /** What was asked; empty where it is svcmon itself. */
  readonly target: string;
  readonly reason: NotifiedReason;
  readonly severity: Severity;
  /** A sentence: what was found. */
  readonly message: string;
  /** Of the last answer, where the protocol has one. */
  readonly statusCode?: number;
  /** Of the last attempt, ms. */
  readonly responseTimeMs?: number;
  readonly attempts: number;
  /** Epoch ms. */
  readonly checkedAt: number;
  /** Epoch ms of the first result that showed it, where that is known. */
  readonly sinceAt?: number;
  /** The beginning of the body, on one line. */
  readonly evidence?: string;
  readonly runbook?: string;
  /** The rule it is told under, and the identity of that alert in every message about it; absent in the report of one round. */
  readonly rule?: AlertRule;
  readonly dedupKey?: string;
  /** The services that depend on it and whose own alerts are held back meanwhile. */
  readonly affects?: readonly string[];
  /** Only where the rule is `deployment`. */
  readonly release?: NotifiedRelease;
  /** Who has taken it on. Only in `acknowledged`. */
  readonly acknowledgedBy?: string;
  /** Epoch ms of the first good result: when it truly ended. Only in `resolved`. */
  readonly endedAt?: number;
  /** `removed`: the service left the configuration. Only in `resolved`. */
  readonly ended?: 'recovered' | 'removed';
  /** In `resolved`: the firing never got through, so that the reader hears of it for the first time. */
  readonly firstMention?: true;
}

/** What one message tells, apart from how a channel words it. */
export interface Notification {
  /** `sla_report`: figures of a period, one line per service in `others`. */
  readonly type: 'service_health' | 'sla_report';
  readonly state: NotificationState;
  /** Stays the same on every resend, reminder and resolve, so that receivers can tell what belongs together. */
  readonly dedupKey: string;
  /** The ids of the outbox items that it tells, the same on every resend; absent where it does not come from the outbox. */
  readonly itemIds?: readonly string[];
  /** Epoch ms. */
  readonly createdAt: number;
  /** The loudest of the services'. */
  readonly severity: Severity;
  /** `2 unhealthy, 1 slow of 12 services`. */
  readonly summary: string;
  /** How many services were checked. */
  readonly total: number;
  readonly unhealthy: readonly NotifiedService[];
  /** Degraded by response time. */
  readonly slow: readonly NotifiedService[];
  /** All else: degraded, flapping, certificates, troubles of svcmon itself. */
  readonly others: readonly NotifiedService[];
  /** What is new since the last message to this channel: `2 others are still firing: api, search`. */
  readonly sinceLastMessage?: string;
  /** What a channel that can attach files attaches. Only in `sla_report`. */
  readonly files?: readonly ReportFile[];
}

/** Everything a notification is about, in the order it is told. */
export function notifiedServices({ unhealthy, slow, others }: Notification): readonly NotifiedService[] {
  return [...unhealthy, ...slow, ...others];
}

/** What a report gives cause to tell: its unhealthy and its slow services, in one message; undefined where there are none. */
export function toNotification(report: CheckReport, createdAt: number): Notification | undefined {
  const unhealthy = report.results.filter(({ status }) => status === 'unhealthy').map((result) => notified(result));
  const slow = report.results.flatMap((result) => {
    const finding = slowness(result);
    return finding === undefined ? [] : [notified(result, finding)];
  });
  const all = [...unhealthy, ...slow];
  if (all.length === 0) return undefined;
  return {
    type: 'service_health',
    state: 'firing',
    dedupKey: JSON.stringify(['service_health', sortedNames(unhealthy), sortedNames(slow)]),
    createdAt,
    severity: all.some(({ severity }) => severity === 'critical') ? 'critical' : 'warning',
    summary: summaryOf(unhealthy.length, slow.length, report.results.length),
    total: report.results.length,
    unhealthy,
    slow,
    others: [],
  };
}

const maxEvidencePoints = 500;

/** The result as one service of a message that is about the finding; the worst one unless told. */
export function notified(
  result: CheckResult,
  finding: Pick<NotifiedService, 'reason' | 'severity' | 'message'> = result.findings[0] ?? result,
): NotifiedService {
  const { group, runbook, observation, evidence } = result;
  const excerpt = truncate(toPlainLine(evidence?.body ?? ''), maxEvidencePoints);
  return {
    name: result.service,
    ...(group !== undefined && { group }),
    target: result.target,
    reason: finding.reason,
    severity: finding.severity,
    message: finding.message,
    ...(observation?.statusCode !== undefined && { statusCode: observation.statusCode }),
    ...(observation?.responseTimeMs !== undefined && { responseTimeMs: observation.responseTimeMs }),
    attempts: result.attempts.length,
    checkedAt: result.startedAt,
    ...(excerpt !== '' && { evidence: excerpt }),
    ...(runbook !== undefined && { runbook }),
  };
}

function slowness({ status, findings }: CheckResult): Finding | undefined {
  return status === 'degraded' ? findings.find(({ reason }) => reason === 'slow') : undefined;
}

function sortedNames(services: readonly NotifiedService[]): readonly string[] {
  return services.map(({ name }) => name).toSorted();
}

function summaryOf(unhealthy: number, slow: number, total: number): string {
  const parts = [...(unhealthy > 0 ? [`${unhealthy} unhealthy`] : []), ...(slow > 0 ? [`${slow} slow`] : [])];
  return `${parts.join(', ')} of ${total} ${total === 1 ? 'service' : 'services'}`;
}
