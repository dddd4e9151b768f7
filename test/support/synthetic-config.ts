import type { SyntheticService, SyntheticSlo, SyntheticYear } from './synthetic-year.ts';

/** The services.yaml of a year, as JSON, which is YAML; its services in whatever order. */
export function configOfYear(
  { services, groups }: SyntheticYear,
  {
    database,
    order = (all) => all,
  }: {
    readonly database: string;
    readonly order?: (services: readonly SyntheticService[]) => readonly SyntheticService[];
  },
): string {
  return JSON.stringify({
    services: order(services.filter(({ isConfigured }) => isConfigured)).map(({ name, group, tags, slo }) => {
      return { name, url: 'http://127.0.0.1:9/', tags, group, slo: slo && sloEntry(slo) };
    }),
    groups: Object.fromEntries(
      groups.map(({ name, aggregation, weights, slo }) => [name, { aggregation, weights, slo: slo && sloEntry(slo) }]),
    ),
    storage: { url: `sqlite:${database}` },
  });
}

function sloEntry({ objective, latency, minOutageMs, degradedWeight }: SyntheticSlo) {
  return {
    objective,
    latency: latency && { under: `${latency.underMs}ms`, objective: latency.objective },
    min_outage: minOutageMs === undefined ? undefined : `${minOutageMs}ms`,
    degraded_weight: degradedWeight,
  };
}
