import { z } from 'zod';
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
});

/** What `svcmon status -o json` writes. */
export const statusSchema = z.strictObject({
  schema: z.literal('svcmon.status/v1'),
  timestamp: instant.describe('when it was written'),
  summary,
  services: z.array(service).describe('worst first'),
});

export type StatusDocument = z.infer<typeof statusSchema>;
