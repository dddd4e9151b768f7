import { z } from 'zod';
import { type GateReason, gateReasons, outboxKinds } from '../domain/alert.ts';
import { count, instant } from './machine-schema.ts';

/** One message to one channel about one alert. */
export const message = z.strictObject({
  id: z.string(),
  channel: z.string(),
  kind: z.enum(outboxKinds),
  state: z
    .enum(['pending', 'delivered', 'rejected', 'replaced', 'dropped'])
    .describe('`replaced`: a newer message says all that it would have said; `dropped`: too many were waiting'),
  service: z.string(),
  rule: z.string().nullable().describe('null for a test'),
  message: z.string().describe('what it says of the service'),
  dedup_key: z.string().describe('of the alert: the same in every message about it'),
  incident: z.string().nullable().describe('its id'),
  created: instant,
  not_before: instant.nullable().describe('when it may be sent; null once it is settled'),
  attempts: count.describe('sendings so far'),
  last_error: z.string().nullable().describe('why the last sending failed'),
  settled: instant.nullable().describe('when it was delivered or given up'),
});

const notSent = z.strictObject({
  timestamp: instant,
  dedup_key: z.string(),
  incident: z.string().nullable(),
  service: z.string().nullable().describe('null for a trouble of svcmon itself'),
  channel: z.string().nullable().describe('null when it concerns every channel'),
  reason: z.enum(Object.keys(gateReasons) as GateReason[]),
  text: z.string().describe('with the particulars'),
});

const channel = z.strictObject({
  name: z.string(),
  type: z.string().nullable().describe('null where it is not configured'),
  waiting: count.describe('messages that are still to be sent'),
  last_delivered: instant.nullable(),
  trouble: z.string().nullable().describe('why the last sending failed; null where one succeeded since'),
});

/** What `svcmon alerts -o json` writes. */
export const alertsSchema = z.strictObject({
  schema: z.literal('svcmon.alerts/v1'),
  timestamp: instant.describe('when it was written'),
  channels: z.array(channel),
  messages: z.array(message).describe('newest first'),
});

const explanation = z.strictObject({
  dedup_key: z.string(),
  rule: z.string(),
  severity: z.enum(['info', 'warning', 'critical']),
  service: z.string().nullable().describe('null for a trouble of svcmon itself'),
  incident: z.string().nullable().describe('its id'),
  open: z.boolean(),
  started: instant.nullable(),
  ended: instant.nullable(),
  channels: z
    .array(z.strictObject({ channel: z.string(), sentences: z.array(z.string()) }))
    .describe('why each was told, or was not'),
  messages: z
    .array(message.meta({ 'x-svcmon-see': 'svcmon.alerts/v1' }))
    .describe('oldest first, with the fields of `messages[]` in svcmon.alerts/v1'),
  not_sent: z.array(notSent).describe('oldest first'),
});

/** What `svcmon alerts explain -o json` writes. */
export const explanationSchema = z.strictObject({
  schema: z.literal('svcmon.alerts.explain/v1'),
  timestamp: instant.describe('when it was written'),
  alerts: z.array(explanation).describe('those that are open first, then the newest first'),
});

export type AlertsDocument = z.infer<typeof alertsSchema>;
export type ExplanationsDocument = z.infer<typeof explanationSchema>;
