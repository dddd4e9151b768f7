import { z } from 'zod';
import { states } from '../domain/timeline.ts';
import { count, instant, ms, phases, status } from './machine-schema.ts';
import { figures } from './sla/schema.ts';

const head = { schema: z.literal('svcmon.history/v2'), timestamp: instant.describe('when it was written') };

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

const { availability, availability_lower, availability_upper, coverage, durations, latency } = figures;
const { under_share: _, ...times } = latency.shape;

const slot = z.strictObject({
  from: instant,
  to: instant,
  state: z.enum(states).describe('the worst of it: down, degraded, unknown, maintenance, paused, up'),
  ...{ availability, availability_lower, availability_upper, coverage },
  down_seconds: durations.shape.down_seconds,
  degraded_seconds: durations.shape.degraded_seconds,
  unknown_seconds: durations.shape.unknown_seconds,
  ...times,
});

const span = z.strictObject({
  name: z.string().describe('how far back, such as `24h` or `30d`'),
  from: instant,
  to: instant,
  ...figures,
});

const serviceHistory = {
  name: z.string(),
  spans: z
    .array(span)
    .describe('up to now, the shortest first; response times and counts begin with the hour that a span begins in'),
  slots: z.array(slot).describe('in the order of time; the last ends now'),
};

/** What `svcmon history -o json` writes. */
export const historyOverviewSchema = z.strictObject({
  ...head,
  services: z
    .array(z.strictObject(serviceHistory))
    .describe('those of the configuration in its order, then others that were looked at'),
});

/** What `svcmon history SERVICE -o json` writes. */
export const historySchema = z.strictObject({
  ...head,
  service: z.strictObject(serviceHistory),
  results: z.array(result).describe('single results, newest first'),
});

export type SlotDocument = z.infer<typeof slot>;
export type ServiceHistoryDocument = z.infer<typeof historySchema>['service'];
