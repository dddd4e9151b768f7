import type { Notification, NotifiedService } from './notification.ts';
import type { ReportFile } from './report-file.ts';

/** A report as a channel is told of it; plain and redacted. */
export interface ReportMessage {
  /** Of the period: `2026-10`. */
  readonly label: string;
  /** `11 of 12 targets met; api missed 99.9 % by 18 min`. */
  readonly line: string;
  /** One line per service, those first whose objective was missed. */
  readonly services: readonly NotifiedService[];
  /** How many services it is about. */
  readonly total: number;
  readonly files: readonly ReportFile[];
}

/** The notification that tells of a report. `dedupKey` stays the same on every resend. */
export function reportNotification(
  message: ReportMessage,
  { dedupKey, itemId, createdAt }: { readonly dedupKey: string; readonly itemId?: string; readonly createdAt: number },
): Notification {
  const { label, line, services, total, files } = message;
  return {
    type: 'sla_report',
    state: 'firing',
    dedupKey,
    ...(itemId !== undefined && { itemIds: [itemId] }),
    createdAt,
    severity: 'info',
    summary: `${label}: ${line}`,
    total,
    unhealthy: [],
    slow: [],
    others: services,
    files,
  };
}
