import { z } from 'zod';
import { heartbeatStates } from '../domain/heartbeat-verdict.ts';
import { count, instant } from './machine-schema.ts';

const heartbeat = z.strictObject({
  service: z.string(),
  url: z.string().describe('that it calls: a secret of the service'),
  state: z.enum(heartbeatStates),
  last_ping: instant.nullable(),
  next_due: instant.nullable(),
  pings: count.describe('that have come in all'),
});

/** What `svcmon heartbeats -o json` writes. */
export const heartbeatsSchema = z.strictObject({
  schema: z.literal('svcmon.heartbeats/v1'),
  timestamp: instant.describe('when it was written'),
  heartbeats: z.array(heartbeat).describe('in the order of the configuration'),
});

export type HeartbeatsDocument = z.infer<typeof heartbeatsSchema>;
