import { z } from 'zod';
import { durationKey } from '../domain/duration.ts';
import { matchKeys } from './match-schema.ts';
import { nameKey } from './service-schema.ts';

/** The `maintenance:` of a file. */
export const maintenanceKeys = z.array(
  z.strictObject({
    name: nameKey().describe('Unique; said where a message is held back.'),
    schedule: z
      .string()
      .min(1)
      .describe(
        'When it begins: a cron pattern of five fields such as `0 2 * * SUN`, or for once a time such as `2026-12-24T22:00`.',
      ),
    duration: durationKey({ minMs: 60_000 }).describe('How long it lasts.'),
    timezone: z.string().min(1).default('UTC').describe('The IANA zone of the schedule, such as `Europe/Berlin`.'),
    match: matchKeys.prefault({}).describe('Which services; all of it must hold, and without it every service.'),
  }),
);
