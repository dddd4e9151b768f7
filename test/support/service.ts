import type { Service } from '../../src/domain/service.ts';

/** A service with the defaults of the configuration; tests change what they are about. */
export function serviceNamed(name: string, changes: Partial<Service> = {}): Service {
  return {
    name,
    tags: {},
    intervalMs: 60_000,
    timeoutMs: 10_000,
    expectations: {
      assertions: [],
      responseTimeWarningMs: 1_000,
      responseTimeCriticalMs: 5_000,
      certificateExpiryWarningMs: 14 * 86_400_000,
    },
    failureCountAlert: 3,
    recoveryCount: 2,
    ...changes,
  };
}
