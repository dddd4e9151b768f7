import type { z } from 'zod';
import type { StoredResult } from '../storage/store.ts';
import type { historySchema } from './history-schema.ts';
import { lineOrNull, msOrNull, toInstant, toMs } from './machine-values.ts';

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
    phases: phasesDocument(result.phases),
  };
}

function phasesDocument(phases: StoredResult['phases']): ResultDocument['phases'] {
  if (phases === undefined) return null;
  const { dns, connect, tls, send, wait, receive } = phases;
  return {
    dns_ms: msOrNull(dns),
    connect_ms: msOrNull(connect),
    tls_ms: msOrNull(tls),
    send_ms: msOrNull(send),
    wait_ms: msOrNull(wait),
    receive_ms: msOrNull(receive),
  };
}
