import pc from 'picocolors';
import { toPlainLine } from '../domain/plain-text.ts';
import type { Redact } from '../domain/redaction.ts';
import type { LineColumn } from './line-index.ts';
import { snippetOf } from './snippet.ts';

/** A place in a configuration file. */
export interface Position extends LineColumn {
  /** As it was named: relative where it was given so. */
  readonly file: string;
}

/** A mistake in a configuration file, with its place and, where it is known, how to mend it. */
export interface Problem extends Position {
  /** The key it is about, e.g. `services[1].timeout`; empty when it is about the file. */
  readonly path: string;
  /** What is wrong. Never holds a secret. */
  readonly message: string;
  /** How to mend it. */
  readonly hint?: string;
}

/** The texts of the files that problems are about, in the order in which their problems are shown. */
export type Sources = ReadonlyMap<string, string>;

/** The problems in the order of the files and within each from top to bottom. */
function sortProblems(problems: readonly Problem[], sources: Sources): readonly Problem[] {
  const files = [...sources.keys()];
  return problems.toSorted(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
  );
}

/**
 * The problems as they are told: without secrets and repetition, in order, and without those that only follow from a
 * reference that has no value.
 */
export function tidyProblems(
  problems: readonly Problem[],
  {
    sources,
    referenceProblems,
    redact,
  }: { readonly sources: Sources; readonly referenceProblems: readonly Problem[]; readonly redact: Redact },
): readonly Problem[] {
  const unresolved = new Set(referenceProblems.map(({ file, path }) => `${file} ${path}`));
  const told = new Set<string>();
  const kept = problems.filter((problem) => {
    const sentence = formatProblem(problem);
    const follows = unresolved.has(`${problem.file} ${problem.path}`) && !referenceProblems.includes(problem);
    if (follows || told.has(sentence)) return false;
    told.add(sentence);
    return true;
  });
  const clean = (text: string) => redact(text.replace(/\/\/[^/\s@"]+@/g, '//***@'));
  return sortProblems(kept, sources).map(({ hint, ...problem }) => ({
    ...problem,
    message: clean(problem.message),
    ...(hint !== undefined && { hint: clean(hint) }),
  }));
}

/** All problems as people read them: place, path, message and hint, then the source line with a caret; ends in a line feed. */
export function formatProblems(
  problems: readonly Problem[],
  sources: Sources,
  { color }: { readonly color: boolean },
): string {
  const colors = pc.createColors(color);
  const sorted = sortProblems(problems, sources);
  const shown = sorted.slice(0, mostShown).map((problem) => {
    const head = `${colors.bold(placeOf(problem))} ${toPlainLine(sentenceOf(problem))}\n`;
    const snippet = snippetOf(sources.get(problem.file), problem);
    if (snippet === undefined) return head;
    const number = String(problem.line);
    const line = colors.dim(`  ${number} | `) + snippet.line;
    const margin = colors.dim(`  ${' '.repeat(number.length)} | `);
    return `${head}${line}\n${margin}${snippet.padding}${colors.red('^')}\n`;
  });
  const more = sorted.length - mostShown;
  return shown.join('') + (more > 0 ? `… and ${more} more\n` : '');
}

// One wrong line at the top may be behind thousands below; nobody reads on after these.
const mostShown = 100;

/** One problem on one line, without its source. */
export function formatProblem(problem: Problem): string {
  return `${placeOf(problem)} ${toPlainLine(sentenceOf(problem))}`;
}

function placeOf({ file, line, column }: Position): string {
  return `${toPlainLine(file)}:${line}:${column}`;
}

function sentenceOf({ path, message, hint }: Problem): string {
  return `${path === '' ? '' : `${path}: `}${message}${hint === undefined ? '' : ` – ${hint}`}`;
}
