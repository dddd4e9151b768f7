import type { Finding } from './finding.ts';
import { findIncluded } from './include.ts';
import { type OpenedFile, type OpenParts, openFile } from './open-file.ts';
import type { Problem } from './problem.ts';
import { readTop } from './read-top.ts';
import { type FileOptions, fileKeys, includedKeys } from './schema.ts';
import { problemsIn, type Section, sectionAt } from './section.ts';

/** A configuration with all its files, read as far as their top level. */
export interface Gathered {
  /** The main file first. */
  readonly opened: readonly OpenedFile[];
  /** The main file's top level, its section and what is wrong with it; absent where nothing of it can be read. */
  readonly main?: { readonly top: FileOptions; readonly section: Section; readonly findings: readonly Finding[] };
  /** One for each entry of every `services:`. */
  readonly services: readonly Section[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** Opens the main file and all that it includes. Never rejects. */
export async function gatherFiles(path: string, parts: OpenParts): Promise<Gathered> {
  const main = await openFile(path, parts);
  if (main.loaded === undefined) return { opened: [main], services: [], problems: main.problems, warnings: [] };
  const section = sectionAt(main.loaded, []);
  const top = readTop(fileKeys, section);
  const problems = [...main.problems, ...problemsIn(section, top.findings)];
  if (top.value === undefined) return { opened: [main], services: [], problems, warnings: [] };
  const included = await gatherIncluded(section, top.value.include, { name: path, ...parts });
  return {
    opened: [main, ...included.opened],
    main: { top: top.value, section, findings: top.findings },
    services: [...serviceSections(main, top.value.services.length), ...included.services],
    problems: [...problems, ...included.problems],
    warnings: included.warnings,
  };
}

async function gatherIncluded(
  main: Section,
  include: FileOptions['include'],
  { name, ...parts }: OpenParts & { readonly name: string },
): Promise<Omit<Gathered, 'main'>> {
  const { entries, warnings } = await findIncluded(name, include, parts.files);
  const files = await Promise.all(
    entries.map(async (entry) => ({ ...entry, opened: await openFile(entry.name, parts) })),
  );
  const read = files.map(({ name: included, path, opened }) => {
    if (opened.unreadable !== undefined) {
      return { services: [], problems: problemsIn(main, [{ path, message: `${included} ${opened.unreadable}` }]) };
    }
    if (opened.loaded === undefined) return { services: [], problems: opened.problems };
    const section = sectionAt(opened.loaded, []);
    const top = readTop(includedKeys, section);
    const services = serviceSections(opened, top.value?.services.length ?? 0);
    return { services, problems: [...opened.problems, ...problemsIn(section, top.findings)] };
  });
  return {
    opened: files.map(({ opened }) => opened),
    services: read.flatMap(({ services }) => services),
    problems: read.flatMap(({ problems }) => problems),
    warnings: problemsIn(main, warnings),
  };
}

function serviceSections({ loaded }: OpenedFile, count: number): readonly Section[] {
  return loaded === undefined
    ? []
    : Array.from({ length: count }, (_item, index) => sectionAt(loaded, ['services', index]));
}
