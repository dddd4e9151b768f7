import type { AlertRule } from '../domain/alert-rule.ts';
import type { Severity } from '../domain/check-result.ts';
import type { Notification, NotifiedService } from '../domain/notification.ts';
import { serviceLine } from '../domain/notification-wording.ts';
import { alertFacts } from './alert-facts.ts';
import { oneLine, runbookUrl } from './message.ts';

/** One service's alert as Prometheus and Alertmanager describe alerts. Instants are RFC 3339. */
export interface PrometheusAlert {
  readonly status: 'firing' | 'resolved';
  /** Its identity: nothing in them changes between firing and resolved. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  /** Only of what is resolved; never before `startsAt`. */
  readonly endsAt?: string;
}

/** The alerts of a notification, in the order it tells them. */
export function prometheusAlerts(notification: Notification): readonly PrometheusAlert[] {
  const { unhealthy, slow, others } = notification;
  return [
    ...unhealthy.map((service) => prometheusAlert(service, 'unhealthy', notification)),
    ...slow.map((service) => prometheusAlert(service, 'slow', notification)),
    ...others.map((service) => prometheusAlert(service, 'degraded', notification)),
  ];
}

// By rule and not by what was last found: labels are an alert's identity, and a severity that changed would be another alert.
const rules: Readonly<Record<AlertRule, { readonly alertname: string; readonly severity: Severity }>> = {
  unhealthy: { alertname: 'ServiceUnhealthy', severity: 'critical' },
  slow: { alertname: 'ServiceSlow', severity: 'critical' },
  degraded: { alertname: 'ServiceDegraded', severity: 'warning' },
  flapping: { alertname: 'ServiceFlapping', severity: 'warning' },
  certificate: { alertname: 'CertificateExpiring', severity: 'warning' },
  slo_burn: { alertname: 'ServiceErrorBudgetBurn', severity: 'critical' },
  deployment: { alertname: 'DeploymentFailed', severity: 'warning' },
  monitor_offline: { alertname: 'MonitorOffline', severity: 'critical' },
  storage: { alertname: 'MonitorStorage', severity: 'critical' },
};

/** The alerts of one service about its two objectives, and about fast and slow burning, are several: each keeps its own severity. */
function burnOf({ reason, severity }: NotifiedService): (typeof rules)[AlertRule] {
  return reason === 'slo_latency_burn'
    ? { alertname: 'ServiceLatencyBudgetBurn', severity }
    : { ...rules.slo_burn, severity };
}

const untold = { alertname: 'RollbackNotTold', severity: 'critical' } as const;

function kindOf(service: NotifiedService, rule: AlertRule): (typeof rules)[AlertRule] {
  if (rule === 'slo_burn') return burnOf(service);
  return service.reason === 'rollback_not_told' ? untold : rules[rule];
}

/** A service has an alert for each environment that it was deployed to, and one after another. */
function releaseLabels({ release }: NotifiedService): Record<string, string> {
  if (release === undefined) return {};
  const { environment, version, deployment } = release;
  return {
    environment: oneLine(environment, maxPoints),
    version: oneLine(version, maxPoints),
    deployment: oneLine(deployment, maxPoints),
  };
}

const maxPoints = 1_000;

function prometheusAlert(service: NotifiedService, kind: AlertRule, notification: Notification): PrometheusAlert {
  const { name, rule = kind, message, sinceAt, checkedAt, endedAt } = service;
  const { state, createdAt } = notification;
  const { target, group, reason, answer, affects, commit, release_url, dedup_key } = alertFacts(service, notification);
  const startedAt = sinceAt ?? checkedAt;
  const { alertname, severity } = kindOf(service, rule);
  return {
    status: state === 'resolved' ? 'resolved' : 'firing',
    labels: { alertname, service: oneLine(name, maxPoints), severity, source: 'svcmon', ...releaseLabels(service) },
    annotations: onlyFilled({
      summary: oneLine(serviceLine(service, createdAt), maxPoints),
      description: oneLine(message, maxPoints),
      target,
      group,
      reason,
      answer,
      affects,
      commit,
      release_url,
      dedup_key,
      runbook_url: runbookUrl(service),
    }),
    startsAt: new Date(startedAt).toISOString(),
    ...(state === 'resolved' && { endsAt: new Date(Math.max(startedAt, endedAt ?? createdAt)).toISOString() }),
  };
}

function onlyFilled(texts: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]): readonly [string, string][] =>
      text === undefined || text === '' ? [] : [[name, text]],
    ),
  );
}
