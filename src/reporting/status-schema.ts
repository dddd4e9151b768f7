import { z } from 'zod';
import { states } from '../domain/timeline.ts';
import { count, instant, ms, status } from './machine-schema.ts';

const summary = z.strictObject({
  total_services: count,
  healthy: count,
  unhealthy: count,
  degraded: count,
  unknown: count,
  overall_health: status.describe('the worst of all services: unhealthy, degraded, unknown, healthy'),
});

const incident = z
  .strictObject({ id: z.string(), started: instant.nullable(), acknowledged_by: z.string().nullable() })
  .describe('the open one');

const share = z.number().nullable();

const slo = z.strictObject({
  objective: z.number().describe('of availability, from 0 to 1'),
  window: z.string().describe('such as `30d`, or the unit of the calendar: `month`'),
  from: instant.describe('when the window began'),
  availability: share.describe('since then'),
  budget_seconds: z.number().describe('down time that the window allows'),
  budget_left_seconds: z.number().describe('negative when overspent'),
  budget_left: share.describe('of the budget, 1 for all of it; null where the objective allows no failure'),
  burn_rates: z
    .array(z.strictObject({ window_seconds: z.number(), burn_rate: z.number().nullable() }))
    .describe('1: exactly as fast as the budget allows; null where less than half of the window is known'),
  exhausted_in_seconds: z
    .number()
    .nullable()
    .describe('if it goes on as over the last day; null where the budget lasts'),
  latency: z
    .strictObject({
      under_ms: z.number(),
      objective: z.number().describe('share of the answers that has to be within it'),
      answers: count,
      under_share: share,
      budget_left: share.describe('of the answers that may be slower'),
    })
    .nullable(),
});

const slot = z.strictObject({
  from: instant,
  to: instant,
  state: z.enum(states).describe('the worst of it'),
  p50_response_time_ms: ms.nullable(),
});

const service = z.strictObject({
  name: z.string(),
  group: z.string().nullable(),
  tags: z.record(z.string(), z.string()),
  status: status.describe('`unknown` also where nobody has looked for too long, or the last looks could not see'),
  state: z.string().describe('the same in words, such as `unhealthy 4 min` or `failing 1 of 3`'),
  confirmed_status: status.nullable().describe('by the thresholds, however old; null before the first result'),
  confirmed_since: instant.nullable().describe('first result of the run that confirmed it'),
  last_checked: instant.nullable().describe('start of the last run'),
  last_checked_age_ms: z.number().nullable().describe('milliseconds since then'),
  stale: z.boolean().describe('nobody has looked for more than twice the usual time'),
  response_time_ms: ms.nullable().describe('of the last run; null when it was not answered'),
  status_code: z.int().nullable().describe('of the last run'),
  message: z.string().nullable().describe('of the last run; null when healthy'),
  flapping: z.boolean(),
  paused: z.boolean(),
  silenced_until: instant.nullable(),
  maintenance_until: instant.nullable(),
  incident: incident.nullable(),
  recent: z
    .array(z.strictObject({ timestamp: instant, status, reason: z.string(), response_time_ms: ms.nullable() }))
    .describe('the last 20 runs, oldest first'),
  availability_24h: share.describe('by time, from 0 to 1; null where nothing is known'),
  availability_30d: share,
  coverage_24h: share.describe('how much of the time is known'),
  coverage_30d: share,
  p95_response_time_ms: ms.nullable().describe('of the last 24 hours; null below 20 answers'),
  last_hour: z.array(slot).describe('in the order of time; the last ends now'),
  slo: slo.nullable().describe('null where nothing is promised'),
});

/** What `svcmon status -o json` writes. */
export const statusSchema = z.strictObject({
  schema: z.literal('svcmon.status/v1'),
  timestamp: instant.describe('when it was written'),
  summary,
  services: z.array(service).describe('worst first'),
});

export type StatusDocument = z.infer<typeof statusSchema>;
export type SloDocument = z.infer<typeof slo>;
