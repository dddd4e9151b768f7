import { join } from 'node:path';
import { z } from 'zod';
import type { Notification, NotifiedService } from '../domain/notification.ts';
import { type Delivery, defineChannel } from './channel.ts';
import { writeNewFile } from './new-file.ts';

/** Writes one JSON file per alert, `alert_YYYYMMDD_HHMMSS[_n].json` by UTC, whole and never over another. */
export const file = defineChannel({
  type: 'file',
  summary: 'Writes each alert as a JSON file of its own.',
  options: z.strictObject({
    directory: z
      .string()
      .min(1)
      .describe('The folder of the files; made, readable by its owner only, where it is missing.'),
  }),

  async send(notification, { directory }, { signal }): Promise<Delivery> {
    if (signal.aborted) return { outcome: 'retry', reason: 'stopped before the file was written' };
    const text = `${JSON.stringify(alertDocument(notification), null, 2)}\n`;
    const written = await writeNewFile({ directory, stem: stemOf(notification.createdAt), extension: '.json', text });
    return 'name' in written
      ? { outcome: 'delivered', detail: `wrote ${join(directory, written.name)}` }
      : { outcome: written.lasting ? 'rejected' : 'retry', reason: written.problem };
  },
});

/** `alert_20261121_193600` for that second, UTC. */
function stemOf(at: number): string {
  const [day = '', time = ''] = new Date(at).toISOString().split(/[T.]/);
  return `alert_${day.replaceAll('-', '')}_${time.replaceAll(':', '')}`;
}

function alertDocument(notification: Notification) {
  return {
    timestamp: new Date(notification.createdAt).toISOString(),
    alert_type: notification.type,
    state: notification.state,
    severity: notification.severity,
    dedup_key: notification.dedupKey,
    summary: notification.summary,
    total_services: notification.total,
    details: {
      unhealthy_services: notification.unhealthy.map(unhealthyEntry),
      slow_services: notification.slow.map(slowEntry),
    },
  };
}

function unhealthyEntry(service: NotifiedService) {
  return {
    name: service.name,
    error: service.message,
    status_code: service.statusCode ?? null,
    response_time_ms: roundedMs(service),
    ...furtherFacts(service),
  };
}

function slowEntry(service: NotifiedService) {
  return {
    name: service.name,
    response_time_ms: roundedMs(service),
    message: service.message,
    status_code: service.statusCode ?? null,
    ...furtherFacts(service),
  };
}

function furtherFacts(service: NotifiedService) {
  return {
    reason: service.reason,
    severity: service.severity,
    target: service.target,
    group: service.group,
    attempts: service.attempts,
    checked_at: new Date(service.checkedAt).toISOString(),
    since: service.sinceAt === undefined ? undefined : new Date(service.sinceAt).toISOString(),
    evidence: service.evidence,
    runbook: service.runbook,
  };
}

function roundedMs({ responseTimeMs }: NotifiedService): number | null {
  return responseTimeMs === undefined ? null : Math.round(responseTimeMs * 1_000) / 1_000;
}
