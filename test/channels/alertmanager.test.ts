import { expect, test } from 'vitest';
import { alertmanager } from '../../src/channels/alertmanager.ts';
import { bindChannel } from '../../src/channels/channel.ts';
import type { Notification } from '../../src/domain/notification.ts';
import { createdAt, notification, notifiedService } from '../support/notifications.ts';
import { alertmanagerRules as rules } from '../support/receivers/alertmanager.ts';
import { describeHttpChannel, requestsFor } from './over-http.ts';

const authorization = 'Basic c3ZjbW9uOnZlcnktc2VjcmV0';

function at(url: string) {
  return bindChannel(
    alertmanager,
    alertmanager.options.parse({ url: `${url}/`, headers: { Authorization: authorization } }),
  );
}

describeHttpChannel({ type: 'alertmanager', at, rules, secrets: [authorization] });

async function alerts(told: Notification) {
  const [request] = await requestsFor({ at, rules }, told);
  expect(request?.headers.authorization).toBe(authorization);
  return JSON.parse(request?.body ?? '');
}

const service = notifiedService({
  rule: 'unhealthy',
  dedupKey: 'unhealthy/api/1',
  sinceAt: createdAt - 240_000,
  group: 'shop',
  runbook: 'https://wiki.example/api',
});

test('posts an alert that fires until it hears of its end, a week at most', async () => {
  expect(await alerts(notification({ unhealthy: [service], slow: [] }))).toEqual([
    {
      labels: { alertname: 'ServiceUnhealthy', service: 'api', severity: 'critical', source: 'svcmon' },
      annotations: {
        summary: 'api: expected status 200, got 503 · for 4 min',
        description: 'expected status 200, got 503',
        target: 'https://shop.example/health',
        group: 'shop',
        reason: 'unexpected_status',
        dedup_key: 'unhealthy/api/1',
        runbook_url: 'https://wiki.example/api',
      },
      startsAt: '2026-11-21T19:32:00.250Z',
      endsAt: '2026-11-28T19:36:00.250Z',
    },
  ]);
});

test('ends it under the same labels, whatever was found last', async () => {
  const [fired] = await alerts(notification({ unhealthy: [service], slow: [] }));
  const over = { ...service, severity: 'info', reason: 'ok', message: 'fine', endedAt: createdAt - 5_000 } as const;
  const [ended] = await alerts(notification({ state: 'resolved', unhealthy: [over], slow: [] }));
  expect(ended.labels).toEqual(fired.labels);
  expect(ended).toMatchObject({ startsAt: fired.startsAt, endsAt: '2026-11-21T19:35:55.250Z' });
});

test('never ends an alert before it begins', async () => {
  const odd = { ...service, endedAt: createdAt - 999_000 };
  const [ended] = await alerts(notification({ state: 'resolved', unhealthy: [odd], slow: [] }));
  expect(ended.endsAt).toBe(ended.startsAt);
});

test.each([
  ['slo_burn', 'critical', 'ServiceErrorBudgetBurn'],
  ['slo_burn', 'warning', 'ServiceErrorBudgetBurn'],
  ['slo_latency_burn', 'critical', 'ServiceLatencyBudgetBurn'],
] as const)('keeps apart what burns which budget how fast: %s, %s', async (reason, severity, alertname) => {
  const burning = { ...service, rule: 'slo_burn', reason, severity } as const;
  const [alert] = await alerts(notification({ unhealthy: [], slow: [], others: [burning] }));
  expect(alert.labels).toMatchObject({ alertname, severity });
});

test.each([
  ['deployment_failed', 'warning', 'DeploymentFailed'],
  ['rollback_not_told', 'critical', 'RollbackNotTold'],
] as const)('keeps apart the releases of a service, and what is wrong: %s', async (reason, severity, alertname) => {
  const release = { deployment: 'd1', version: '2.3.1', environment: 'production', commit: '4f1c2d0' };
  const bad = { ...service, rule: 'deployment', reason, severity, release } as const;
  const [alert] = await alerts(notification({ unhealthy: [], slow: [], others: [bad] }));
  const { commit, ...labels } = release;
  expect(alert.labels).toEqual({ alertname, severity, service: 'api', source: 'svcmon', ...labels });
  expect(alert.annotations).toMatchObject({ commit });
});

test.each([
  ['slow', 'ServiceSlow', 'critical'],
  ['degraded', 'ServiceDegraded', 'warning'],
  ['flapping', 'ServiceFlapping', 'warning'],
  ['certificate', 'CertificateExpiring', 'warning'],
  ['monitor_offline', 'MonitorOffline', 'critical'],
  ['storage', 'MonitorStorage', 'critical'],
] as const)('calls what falls under the rule %s %s', async (rule, alertname, severity) => {
  const [alert] = await alerts(notification({ unhealthy: [], slow: [], others: [{ ...service, rule }] }));
  expect(alert.labels).toMatchObject({ alertname, severity });
});
