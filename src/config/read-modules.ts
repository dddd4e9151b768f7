import type { Finding } from './finding.ts';
import { exampleTarget, type ModuleKeys, moduleTypes, serviceOfModule } from './module-target.ts';
import type { Problem } from './problem.ts';
import { type ReadService, readService, type ServiceContext } from './read-service.ts';
import { problemsIn, type Section } from './section.ts';
import { closestName } from './suggestion.ts';
import { listOf, showValue } from './wording.ts';

/** The modules of `GET /probe`, each as the service that it makes of some target. */
export interface ReadModules {
  readonly services: readonly ReadService[];
  readonly problems: readonly Problem[];
}

/** Reads `server.modules:` as what they are: services without a target. */
export function readModules(
  modules: Readonly<Record<string, ModuleKeys>>,
  section: Section,
  context: ServiceContext,
): ReadModules {
  const results = Object.entries(modules).map(([name, module]) => {
    const own: Section = { data: module, originOf: (path) => section.originOf([name, ...path]) };
    return readModule(module, own, context);
  });
  return {
    services: results.flatMap(({ service }) => service ?? []),
    problems: results.flatMap(({ problems }) => problems),
  };
}

interface ReadModule {
  readonly service?: ReadService;
  readonly problems: readonly Problem[];
}

function readModule(module: ModuleKeys, own: Section, context: ServiceContext): ReadModule {
  const target = exampleTarget(String(module.type));
  const entry = target === undefined ? undefined : serviceOfModule(module, target);
  if (entry === undefined || typeof entry === 'string') {
    return { problems: problemsIn(own, [strangeType(module)]) };
  }
  // What a request says, a module cannot; and a probe stands alone.
  const ofRequest = Object.keys(entry).filter((key) => entry[key] !== module[key]);
  const strays = Object.keys(module).filter((key) => ofRequest.includes(key) || ofService.has(key));
  if (strays.length > 0) return { problems: problemsIn(own, strays.map(strayKey)) };
  const read = readService({ ...own, data: entry }, context);
  return read.ok ? { service: read.value, problems: [] } : { problems: read.problems };
}

const ofService = new Set(['name', 'depends_on']);

function strayKey(key: string): Finding {
  const why = ofService.has(key) ? 'a module has no' : 'the target of a request is its';
  return { path: [key], at: 'key', message: `${why} "${key}"`, hint: 'leave it out' };
}

function strangeType({ type }: ModuleKeys): Finding {
  const meant = typeof type === 'string' ? closestName(type, moduleTypes()) : undefined;
  const known = listOf(moduleTypes().map((name) => JSON.stringify(name)));
  const message = `expected a type that can be given a target, ${known}, got ${showValue(type)}`;
  return { path: ['type'], message, ...(meant === undefined ? {} : { hint: `did you mean "${meant}"?` }) };
}
