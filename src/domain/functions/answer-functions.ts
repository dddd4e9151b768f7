import type { FactTable } from '../fact.ts';
import type { AnswerFunction, Bind, BoundFunction, FunctionFile, FunctionFiles } from './answer-function.ts';
import { html } from './html.ts';
import { matchesSchema } from './matches-schema.ts';
import { xpath } from './xpath.ts';

/** Every function over a body, in the order the documentation lists them. */
export const answerFunctions: readonly AnswerFunction[] = [html, xpath, matchesSchema];

/** The functions that expressions over these facts may call. */
export function functionsOver(table: FactTable): readonly AnswerFunction[] {
  return answerFunctions.filter(({ reads }) => table[reads]?.fromBody === true);
}

let binders: ReadonlyMap<string, Bind> = new Map();

/** What was loaded for the expressions of a configuration. */
export interface LoadedFunctions {
  /** Those that calls name. */
  readonly files: FunctionFiles;
  /** Goes back to what was loaded before, for a configuration that is refused. */
  undo(): void;
}

/** Loads the functions that the texts call, those over files with each file that a call names; expressions that call them compile from then on. */
export async function loadFunctions(
  texts: readonly string[],
  read: (path: string) => Promise<FunctionFile>,
): Promise<LoadedFunctions> {
  const before = binders;
  const paths = filesCalledIn(texts);
  const files = new Map(await Promise.all(paths.map(async (path) => [path, await read(path)] as const)));
  const called = answerFunctions.filter(({ name }) => callsIn(texts, name).length > 0);
  const loaded = await Promise.all(called.map(async ({ name, load }) => [name, await load(files)] as const));
  binders = new Map([...before, ...loaded]);
  return {
    files,
    undo() {
      binders = before;
    },
  };
}

/** The paths of the files that calls in the texts name, each once. */
export function filesCalledIn(texts: readonly string[]): readonly string[] {
  const calls = answerFunctions.flatMap(({ name, takesFile }) => (takesFile ? callsIn(texts, name) : []));
  return [...new Set(calls.flatMap(([, , path]) => (path === undefined ? [] : [path])))];
}

function callsIn(texts: readonly string[], name: string): readonly RegExpExecArray[] {
  const call = new RegExp(callOf(name), 'g');
  return texts.flatMap((text) => [...text.matchAll(call)]);
}

/** A call in the source of an expression: its argument is the second group where it is plain text in quotes. */
function callOf(name: string): string {
  return `\\b${name}\\s*\\((?:\\s*(["'])([^"'\\\\]*)\\1\\s*\\))?`;
}

/** A function with the argument in an expression; throws a RangeError that says what is wrong with it. */
export function bindFunction(name: string, argument: string): BoundFunction {
  const bind = binders.get(name);
  if (bind === undefined) throw new RangeError(`${name} is not to be had here`);
  return bind(argument);
}
