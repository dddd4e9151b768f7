import { z } from 'zod';
import { instant } from './machine-schema.ts';

const match = z
  .strictObject({
    services: z.array(z.string()).nullable(),
    group: z.string().nullable(),
    tags: z.record(z.string(), z.string()),
  })
  .describe('which services; all that is given must hold, and without any it is every service');

const silence = z.strictObject({
  id: z.string(),
  match,
  starts: instant.nullable(),
  ends: instant.nullable(),
  by: z.string(),
  comment: z.string().describe('empty without one'),
  created: instant.nullable(),
});

const window = z.strictObject({
  id: z.string(),
  name: z.string(),
  match,
  starts: instant.nullable(),
  ends: instant.nullable(),
  by: z.string(),
  origin: z.enum(['config', 'person']).describe('of recurring maintenance only the next window is listed'),
  announced: instant.nullable().describe('null for those of the configuration'),
  cancelled: instant.nullable(),
});

/** What `svcmon silence -o json` writes. */
export const silencesSchema = z.strictObject({
  schema: z.literal('svcmon.silences/v1'),
  timestamp: instant.describe('when it was written'),
  silences: z.array(silence).describe('those that hold, by their beginning'),
});

/** What `svcmon silence add -o json` writes. */
export const silenceSchema = z.strictObject({ schema: z.literal('svcmon.silence/v1'), silence });

/** What `svcmon maintenance -o json` writes. */
export const maintenanceSchema = z.strictObject({
  schema: z.literal('svcmon.maintenance/v1'),
  timestamp: instant.describe('when it was written'),
  windows: z.array(window).describe('open or to come, by their beginning'),
});

/** What `svcmon maintenance add -o json` writes. */
export const maintenanceWindowSchema = z.strictObject({ schema: z.literal('svcmon.maintenance-window/v1'), window });

export type MatchDocument = z.infer<typeof match>;
export type SilenceDocument = z.infer<typeof silence>;
export type WindowDocument = z.infer<typeof window>;
