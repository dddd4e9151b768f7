import type { Assertion, AssertionSource } from '../domain/assertion.ts';
import { assertionEntry, toAssertionSource } from '../domain/assertion-entry.ts';
import { compileAssertion } from '../domain/compile-assertion.ts';
import type { FactTable } from '../domain/fact.ts';
import type { Finding } from './finding.ts';
import { isRecord } from './record.ts';

/** Compiles the `assertions` of one service, as its data has them. In a file of its own since the CEL compiler is loaded only where it is used. */
export type CompileAssertions = (
  entries: unknown,
  table: FactTable,
) => { readonly compiled: readonly Assertion[]; readonly findings: readonly Finding[] };

/** Every assertion that compiles, and a finding at its place in the text for each that does not; entries of a wrong form are left to the schema. */
export const compileAssertions: CompileAssertions = (entries, table) => {
  const compiled: Assertion[] = [];
  const findings: Finding[] = [];
  for (const [index, entry] of (Array.isArray(entries) ? entries : []).entries()) {
    const source = sourceOf(entry);
    if (source === undefined) continue;
    const path = typeof entry === 'string' ? ['assertions', index] : ['assertions', index, 'expr'];
    const result = compileAssertion(source, table);
    if (result.ok) compiled.push(result.assertion);
    else findings.push({ path, ...result.problem });
  }
  return { compiled, findings };
};

function sourceOf(entry: unknown): AssertionSource | undefined {
  const { success, data } = assertionEntry.safeParse(entry);
  if (!success) return isRecord(entry) && typeof entry.expr === 'string' ? { expr: entry.expr } : undefined;
  return toAssertionSource(data);
}
