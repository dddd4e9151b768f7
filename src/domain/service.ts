import type { Expectations } from './judge.ts';
import type { RegressionWatch } from './regression.ts';
import type { Secret } from './secret.ts';
import type { Slo } from './slo.ts';

/** Retries within one run. Delay before retry n: base × factor^(n-1), at most maxDelay; with jitter a uniform part of it (full jitter). */
export interface RetrySettings {
  readonly maxRetries: number;
  readonly baseDelayMs: number;
  readonly backoffFactor: number;
  readonly maxDelayMs: number;
  readonly jitter: boolean;
  readonly retryStatusCodes: readonly number[];
  /** Also retry questions that change something when asked twice, such as POST. */
  readonly retryNonIdempotent: boolean;
}

/** After `failureThreshold` failed runs in a row nothing is sent for `recoveryTimeoutMs`; then a single attempt decides. */
export interface BreakerSettings {
  readonly failureThreshold: number;
  readonly recoveryTimeoutMs: number;
}

/** At most `maxRequests` attempts in any `timeWindowMs` among all that share the key. */
export interface RateLimitSettings {
  readonly maxRequests: number;
  readonly timeWindowMs: number;
  /** The target's host unless configured. */
  readonly key: string;
}

/** How a service is watched after a deployment; what is absent is as for every service. */
export interface DeploymentSettings {
  readonly bakeTimeMs?: number;
  readonly rollbackWebhook?: Secret;
}

/** One entry of services.yaml, ready to be checked: what users care about, apart from how its probe looks. */
export interface Service {
  readonly name: string;
  readonly group?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly runbook?: string;
  /** Whether only public addresses are connected to, and those that are allowed beside them. */
  readonly publicOnly?: boolean;
  /** Whether everybody may see how it stands. */
  readonly isPublic?: boolean;
  /** The services without which it cannot work: while one of them fails, its own opening messages are held back. */
  readonly dependsOn?: readonly string[];
  /** Between the starts of two runs; every attempt of a run ends within it. */
  readonly intervalMs: number;
  /** Deadline of one attempt, whole request. */
  readonly timeoutMs: number;
  readonly retry?: RetrySettings;
  readonly circuitBreaker?: BreakerSettings;
  readonly rateLimit?: RateLimitSettings;
  readonly expectations: Expectations;
  /** Consecutive results that confirm an incident, and its end. */
  readonly failureCountAlert: number;
  readonly recoveryCount: number;
  /** Absent where nothing was promised. */
  readonly slo?: Slo;
  /** Which changes against the same hours of the last weeks are watched for; none where it is absent. */
  readonly regression?: RegressionWatch;
  readonly deployments?: DeploymentSettings;
}
