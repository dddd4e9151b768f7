import { z } from 'zod';
import { count, instant, ms } from '../../reporting/machine-schema.ts';

/** How svcmon itself fares. */
export const systemSchema = z
  .strictObject({
    version: z.string(),
    node: z.string(),
    started_at: instant,
    uptime_ms: ms,
    services: count,
    results: count.describe('since it started'),
    missed_slots: z
      .strictObject({ overrun: count, late: count, asleep: count })
      .describe('checks that were left out, and why'),
    running: count.describe('checks at present'),
    waiting: count.describe('checks that are due and wait for their turn'),
    last_cycle_age_ms: ms.describe('since the schedule last moved'),
    event_loop_lag_p99_ms: ms.nullable(),
    storage: z.strictObject({
      available: z.boolean(),
      bytes: count.nullable().describe('of the file and what belongs to it; null where that cannot be told'),
      url: z.string(),
    }),
    outbox: z.record(z.string(), count).describe('messages that wait, by channel'),
    network: z.enum(['online', 'offline']).describe('`offline`: not even the canaries answer'),
    canaries: count.describe('how many are configured; without any, `network` is always `online`'),
    heartbeat: z
      .strictObject({
        last_ok_at: instant.nullable().describe('null before the first that got through'),
        trouble: z.string().nullable().describe('why the last one did not get through; null where it did'),
      })
      .nullable()
      .describe('of `monitoring.heartbeat_url`, which tells others that svcmon lives; null where there is none'),
    config: z.strictObject({
      path: z.string(),
      loaded_at: instant,
      last_reload_ok: z.boolean().nullable().describe('null before the first reload'),
      read_only: z.boolean().describe('whether services can be changed here'),
    }),
    time: instant,
    timezone: z.string().describe('of reports'),
  })
  .meta({ id: 'System', description: 'How svcmon itself fares.' });

export type SystemResource = z.infer<typeof systemSchema>;

const check = z.enum(['ok', 'failing']);

/** Whether svcmon can do its work. */
export const readinessSchema = z
  .strictObject({
    status: z.enum(['ready', 'not_ready']),
    checks: z.strictObject({ configuration: check, storage: check, scheduler: check }),
  })
  .meta({ id: 'Readiness', description: 'Whether svcmon can do its work.' });

export type ReadinessResource = z.infer<typeof readinessSchema>;
