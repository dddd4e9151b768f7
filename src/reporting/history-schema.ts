import { z } from 'zod';
import { count, instant, ms, phases, status } from './machine-schema.ts';

const head = { schema: z.literal('svcmon.history/v1'), timestamp: instant.describe('when it was written') };

const result = z.strictObject({
  timestamp: instant.describe('start of the run'),
  status,
  reason: z.string().describe('one of the closed list of reasons, or `ok`'),
  message: z.string().nullable().describe('null when healthy'),
  status_code: z.int().nullable(),
  response_time_ms: ms.nullable().describe('of the last attempt; null when it was not answered'),
  duration_ms: ms.describe('of the whole run with its waits and retries'),
  attempts: count,
  phases,
});

const sums = {
  results: count.describe('all of them'),
  healthy: count,
  degraded: count,
  unhealthy: count,
  unknown: count,
  healthy_share: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .describe('healthy ÷ (all but unknown), of results and not of time; null where nothing could be seen'),
  p50_response_time_ms: ms.nullable(),
  p95_response_time_ms: ms.nullable(),
  p99_response_time_ms: ms.nullable().describe('of all answers together; null without answers'),
};

/** What `svcmon history -o json` writes: the sums of every service. */
export const historySumsSchema = z.strictObject({
  ...head,
  since: instant.describe('beginning of the first hour or day, UTC'),
  services: z
    .array(z.strictObject({ name: z.string(), ...sums }))
    .describe('those of the configuration in its order, then others that have results'),
});

/** What `svcmon history SERVICE -o json` writes: its single results. */
export const historyResultsSchema = z.strictObject({
  ...head,
  service: z.string(),
  results: z.array(result).describe('newest first'),
});

/** What `svcmon history SERVICE --by hour -o json` writes: the sums of its hours or days. */
export const historyPeriodsSchema = z.strictObject({
  ...head,
  service: z.string(),
  period: z.enum(['hour', 'day']),
  periods: z
    .array(z.strictObject({ starts: instant.describe('beginning, UTC'), ...sums }))
    .describe('newest first; without those that have no results'),
});
