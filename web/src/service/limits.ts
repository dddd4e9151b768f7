import type { ServiceDetail } from '../api/types.ts';
import { formatMs } from '../format.ts';

/** A response time from which on an answer is judged as worse. */
export interface Limit {
  readonly ms: number;
  readonly kind: 'warning' | 'critical';
}

/** What a service is judged by, the lower first. */
export function limitsOf({ thresholds }: Pick<ServiceDetail, 'thresholds'>): readonly Limit[] {
  const { response_time_warning_ms: warning, response_time_critical_ms: critical } = thresholds;
  return [
    ...(warning === null ? [] : [{ ms: warning, kind: 'warning' as const }]),
    ...(critical === null ? [] : [{ ms: critical, kind: 'critical' as const }]),
  ];
}

/** The limits in words. */
export function limitsText(limits: readonly Limit[]): string {
  const words = { warning: 'slow', critical: 'critical' } as const;
  const text = limits.map(({ ms, kind }) => `${words[kind]} above ${formatMs(ms)}`).join(', ');
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** The top of a chart: above all values, and above a limit that is not far from them. */
export function topOf(highest: number, limits: readonly Limit[]): number {
  const near = limits.filter(({ ms }) => ms <= 2 * highest).map(({ ms }) => ms);
  return Math.max(1, highest * 1.15, ...near.map((ms) => ms * 1.1));
}
