import { z } from 'zod';
import { timelineKinds } from '../domain/incident.ts';
import { instant, serviceResult } from './machine-schema.ts';
import { message } from './message-schema.ts';

const incident = z.strictObject({
  id: z.string(),
  service: z.string(),
  status: z.enum(['degraded', 'unhealthy']).describe('the worst that was confirmed so far'),
  reason: z.string().describe('of the result that confirmed that'),
  message: z.string(),
  started: instant.describe('first failure of the confirmed run'),
  confirmed: instant,
  recovered: instant.nullable().describe('first success of the confirmed recovery'),
  closed: instant.nullable().describe('null while it is open'),
  closed_as: z
    .enum(['recovered', 'removed'])
    .nullable()
    .describe('`removed`: the service left the configuration while it failed'),
  acknowledged: z.strictObject({ by: z.string(), at: instant }).nullable(),
});

/** What `svcmon incidents -o json` writes. */
export const incidentsSchema = z.strictObject({
  schema: z.literal('svcmon.incidents/v1'),
  timestamp: instant.describe('when it was written'),
  incidents: z.array(incident).describe('newest first'),
});

/** What `svcmon incidents show -o json` writes. */
export const incidentStorySchema = z.strictObject({
  schema: z.literal('svcmon.incident/v1'),
  incident,
  timeline: z
    .array(
      z.strictObject({
        timestamp: instant,
        kind: z.enum(timelineKinds),
        text: z.string(),
        by: z.string().nullable().describe('who did it, where a person did'),
      }),
    )
    .describe('oldest first'),
  messages: z
    .array(message.meta({ 'x-svcmon-see': 'svcmon.alerts/v1' }))
    .describe('oldest first, with the fields of `messages[]` in svcmon.alerts/v1'),
  failures: z
    .array(serviceResult)
    .describe(
      'runs of its time that were kept in full, newest first, with the fields of `services[]` in svcmon.check/v1',
    ),
});

export type IncidentDocument = z.infer<typeof incident>;
export type IncidentsDocument = z.infer<typeof incidentsSchema>;
export type IncidentStoryDocument = z.infer<typeof incidentStorySchema>;
