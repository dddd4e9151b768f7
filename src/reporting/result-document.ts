import type { z } from 'zod';
import type { StoredResult } from '../storage/store.ts';
import type { historySchema } from './history-schema.ts';
import { lineOrNull, msOrNull, toInstant, toMs } from './machine-values.ts';
import { phasesDocument } from './phases-document.ts';

type ResultDocument = z.infer<typeof historySchema>['results'][number];

/** One result as plain data. */
export function resultDocument(result: StoredResult): ResultDocument {
  return {
    timestamp: toInstant(result.startedAt),
    status: result.status,
    reason: result.reason,
    message: lineOrNull(result.message),
    status_code: result.statusCode ?? null,
    response_time_ms: msOrNull(result.responseTimeMs),
    duration_ms: toMs(result.durationMs),
    attempts: result.attempts,
    phases: result.phases === undefined ? null : phasesDocument(result.phases),
  };
}
