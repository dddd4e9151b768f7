import type { AlertRule } from './alert-rule.ts';
import type { HealthPolicy } from './health.ts';
import type { Route } from './routes.ts';
import type { ServiceIdentity } from './silence.ts';

/** What deciding about one service needs to know of its configuration. A Service is one. */
export interface ServicePolicy extends HealthPolicy, ServiceIdentity {
  /** The names of the services without which it cannot work. */
  readonly dependsOn?: readonly string[];
}

/** How alerts are told, for all services. */
export interface AlertPolicy {
  readonly routes: readonly Route[];
  /** The rules that are told; `degraded` has to be asked for. */
  readonly turnedOn: ReadonlySet<AlertRule>;
  /** At which times before a certificate's expiry to tell of it, ms. */
  readonly certificateStagesMs: readonly number[];
  /** The channels that can be told that somebody has acknowledged an incident. */
  readonly acknowledging: ReadonlySet<string>;
}

const dayMs = 86_400_000;

/** 14, 7, 3 and 1 days before, and when it has expired. */
export const defaultCertificateStagesMs: readonly number[] = [14 * dayMs, 7 * dayMs, 3 * dayMs, dayMs];

/** All but `degraded`. */
export const defaultRules: ReadonlySet<AlertRule> = new Set([
  'unhealthy',
  'slow',
  'flapping',
  'certificate',
  'slo_burn',
  'deployment',
  'monitor_offline',
  'storage',
]);
