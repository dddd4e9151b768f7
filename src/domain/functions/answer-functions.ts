import type { FactTable } from '../fact.ts';
import type { AnswerFunction, Bind, BoundFunction, FunctionFile } from './answer-function.ts';
import { html } from './html.ts';
import { matchesSchema } from './matches-schema.ts';
import { xpath } from './xpath.ts';

/** Every function over a body, in the order the documentation lists them. */
export const answerFunctions: readonly AnswerFunction[] = [html, xpath, matchesSchema];

/** The functions that expressions over these facts may call. */
export function functionsOver(table: FactTable): readonly AnswerFunction[] {
  return answerFunctions.filter(({ reads }) => table[reads]?.fromBody === true);
}

const binders = new Map<string, Bind>();

/** Loads the functions that the texts call, those over files with each file that a call names; expressions that call them compile from then on. */
export async function loadFunctions(
  texts: readonly string[],
  read: (path: string) => Promise<FunctionFile>,
): Promise<void> {
  for (const { name, takesFile, load } of answerFunctions) {
    const calls = texts.flatMap((text) => [...text.matchAll(new RegExp(callOf(name), 'g'))]);
    if (calls.length === 0) continue;
    const paths = new Set(takesFile ? calls.flatMap(([, , path]) => (path === undefined ? [] : [path])) : []);
    const files = await Promise.all([...paths].map(async (path) => [path, await read(path)] as const));
    binders.set(name, await load(new Map(files)));
  }
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
