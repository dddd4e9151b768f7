import type { Assertion } from '../domain/assertion.ts';
import { compileAssertion } from '../domain/compile-assertion.ts';
import { factsByType } from '../domain/facts.ts';
import type { Observation } from '../domain/observation.ts';
import type { Finding } from './finding.ts';
import type { CommonOptions } from './service-schema.ts';

/** Compiles the `assertions` of one service of a type. Its own file since the CEL compiler is only loaded where one is used. */
export type CompileAssertions = (
  entries: CommonOptions['assertions'],
  type: string,
) => { readonly compiled: readonly Assertion[]; readonly findings: readonly Finding[] };

/** Every assertion that compiles, and a finding at its place in the text for each that does not. */
export const compileAssertions: CompileAssertions = (entries, type) => {
  const compiled: Assertion[] = [];
  const findings: Finding[] = [];
  for (const [index, entry] of entries.entries()) {
    const path = typeof entry === 'string' ? ['assertions', index] : ['assertions', index, 'expr'];
    if (!isObservationType(type)) {
      findings.push({ path, message: `services of type ${type} have no assertions` });
      continue;
    }
    const { expr, ...rest } = typeof entry === 'string' ? { expr: entry } : withoutUndefined(entry);
    const result = compileAssertion({ expr, ...rest }, type);
    if (result.ok) compiled.push(result.assertion);
    else findings.push({ path, ...result.problem });
  }
  return { compiled, findings };
};

function isObservationType(type: string): type is Observation['type'] {
  return Object.hasOwn(factsByType, type);
}

function withoutUndefined({ message, ...entry }: Exclude<CommonOptions['assertions'][number], string>) {
  return message === undefined ? entry : { ...entry, message };
}
