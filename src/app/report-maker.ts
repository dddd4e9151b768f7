import type { Config } from '../config/config.ts';
import { StoreUnavailable } from '../storage/store.ts';
import type { DueReportsParts } from './sla/due-reports.ts';

/** Makes the reports that are due by that configuration, now; what keeps it from that is logged when it changes. Rejects for a defect only. */
export type ReportMaker = (config: Config) => Promise<void>;

/** Builds a maker of reports, which loads what that takes when the first one is scheduled. */
export function createReportMaker(parts: DueReportsParts): ReportMaker {
  let trouble: string | undefined;
  return async (config) => {
    if (config.reports.schedule.length === 0) return;
    const { makeDueReports } = await import('./sla/due-reports.ts');
    try {
      await makeDueReports(config, parts);
      trouble = undefined;
    } catch (error) {
      if (parts.signal.aborted) return;
      const code = codeOf(error);
      if (code === undefined) throw error;
      if (code !== trouble) parts.log.error('a report cannot be made; it is tried again', { trouble: code });
      trouble = code;
    }
  };
}

/** What the world did; undefined for a defect. */
function codeOf(error: unknown): string | undefined {
  if (error instanceof StoreUnavailable) return error.message;
  return error instanceof Error && 'code' in error && 'syscall' in error ? error.message : undefined;
}
