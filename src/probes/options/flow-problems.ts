import type { OptionProblem } from '../probe.ts';
import type { FlowOptions, StepOptions } from './flow-keys.ts';
import { httpProblems } from './http-problems.ts';
import { variablesIn } from './template.ts';

/** The keys of a step in which `{{name}}` is filled. */
const filledKeys = ['url', 'params', 'headers', 'json', 'form', 'body', 'graphql', 'multipart'] as const;

/** Mistakes of a flow that show only across keys: of each step, names given twice, and variables that nothing captures. */
export function flowProblems({ steps, headers }: FlowOptions): readonly OptionProblem[] {
  const known = new Set<string>();
  const names = new Set<string>();
  return steps.flatMap((step, index) => {
    const problems = [
      ...httpProblems(step),
      ...(names.has(step.name) ? [{ path: ['name'], message: 'another step has this name already' }] : []),
      ...hostProblems(step),
      ...unknownVariables({ ...step, headers: { ...headers, ...step.headers } }, known),
    ];
    names.add(step.name);
    for (const name of Object.keys(step.capture)) known.add(name);
    return problems.map(({ path, message }) => ({ path: ['steps', index, ...path], message }));
  });
}

/** What an answer says must not decide which server gets the next step's credentials. */
function hostProblems({ url }: StepOptions): readonly OptionProblem[] {
  const { host, username, password } = new URL(url);
  const message = 'a captured value may stand in the path or the query, not before them';
  return variablesIn([host, username, password]).length > 0 ? [{ path: ['url'], message }] : [];
}

function unknownVariables(step: StepOptions, known: ReadonlySet<string>): readonly OptionProblem[] {
  return filledKeys.flatMap((key) => {
    const missing = variablesIn(step[key]).filter((name) => !known.has(name));
    return [...new Set(missing)].map((name) => ({
      path: [key],
      message: `no step before this one captures ${name}`,
    }));
  });
}
