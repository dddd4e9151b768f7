import { z } from 'zod';
import { type AlertRule, alertRules } from '../domain/alert-rule.ts';

const instant = z.iso.datetime({ precision: 3 }).describe('RFC 3339, UTC, with milliseconds');
const ms = z.number().nonnegative().describe('milliseconds');
const severity = z.enum(['info', 'warning', 'critical']);

const facts = {
  reason: z
    .string()
    .describe(
      'one of the closed list of reasons, `flapping`, `slo_burn`, `slo_latency_burn`, `deployment_failed`, `rollback_not_told` or `storage_unavailable`',
    ),
  severity,
  target: z.string().describe('what was asked; empty for a trouble of svcmon itself'),
  group: z.string().optional(),
  attempts: z.int().nonnegative().describe('of that run'),
  checked_at: instant.describe('start of that run'),
  since: instant.optional().describe('first result that showed it'),
  evidence: z.string().optional().describe('the beginning of the answer, on one line, redacted'),
  runbook: z.string().optional(),
  rule: z
    .enum(Object.keys(alertRules) as AlertRule[])
    .optional()
    .describe('what it is told under; not in what a single round of `svcmon check` tells'),
  dedup_key: z.string().optional().describe('of this alert: the same in every message about it'),
  affects: z.array(z.string()).optional().describe('services that depend on it, whose own alerts are held back'),
  release: z
    .strictObject({
      deployment: z.string().describe('the id of the deployment, which `svcmon deploy rollback` takes'),
      version: z.string(),
      environment: z.string(),
      commit: z.string().optional(),
      url: z.string().optional().describe('where people find it: a pipeline, a release'),
    })
    .optional()
    .describe('the release it is about; only where `rule` is `deployment`'),
  ended_at: instant.optional().describe('first good result; in `resolved` only'),
  ended: z
    .enum(['recovered', 'removed'])
    .optional()
    .describe('`removed`: the service left the configuration; in `resolved` only'),
  first_mention: z.literal(true).optional().describe('in `resolved`: that it fired never got through'),
};

const measured = {
  status_code: z.int().nullable(),
  response_time_ms: ms.nullable().describe('of the last attempt'),
};

const slow = z
  .strictObject({ name: z.string(), message: z.string(), ...measured, ...facts })
  .meta({ 'x-svcmon-see': 'unhealthy_services' });

/** What alert files hold and programs are given on their standard input. */
export const alertDocumentSchema = z.strictObject({
  timestamp: instant.describe('when the message was made'),
  message_id: z.string().describe('the same when this message is sent again, another for every other message'),
  alert_type: z
    .enum(['service_health', 'sla_report'])
    .describe('`sla_report`: the figures of a period, a line per service in `other_alerts`'),
  state: z
    .enum(['firing', 'reminder', 'acknowledged', 'resolved'])
    .describe('`acknowledged` is told only to channels with a state for it, which files and programs are not'),
  severity: severity.describe("the loudest of the services'"),
  dedup_key: z.string().describe('of the first alert it tells of'),
  summary: z.string().describe('such as `2 unhealthy, 1 slow of 12 services`'),
  total_services: z.int().nonnegative().describe('how many are watched'),
  since_last_message: z.string().optional().describe('what else still fires, and what was dropped'),
  details: z.strictObject({
    unhealthy_services: z.array(z.strictObject({ name: z.string(), error: z.string(), ...measured, ...facts })),
    slow_services: z.array(slow).describe('with the same fields, but `message` in place of `error`'),
    other_alerts: z
      .array(slow)
      .optional()
      .describe('all else, likewise: degraded, flapping, certificates, error budgets, releases, svcmon itself'),
  }),
});

export type AlertDocument = z.infer<typeof alertDocumentSchema>;
