import type { Problem } from './problem.ts';
import { type ReadService, readService, type ServiceContext } from './read-service.ts';
import { isRecord } from './record.ts';
import { positionIn, problemsIn, type Section } from './section.ts';

/** The services of all files, and every problem among them. */
export interface ReadServices {
  readonly services: readonly ReadService[];
  readonly problems: readonly Problem[];
}

/** Reads all services; a name that is there twice is told at its second place, naming the first. */
export function readServices(sections: readonly Section[], context: ServiceContext): ReadServices {
  const results = sections.map((section) => readService(section, context));
  return {
    services: results.flatMap((result) => (result.ok ? [result.value] : [])),
    problems: [...results.flatMap((result) => (result.ok ? [] : result.problems)), ...duplicateNames(sections)],
  };
}

function duplicateNames(sections: readonly Section[]): readonly Problem[] {
  const first = new Map<string, Section>();
  return sections.flatMap((section): readonly Problem[] => {
    const name = isRecord(section.data) ? section.data.name : undefined;
    if (typeof name !== 'string') return [];
    const other = first.get(name);
    if (other === undefined) {
      first.set(name, section);
      return [];
    }
    const { file, line, column } = positionIn(other, ['name']);
    const message = `the name ${JSON.stringify(name)} is already taken at ${file}:${line}:${column}`;
    return problemsIn(section, [{ path: ['name'], message, hint: 'names are unique over all files' }]);
  });
}
