import { z } from 'zod';
import { count, instant } from './machine-schema.ts';

const service = z.strictObject({
  name: z.string(),
  results: count.describe('in the file'),
  added: count.nullable().describe('of them, those that were not stored before; null with `--dry-run`'),
  incidents: count.describe('that the results make'),
  known_incidents: count.describe('left out, since svcmon has seen one at the same time itself'),
  first: instant.describe('start of the first result'),
  last: instant.describe('start of the last result'),
});

/** What `svcmon import results … -o json` writes. */
export const importSchema = z.strictObject({
  schema: z.literal('svcmon.import/v1'),
  dry_run: z.boolean(),
  skipped_lines: count.describe('of the file, with `--skip-invalid`'),
  services: z.array(service).describe('in the order in which they come in the file'),
});
