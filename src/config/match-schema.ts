import { z } from 'zod';
import type { ServiceMatch } from '../domain/silence.ts';
import { nameKey } from './service-schema.ts';

/** The keys that say which services something is about. */
export const matchKeys = z.strictObject({
  services: z
    .array(nameKey())
    .min(1, { error: 'name at least one service' })
    .optional()
    .describe('Only these services.'),
  group: z.string().min(1).optional().describe('Only services of this group.'),
  tags: z.record(z.string(), z.string()).optional().describe('Only services that have all these tags.'),
});

/** The parsed keys in the words of the domain. */
export function toServiceMatch({ services, group, tags }: z.output<typeof matchKeys>): ServiceMatch {
  return {
    ...(services !== undefined && { services }),
    ...(group !== undefined && { group }),
    ...(tags !== undefined && { tags }),
  };
}
