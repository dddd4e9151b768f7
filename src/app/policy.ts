import type { Config, ConfiguredService } from '../config/config.ts';
import type { AlertPolicy, ServicePolicy } from '../domain/service-policy.ts';

/** What deciding needs to know of a configuration. */
export interface Policy {
  readonly services: ReadonlyMap<string, ConfiguredService>;
  readonly alerts: AlertPolicy;
  policyOf(service: string): ServicePolicy | undefined;
  /** The names of the services that depend on one directly. */
  dependentsOf(service: string): readonly string[];
}

/** Indexes a configuration by the names of its services. */
export function policyOf({ services, alerts }: Pick<Config, 'services' | 'alerts'>): Policy {
  const byName = new Map(services.map((configured) => [configured.service.name, configured]));
  const dependents = new Map<string, string[]>();
  for (const { service } of services) {
    for (const parent of service.dependsOn ?? []) {
      const names = dependents.get(parent);
      if (names === undefined) dependents.set(parent, [service.name]);
      else names.push(service.name);
    }
  }
  return {
    services: byName,
    alerts: {
      routes: alerts.routes,
      turnedOn: alerts.rules,
      certificateStagesMs: alerts.certificateStagesMs,
      acknowledging: new Set(alerts.channels.flatMap(({ name, channel }) => (channel.acknowledges ? [name] : []))),
    },
    policyOf: (name) => byName.get(name)?.service,
    dependentsOf: (name) => dependents.get(name) ?? [],
  };
}
