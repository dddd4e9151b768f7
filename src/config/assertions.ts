import type { Assertion } from '../domain/assertion.ts';
import { type AssertionSource, compileAssertion } from '../domain/compile-assertion.ts';
import { factsByType } from '../domain/facts.ts';
import type { Observation } from '../domain/observation.ts';
import type { Finding } from './finding.ts';
import { isRecord } from './record.ts';
import { assertionEntry } from './service-schema.ts';

/** Compiles the `assertions` of one service, as its data has them. In a file of its own since the CEL compiler is loaded only where it is used. */
export type CompileAssertions = (
  entries: unknown,
  type: string,
) => { readonly compiled: readonly Assertion[]; readonly findings: readonly Finding[] };

/** Every assertion that compiles, and a finding at its place in the text for each that does not; entries of a wrong form are left to the schema. */
export const compileAssertions: CompileAssertions = (entries, type) => {
  const compiled: Assertion[] = [];
  const findings: Finding[] = [];
  for (const [index, entry] of (Array.isArray(entries) ? entries : []).entries()) {
    const source = sourceOf(entry);
    if (source === undefined) continue;
    const path = typeof entry === 'string' ? ['assertions', index] : ['assertions', index, 'expr'];
    const result = isObservationType(type) ? compileAssertion(source, type) : withoutFacts(type);
    if (result.ok) compiled.push(result.assertion);
    else findings.push({ path, ...result.problem });
  }
  return { compiled, findings };
};

function sourceOf(entry: unknown): AssertionSource | undefined {
  const { success, data } = assertionEntry.safeParse(entry);
  if (!success) return isRecord(entry) && typeof entry.expr === 'string' ? { expr: entry.expr } : undefined;
  if (typeof data === 'string') return { expr: data };
  const { message, ...rest } = data;
  return message === undefined ? rest : { ...rest, message };
}

function withoutFacts(type: string) {
  return { ok: false, problem: { message: `services of type ${type} have no assertions` } } as const;
}

function isObservationType(type: string): type is Observation['type'] {
  return Object.hasOwn(factsByType, type);
}
