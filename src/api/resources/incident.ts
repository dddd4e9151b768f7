import { z } from 'zod';
import { incidentStorySchema, incidentsSchema } from '../../reporting/incident-schema.ts';
import { messageSchema } from './alert.ts';
import { pageOf } from './page.ts';

const { shape } = incidentsSchema.shape.incidents.element;

/** From confirmed failure to confirmed recovery. */
export const incidentSchema = z
  .strictObject(shape)
  .meta({ id: 'Incident', description: 'From confirmed failure to confirmed recovery of one service.' });

export type IncidentResource = z.infer<typeof incidentSchema>;

/** An incident with everything that is known of it. */
export const incidentDetailSchema = z
  .strictObject({
    ...shape,
    timeline: incidentStorySchema.shape.timeline,
    messages: z.array(messageSchema).describe('oldest first'),
    failures: incidentStorySchema.shape.failures.describe('runs of its time that were kept in full, newest first'),
  })
  .meta({ id: 'IncidentDetail', description: 'An incident with its timeline, what was sent, and failures.' });

export type IncidentDetailResource = z.infer<typeof incidentDetailSchema>;

/** A page of incidents. */
export const incidentPageSchema = pageOf('IncidentPage', incidentSchema);

const person = z.string().trim().min(1).max(200);

/** What is said when an incident is acknowledged. */
export const acknowledgementSchema = z
  .strictObject({
    by: person.optional().describe('who does; the name of the token without it'),
    note: z.string().trim().min(1).max(2_000).optional().describe('added to the timeline'),
  })
  .meta({ id: 'Acknowledgement', examples: [{ by: 'ada', note: 'looking into it' }] });

/** A line for the timeline of an incident. */
export const noteSchema = z
  .strictObject({ text: z.string().trim().min(1).max(2_000), by: person.optional() })
  .meta({ id: 'Note', examples: [{ text: 'the disk of db2 was full' }] });
