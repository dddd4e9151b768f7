import type { CheckResult } from './check-result.ts';

/** What one message tells, apart from how a channel words it. */
export interface Notification {
  /** Stays the same on every resend, so that receivers can tell a repetition. */
  readonly dedupKey: string;
  /** Epoch ms. */
  readonly createdAt: number;
  /** One sentence: `2 unhealthy, 1 slow of 12 services`. */
  readonly summary: string;
  /** How many services were checked. */
  readonly total: number;
  readonly unhealthy: readonly CheckResult[];
  /** Degraded by response time. */
  readonly slow: readonly CheckResult[];
}
