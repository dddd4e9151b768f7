import { type DataPath, formatPath, valueAt } from './data-path.ts';
import type { Finding } from './finding.ts';
import type { Position, Problem } from './problem.ts';
import type { YamlDocument } from './yaml.ts';

/** A parsed file whose references are replaced. */
export interface LoadedFile {
  readonly document: YamlDocument;
  /** The data after substitution. */
  readonly data: unknown;
  /** The formatted paths of texts that held a reference. */
  readonly substituted: ReadonlySet<string>;
  readonly readableByOthers: boolean;
}

/** A part of the configuration, e.g. one service, that knows which file and path each of its values came from. */
export interface Section {
  readonly data: unknown;
  /** Where a path of the section comes from. */
  originOf(path: DataPath): { readonly file: LoadedFile; readonly path: DataPath };
}

/** The part of a file below a path. */
export function sectionAt(file: LoadedFile, base: DataPath): Section {
  return { data: valueAt(file.data, base), originOf: (path) => ({ file, path: [...base, ...path] }) };
}

/** A section with other data, in which what it has not itself comes from the defaults. */
export function sectionWithDefaults(own: Section, defaults: Section, data: unknown): Section {
  const isInherited = (path: DataPath) =>
    valueAt(own.data, path) === undefined && valueAt(defaults.data, path) !== undefined;
  return { data, originOf: (path) => (isInherited(path) ? defaults.originOf(path) : own.originOf(path)) };
}

/** Where a path of the section stands. */
export function positionIn(section: Section, path: DataPath = []): Position {
  const { file, path: absolute } = section.originOf(path);
  return file.document.positionOf(absolute);
}

/** Gives findings about a section their place. */
export function problemsIn(section: Section, findings: readonly Finding[]): readonly Problem[] {
  return findings.map(({ path, message, hint, ...place }) => {
    const { file, path: absolute } = section.originOf(path);
    return {
      ...file.document.positionOf(absolute, place),
      path: formatPath(absolute),
      message,
      ...(hint === undefined ? {} : { hint }),
    };
  });
}
