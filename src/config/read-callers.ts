import type { Problem } from './problem.ts';
import type { ReadService } from './read-service.ts';
import { problemsIn } from './section.ts';

/** What is wrong among the services that call us: two that are known by the same token, told at the second. */
export function callerProblems(services: readonly ReadService[]): readonly Problem[] {
  const first = new Map<string, string>();
  return services.flatMap(({ service: { name }, probe, section }) => {
    const token = probe.calledBy?.token?.reveal();
    if (token === undefined) return [];
    const other = first.get(token);
    first.set(token, other ?? name);
    if (other === undefined || other === name) return [];
    return problemsIn(section, [
      {
        path: ['token'],
        message: `the service ${JSON.stringify(other)} has the same token`,
        hint: 'give each its own',
      },
    ]);
  });
}

/** Warns of services that call us where nobody listens; told once, at the first. */
export function unheardWarnings(
  services: readonly ReadService[],
  { listens }: { readonly listens: boolean },
): readonly Problem[] {
  const caller = services.find(({ probe }) => probe.calledBy !== undefined);
  if (listens || caller === undefined) return [];
  const message = 'nobody hears its pings: svcmon listens nowhere';
  return problemsIn(caller.section, [
    { path: ['type'], message, hint: 'set server.listen, e.g. server: { listen: 127.0.0.1:8686 }' },
  ]);
}
