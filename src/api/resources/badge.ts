import { z } from 'zod';

/** What a badge can tell of a service. */
export const badgeKinds = ['status', 'uptime', 'response-time', 'certificate'] as const;

/** A badge for shields.io: https://shields.io/badges/endpoint-badge. */
export const shieldsBadgeSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    label: z.string(),
    message: z.string(),
    color: z.string(),
    isError: z.boolean(),
    cacheSeconds: z.int(),
  })
  .meta({ id: 'ShieldsBadge', description: 'For the endpoint badge of shields.io.' });
