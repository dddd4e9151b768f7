import type { Health } from './health.ts';

/** What is known of the services that others depend on. */
export interface Dependencies {
  /** The names a service depends on directly. */
  dependsOn(service: string): readonly string[];
  healthOf(service: string): Health | undefined;
}

/** Whether a service is down, or may be: its latest result says so and only the confirmation is missing. */
export function isFailing(health: Health | undefined): boolean {
  return health !== undefined && (health.status === 'unhealthy' || health.against.at(-1) === 'unhealthy');
}

/** The nearest service that fails among those that a service depends on, directly or through others; circles do no harm. */
export function failingParent(service: string, { dependsOn, healthOf }: Dependencies): string | undefined {
  const seen = new Set([service]);
  for (const name of seen) {
    if (name !== service && isFailing(healthOf(name))) return name;
    for (const parent of dependsOn(name)) seen.add(parent);
  }
  return undefined;
}
