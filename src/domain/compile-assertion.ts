import type { Assertion, AssertionParts, AssertionSource } from './assertion.ts';
import type { AssertionOutcome, ExplainedPart } from './assertion-outcome.ts';
import { explainParts } from './explained-part.ts';
import { explainFailure, showValue } from './explanation.ts';
import { compileExpression, type Expression, type ExpressionProblem, explainError } from './expression.ts';
import type { FactTable } from './fact.ts';
import { factsOf } from './facts.ts';
import type { Observation } from './observation.ts';
import { toPlainLine } from './plain-text.ts';

export type AssertionResult =
  | { readonly ok: true; readonly assertion: Assertion }
  | { readonly ok: false; readonly problem: ExpressionProblem };

interface Verdict {
  readonly passed: boolean;
  readonly because: string;
  readonly bodyTooLarge: boolean;
}

/** Compiles one assertion over the facts of one type of service; a wrong name, type or pattern comes back as a problem. */
export function compileAssertion(
  { expr, severity = 'unhealthy', message }: AssertionSource,
  table: FactTable,
): AssertionResult {
  const compiled = compileExpression(expr, table);
  if (!compiled.ok) return compiled;
  const { expression } = compiled;
  const source = toPlainLine(expr);
  const about = { expr, severity, ...(message === undefined ? {} : { message }) };
  const evaluate = (observation: Observation, parts: AssertionParts): AssertionOutcome => {
    const { passed, because, bodyTooLarge } = decide(expression, observation, parts);
    const explanation = because === '' ? source : `${source} – ${because}`;
    return { ...about, passed, bodyTooLarge, explanation, ...partsOf(expression, observation, parts) };
  };
  return { ok: true, assertion: { ...about, evaluate } };
}

function decide(expression: Expression, observation: Observation, { now, timeBox }: AssertionParts): Verdict {
  if (needsMoreBody(expression, observation)) {
    return { passed: false, bodyTooLarge: true, because: `the body was cut off after ${observation.bodyBytes} bytes` };
  }
  try {
    const work = () => evaluate(expression, observation, now);
    return expression.costly ? timeBox(work) : work();
  } catch (error) {
    return { passed: false, bodyTooLarge: false, because: explainError(error) };
  }
}

function partsOf(
  expression: Expression,
  observation: Observation,
  { now, timeBox, explains }: AssertionParts,
): { readonly parts?: ExplainedPart } {
  if (explains === undefined || needsMoreBody(expression, observation)) return {};
  try {
    return { parts: timeBox(() => explainParts(expression, observation, { now })) };
  } catch {
    // Too much work within the time there is: the verdict stands without.
    return {};
  }
}

function evaluate(expression: Expression, observation: Observation, now: number): Verdict {
  const { table, names } = expression;
  const facts = factsOf(observation, { table, names, now });
  const value = expression.evaluate(facts);
  if (value === true) return { passed: true, bodyTooLarge: false, because: '' };
  const because =
    value === false
      ? explainFailure(expression.ast, table, facts)
      : `got ${showValue(value)}, which is not true or false`;
  return { passed: false, bodyTooLarge: false, because };
}

function needsMoreBody({ names, table }: Expression, { bodyTruncated = false }: Observation): boolean {
  return bodyTruncated && names.some((name) => table[name]?.fromBody === true);
}
