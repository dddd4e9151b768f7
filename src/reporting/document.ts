import { type CheckReport, performanceOf, summarize, worstFirst } from '../domain/check-report.ts';
import type { CheckDocument } from './check-report-schema.ts';
import { msOrNull, toInstant, toMs } from './machine-values.ts';
import { toServiceDocument } from './service-document.ts';

/**
 * The report as plain data, from which every machine-readable format is written (see check-report-schema.ts): always the
 * same keys in the same order, null for what is not known, every text plain. The same report gives the same document.
 */
export function toDocument(report: CheckReport): CheckDocument {
  return {
    schema: 'svcmon.check/v1',
    timestamp: toInstant(report.startedAt),
    duration_ms: toMs(report.durationMs),
    summary: toSummary(report),
    performance: toPerformance(report),
    services: worstFirst(report.results).map(toServiceDocument),
  };
}

function toSummary({ results }: CheckReport): CheckDocument['summary'] {
  const { total, healthy, unhealthy, degraded, unknown, overall } = summarize(results);
  return { total_services: total, healthy, unhealthy, degraded, unknown, overall_health: overall };
}

function toPerformance({ results }: CheckReport): CheckDocument['performance'] {
  const { count, averageMs, maxMs, p50Ms, p95Ms, p99Ms } = performanceOf(results);
  return {
    answered_services: count,
    average_response_time_ms: msOrNull(averageMs),
    max_response_time_ms: msOrNull(maxMs),
    p50_response_time_ms: msOrNull(p50Ms),
    p95_response_time_ms: msOrNull(p95Ms),
    p99_response_time_ms: msOrNull(p99Ms),
  };
}
