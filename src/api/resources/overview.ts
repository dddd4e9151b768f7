import { z } from 'zod';
import { states } from '../../domain/timeline.ts';
import { count, instant, status } from '../../reporting/machine-schema.ts';
import { serviceRowSchema } from './service.ts';

/** Everything that the first page shows. */
export const overviewSchema = z
  .strictObject({
    at: instant,
    health: status.describe('the worst confirmed service'),
    sentence: z.string().describe('such as `1 of 12 services is down: api, 4 min`'),
    counts: z.strictObject({
      healthy: count,
      degraded: count,
      unhealthy: count,
      unknown: count,
      paused: count,
      maintenance: count,
    }),
    services: z.array(serviceRowSchema).describe('worst first'),
  })
  .meta({ id: 'Overview', description: 'Everything that the overview shows, of one instant.' });

export type OverviewResource = z.infer<typeof overviewSchema>;

/** What everybody may know. */
export const publicStatusSchema = z
  .strictObject({
    at: instant,
    health: status.describe('the worst of these services'),
    sentence: z.string(),
    services: z.array(
      z.strictObject({
        name: z.string(),
        group: z.string().nullable(),
        state: z.enum(states),
        days: z
          .array(
            z.strictObject({
              date: z.iso.date(),
              state: z.enum(states).nullable().describe('the worst of the day; null where there is nothing'),
              availability: z.number().nullable().describe('from 0 to 1, by time'),
            }),
          )
          .describe('the last 90, oldest first, on the calendar of the reports'),
      }),
    ),
  })
  .meta({ id: 'PublicStatus', description: 'The services marked as public: neither URLs nor errors.' });

export type PublicStatusResource = z.infer<typeof publicStatusSchema>;
