/** Which kind of trouble an alert is about, with what it means. */
export const alertRules = {
  unhealthy: 'the service is confirmed unhealthy',
  slow: 'answers are slower than response_time_critical',
  degraded: 'the service is confirmed degraded; told only where that is asked for',
  flapping: 'the service changes its state all the time, so that single changes are not told',
  certificate: 'a certificate is about to expire; told once per threshold',
  slo_burn: 'the error budget of an objective is being spent too fast',
  deployment: 'a release is found to be worse than what was before it, or its rollback could not be told; told once',
  monitor_offline: "svcmon's own network is down, so that it cannot see its services",
  storage: 'svcmon cannot store what it finds',
} as const;

export type AlertRule = keyof typeof alertRules;

/** Those about services, in the order in which messages count them, which can be turned on and off; those about svcmon itself are always on. */
export const rulesOfServices = [
  'unhealthy',
  'slow',
  'degraded',
  'flapping',
  'certificate',
  'slo_burn',
  'deployment',
] as const satisfies readonly AlertRule[];
