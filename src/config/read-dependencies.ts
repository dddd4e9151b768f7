import type { Problem } from './problem.ts';
import type { ReadService } from './read-service.ts';
import { type Roster, unknownService } from './roster.ts';
import { problemsIn } from './section.ts';

/** What is wrong with the `depends_on` of the services: names of no service, and circles, each told once where it begins. */
export function dependencyProblems(services: readonly ReadService[], roster: Roster): readonly Problem[] {
  const circles = circlesOf(services);
  return services.flatMap(({ service: { name, dependsOn = [] }, section }) => {
    const unknown = dependsOn.flatMap((parent, index) => unknownService(parent, ['depends_on', index], roster) ?? []);
    const circle = circles.get(name);
    if (circle === undefined) return problemsIn(section, unknown);
    const message = `a circle: ${circle.map((each) => JSON.stringify(each)).join(' depends on ')}`;
    return problemsIn(section, [...unknown, { path: ['depends_on'], message, hint: 'remove one of them' }]);
  });
}

/** Circles by the name of the first of their services in the order of the file; each begins and ends with it. */
function circlesOf(services: readonly ReadService[]): ReadonlyMap<string, readonly string[]> {
  const parentsOf = new Map(services.map(({ service: { name, dependsOn = [] } }) => [name, dependsOn]));
  const circles = new Map<string, readonly string[]>();
  const told = new Set<string>();
  for (const name of parentsOf.keys()) {
    const circle = told.has(name) ? undefined : pathBack(name, parentsOf);
    if (circle === undefined) continue;
    circles.set(name, circle);
    for (const member of circle) told.add(member);
  }
  return circles;
}

/** The shortest way from a service over its parents back to itself. */
function pathBack(name: string, parentsOf: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const ways = new Map<string, readonly string[]>([[name, [name]]]);
  for (const [current, way] of ways) {
    for (const parent of parentsOf.get(current) ?? []) {
      if (parent === name) return [...way, name];
      if (!ways.has(parent)) ways.set(parent, [...way, parent]);
    }
  }
  return undefined;
}
