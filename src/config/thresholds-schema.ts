import { z } from 'zod';
import { durationKey, parseDuration } from '../domain/duration.ts';

const dayMs = 86_400_000;
const expected = 'expected a number of milliseconds, or a duration such as "800ms" or "2s"';

/** The thresholds that hold for every service unless it has its own. */
export const globalThresholds = z.strictObject({
  response_time_warning: responseTimeKey().prefault(1_000).describe('Slower than this is `degraded`.'),
  response_time_critical: responseTimeKey()
    .prefault(5_000)
    .describe('Slower than this is still `degraded`, and alerted as critical.'),
  failure_count_alert: countKey()
    .default(3)
    .describe('Results in a row that are not healthy and so confirm an incident.'),
  recovery_count: countKey().default(2).describe('Healthy results in a row that end an incident.'),
  certificate_expiry_warning: durationKey({ minMs: 0, maxMs: 3_650 * dayMs })
    .prefault('14d')
    .describe(
      'A certificate that expires sooner makes a service `degraded`; at most a third of its own lifetime counts.',
    ),
});

/** What one service says otherwise. */
export const serviceThresholds = z.strictObject({
  response_time_warning: responseTimeKey().optional().describe('Instead of `alerts.thresholds.response_time_warning`.'),
  response_time_critical: responseTimeKey()
    .optional()
    .describe('Instead of `alerts.thresholds.response_time_critical`.'),
  failure_count_alert: countKey().optional().describe('Instead of `alerts.thresholds.failure_count_alert`.'),
  recovery_count: countKey().optional().describe('Instead of `alerts.thresholds.recovery_count`.'),
  certificate_expiry_warning: durationKey({ minMs: 0, maxMs: 3_650 * dayMs })
    .optional()
    .describe('Instead of `alerts.thresholds.certificate_expiry_warning`.'),
});

/** Whole thresholds; times in ms. */
export type Thresholds = z.output<typeof globalThresholds>;

function countKey() {
  return z.int().min(1).max(1_000);
}

/** A response time: ms, as a bare number or with its unit. */
function responseTimeKey() {
  return z
    .union([z.number(), z.string()], { error: expected })
    .meta({ 'x-svcmon-kind': 'milliseconds' })
    .transform((value, context) => {
      const bare = typeof value === 'number' || /^\s*\d+(\.\d+)?\s*$/.test(value);
      const ms = bare ? Number(value) : parseDuration(value);
      if (ms !== undefined && ms >= 1 && ms <= dayMs) return ms;
      const message = ms === undefined ? expected : 'expected between 1 ms and 1 day';
      context.addIssue({ code: 'custom', message: `${message}, got ${JSON.stringify(value)}`, input: value });
      return z.NEVER;
    });
}
