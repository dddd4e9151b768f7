import { z } from 'zod';
import { toInstant } from '../../reporting/machine-values.ts';
import { ok } from '../answer.ts';
import { decodeCursor, encodeCursor } from '../page.ts';
import { auditPageSchema } from '../resources/audit.ts';
import { pageQuery } from '../resources/page.ts';
import { defineRoute } from '../route.ts';

/** Who changed what through the API. */
export const audit = defineRoute({
  operationId: 'listAudit',
  tag: 'access',
  methods: ['GET'],
  path: '/audit',
  summary: 'Who changed what, newest first.',
  scope: 'admin',
  params: z.object({}),
  query: z.object(pageQuery),
  answers: { 200: { means: 'a page of changes', body: auditPageSchema } },

  async handle({ query: { limit, offset = 0, cursor } }, parts) {
    const [beforeId] = cursor === undefined ? [] : decodeCursor(cursor);
    // One more tells whether there are further ones.
    const asked = { limit: limit + 1, offset, ...(typeof beforeId === 'number' && { beforeId }) };
    const { entries, total } = await parts.audit(asked);
    const shown = entries.slice(0, limit);
    const last = shown.at(-1);
    return ok({
      items: shown.map(({ at, requestId, ...entry }) => ({ ...entry, at: toInstant(at), request_id: requestId })),
      total,
      limit,
      offset,
      next_cursor: entries.length > limit && last !== undefined ? encodeCursor([last.id]) : null,
    });
  },
});
