import { z } from 'zod';
import { instant } from '../../reporting/machine-schema.ts';
import { pageOf } from './page.ts';

const auditEntrySchema = z
  .strictObject({
    id: z.int(),
    at: instant,
    by: z.string().describe('the name of the token, or of the person'),
    client: z.string().describe('the address it came from'),
    action: z.string().describe('the operation, such as `createService`'),
    target: z.string().describe('what it was done to, as in the path'),
    status: z.int().describe('of the answer'),
    request_id: z.string(),
  })
  .meta({ id: 'AuditEntry', description: 'One change: who, what, when and from where.' });

/** A page of them. */
export const auditPageSchema = pageOf('AuditPage', auditEntrySchema);
