import { z } from 'zod';
import { ms } from './machine-schema.ts';

const service = z.strictObject({
  name: z.string(),
  type: z.string().describe('the probe type'),
  target: z.string(),
  group: z.string().nullable(),
  tags: z.record(z.string(), z.string()),
  interval_ms: ms,
  timeout_ms: ms,
  assertions: z.array(z.string()).describe('its expressions; those of the steps of a flow are not among them'),
});

/** What `svcmon list -o json` writes. */
export const listSchema = z.strictObject({
  schema: z.literal('svcmon.list/v1'),
  services: z.array(service).describe('in the order of the configuration'),
});

export type ListDocument = z.infer<typeof listSchema>;
