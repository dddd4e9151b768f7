import { z } from 'zod';
import { toPlainLine } from '../domain/plain-text.ts';
import { statuses } from '../domain/status.ts';
import type { MonitorEvent } from '../monitor/events.ts';
import { serviceLineSchema } from './check-report-schema.ts';
import { toInstant } from './machine-values.ts';
import { toServiceDocument } from './service-document.ts';

const status = z.enum(statuses);
const instant = z.iso.datetime({ precision: 3 }).describe('RFC 3339, UTC, with milliseconds');

const { schema: _, ...service } = serviceLineSchema.shape;

const result = z.strictObject({ schema: z.literal('svcmon.monitor.result/v1'), ...service });

const transition = z.strictObject({
  schema: z.literal('svcmon.monitor.transition/v1'),
  timestamp: instant.describe('of the result that confirmed it'),
  service: z.string(),
  from: status,
  to: status,
  since: instant.describe('of the first result of the confirming run: when it truly began'),
  message: z.string(),
});

const incident = z.strictObject({
  schema: z.literal('svcmon.monitor.incident/v1'),
  timestamp: instant,
  id: z.string(),
  service: z.string(),
  status: z.enum(['degraded', 'unhealthy']).describe('the worst that was confirmed so far'),
  reason: z.string(),
  message: z.string(),
  started: instant.describe('first failure of the confirmed run'),
  confirmed: instant,
  recovered: instant.nullable().describe('first success of the confirmed recovery'),
  closed: instant.nullable(),
  closed_as: z.enum(['recovered', 'removed']).nullable(),
});

const delivery = z.strictObject({
  schema: z.literal('svcmon.monitor.delivery/v1'),
  timestamp: instant,
  channel: z.string(),
  outcome: z.enum(['delivered', 'retry', 'rejected', 'dropped']),
  dedup_keys: z.array(z.string()).describe('of the alerts the message was about'),
  text: z.string().describe('what the receiver said, or why it failed'),
});

const condition = z.strictObject({
  schema: z.literal('svcmon.monitor.condition/v1'),
  timestamp: instant,
  of: z.enum(['network', 'storage']),
  ok: z.boolean(),
});

/** The lines of `svcmon monitor -o ndjson`, told apart by `schema`. */
export const monitorLineSchema = z.discriminatedUnion('schema', [result, transition, incident, delivery, condition]);

export type MonitorLine = z.infer<typeof monitorLineSchema>;

/** An event as a line; undefined for what is told by other events already. `at`: epoch ms of now. */
export function toMonitorLine(event: MonitorEvent, at: number): MonitorLine | undefined {
  const timestamp = toInstant(at);
  switch (event.kind) {
    case 'result':
      return { schema: 'svcmon.monitor.result/v1', ...toServiceDocument(event.result) };
    case 'health_changed':
      return toTransition(event);
    case 'incident':
      return toIncident(event.incident, timestamp);
    case 'delivery': {
      const { channel, outcome, dedupKeys, text } = event;
      const schema = 'svcmon.monitor.delivery/v1';
      return { schema, timestamp, channel, outcome, dedup_keys: [...dedupKeys], text: toPlainLine(text) };
    }
    case 'network':
      return { schema: 'svcmon.monitor.condition/v1', timestamp, of: 'network', ok: event.state === 'online' };
    case 'storage':
      return { schema: 'svcmon.monitor.condition/v1', timestamp, of: 'storage', ok: event.state === 'available' };
    default:
      return undefined;
  }
}

function toTransition({
  service: name,
  change,
  message,
}: Extract<MonitorEvent, { kind: 'health_changed' }>): MonitorLine {
  return {
    schema: 'svcmon.monitor.transition/v1',
    timestamp: toInstant(change.confirmedAt),
    service: toPlainLine(name),
    from: change.from,
    to: change.to,
    since: toInstant(change.startedAt),
    message: toPlainLine(message),
  };
}

function toIncident(
  {
    id,
    service: name,
    status: worst,
    reason,
    message,
    ...times
  }: Extract<MonitorEvent, { kind: 'incident' }>['incident'],
  timestamp: string,
): MonitorLine {
  const orNull = (at: number | undefined) => (at === undefined ? null : toInstant(at));
  return {
    schema: 'svcmon.monitor.incident/v1',
    timestamp,
    id,
    service: toPlainLine(name),
    status: worst,
    reason,
    message: toPlainLine(message),
    started: toInstant(times.startedAt),
    confirmed: toInstant(times.confirmedAt),
    recovered: orNull(times.recoveredAt),
    closed: orNull(times.closedAt),
    closed_as: times.closedAs ?? null,
  };
}
