import type { Assertion } from '../domain/assertion.ts';
import { durationToConfig } from '../domain/duration.ts';
import type { ExpectedStatus } from '../domain/expected-status.ts';
import type { BreakerSettings, RateLimitSettings, RetrySettings, Service } from '../domain/service.ts';
import type { Finding } from './finding.ts';
import { toDeploymentSettings } from './read-deployments.ts';
import { type CommonOptions, defaultTimeoutMs } from './service-schema.ts';
import { toSlo } from './slo-schema.ts';
import type { Thresholds } from './thresholds-schema.ts';

/** What holds for services that do not say otherwise. */
export interface ServiceSettings {
  readonly checkIntervalMs: number;
  /** Whether a timeout longer than that interval is cut to it, rather than refused: the interval was not set by the file. */
  readonly cutTimeouts: boolean;
  readonly thresholds: Thresholds;
}

/** The parsed parts of one service. */
export interface ServiceParts {
  readonly common: CommonOptions;
  readonly assertions: readonly Assertion[];
  readonly probeOptions: Readonly<Record<string, unknown>>;
  readonly host: string;
  /** Whether one result confirms, where the service does not say how many. */
  readonly certain?: boolean;
}

/** Puts the parsed keys of one service into the words of the domain. */
export function toService(
  { common, assertions, probeOptions, host, certain = false }: ServiceParts,
  settings: ServiceSettings,
): Service {
  const intervalMs = common.interval ?? settings.checkIntervalMs;
  const thresholds = thresholdsOf(common, settings);
  const own = common.thresholds;
  const expectedStatus = expectedStatusOf(probeOptions);
  return {
    name: common.name,
    tags: common.tags,
    intervalMs,
    timeoutMs: Math.min(common.timeout ?? defaultTimeoutMs, intervalMs),
    expectations: {
      assertions,
      responseTimeWarningMs: thresholds.response_time_warning,
      responseTimeCriticalMs: thresholds.response_time_critical,
      certificateExpiryWarningMs: thresholds.certificate_expiry_warning,
      ...(expectedStatus && { expectedStatus }),
    },
    failureCountAlert: certain ? (own.failure_count_alert ?? 1) : thresholds.failure_count_alert,
    recoveryCount: certain ? (own.recovery_count ?? 1) : thresholds.recovery_count,
    ...(common.group !== undefined && { group: common.group }),
    ...(common.runbook !== undefined && { runbook: common.runbook }),
    ...(common.public && { isPublic: true }),
    ...(common.public_only && { publicOnly: true }),
    ...(common.depends_on.length > 0 && { dependsOn: common.depends_on }),
    ...(common.retry && { retry: retryOf(common.retry) }),
    ...(common.circuit_breaker && { circuitBreaker: breakerOf(common.circuit_breaker) }),
    ...(common.rate_limit && { rateLimit: rateLimitOf(common.rate_limit, host) }),
    ...watchesOf(common),
  };
}

/** What looks beyond its single results. */
function watchesOf({
  slo,
  regression,
  deployments,
}: CommonOptions): Pick<Service, 'slo' | 'regression' | 'deployments'> {
  return {
    ...(slo && { slo: toSlo(slo) }),
    ...(regression && { regression }),
    ...(deployments && { deployments: toDeploymentSettings(deployments) }),
  };
}

/** Times of one service that contradict each other. */
export function timingFindings(common: CommonOptions, settings: ServiceSettings): readonly Finding[] {
  const intervalMs = common.interval ?? settings.checkIntervalMs;
  const thresholds = thresholdsOf(common, settings);
  const findings: Finding[] = [];
  const cut = settings.cutTimeouts && common.interval === undefined;
  if (common.timeout !== undefined && common.timeout > intervalMs && !cut) {
    const message = `a timeout of ${durationToConfig(common.timeout)} is longer than the interval of ${durationToConfig(intervalMs)}`;
    findings.push({ path: ['timeout'], message, hint: 'a check must end before the next begins' });
  }
  const own = common.thresholds;
  if (own.response_time_warning === undefined && own.response_time_critical === undefined) return findings;
  if (thresholds.response_time_warning > thresholds.response_time_critical) {
    const key = own.response_time_warning === undefined ? 'response_time_critical' : 'response_time_warning';
    findings.push({ path: ['thresholds', key], ...contradiction(thresholds) });
  }
  return findings;
}

/** Says that a warning threshold lies above the critical one. */
export function contradiction(thresholds: Thresholds): Pick<Finding, 'message' | 'hint'> {
  const { response_time_warning: warning, response_time_critical: critical } = thresholds;
  return {
    message: `response_time_warning (${durationToConfig(warning)}) is above response_time_critical (${durationToConfig(critical)})`,
    hint: 'set both',
  };
}

function thresholdsOf({ thresholds: own }: CommonOptions, { thresholds: global }: ServiceSettings): Thresholds {
  return {
    response_time_warning: own.response_time_warning ?? global.response_time_warning,
    response_time_critical: own.response_time_critical ?? global.response_time_critical,
    failure_count_alert: own.failure_count_alert ?? global.failure_count_alert,
    recovery_count: own.recovery_count ?? global.recovery_count,
    certificate_expiry_warning: own.certificate_expiry_warning ?? global.certificate_expiry_warning,
  };
}

function expectedStatusOf({
  expected_status: expected,
}: Readonly<Record<string, unknown>>): ExpectedStatus | undefined {
  return isExpectedStatusList(expected) ? expected : undefined;
}

// The key belongs to the http probe; whatever it yields under this name is its list of ranges.
function isExpectedStatusList(value: unknown): value is ExpectedStatus {
  return Array.isArray(value);
}

function retryOf(retry: NonNullable<CommonOptions['retry']>): RetrySettings {
  return {
    maxRetries: retry.max_retries,
    baseDelayMs: retry.base_delay,
    backoffFactor: retry.backoff_factor,
    maxDelayMs: retry.max_delay,
    jitter: retry.jitter,
    retryStatusCodes: retry.retry_status_codes,
    retryNonIdempotent: retry.retry_non_idempotent,
  };
}

function breakerOf(breaker: NonNullable<CommonOptions['circuit_breaker']>): BreakerSettings {
  return { failureThreshold: breaker.failure_threshold, recoveryTimeoutMs: breaker.recovery_timeout };
}

function rateLimitOf(limit: NonNullable<CommonOptions['rate_limit']>, host: string): RateLimitSettings {
  return { maxRequests: limit.max_requests, timeWindowMs: limit.time_window, key: limit.key ?? host };
}
