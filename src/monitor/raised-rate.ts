import type { Service } from '../domain/service.ts';

const raisedMs = 10_000;

/**
 * How often a service is to be checked while a release of it is watched, ms: every ten seconds, unless it is checked more
 * often anyway, and not more often than its rate limit lets through. Undefined where that is no more often than usual.
 */
export function raisedIntervalMs({
  intervalMs,
  rateLimit,
}: Pick<Service, 'intervalMs' | 'rateLimit'>): number | undefined {
  const allowedMs = rateLimit === undefined ? 0 : rateLimit.timeWindowMs / rateLimit.maxRequests;
  const wishedMs = Math.max(raisedMs, allowedMs);
  return wishedMs < intervalMs ? wishedMs : undefined;
}
