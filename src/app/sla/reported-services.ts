import type { PromisedService, Reported } from './request.ts';

/** The services that are configured, and those of which there are records all the same, by name. */
export function reportedServices(
  configured: readonly PromisedService[],
  recorded: Iterable<string>,
): readonly Reported[] {
  const known = new Set(configured.map(({ name }) => name));
  const others = [...recorded].filter((name) => !known.has(name));
  const all = [
    ...configured.map(({ slo, name, group, tags }): Reported => {
      const identity = { name, tags, ...(group !== undefined && { group }) };
      return { identity, isConfigured: true, ...(slo && { promised: slo.objective }) };
    }),
    ...others.map((name) => ({ identity: { name, tags: {} }, isConfigured: false })),
  ];
  return all.sort((a, b) => compareNames(a.identity.name, b.identity.name));
}

/** By code units: the same order wherever it runs. */
export function compareNames(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
