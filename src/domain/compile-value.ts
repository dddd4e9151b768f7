import type { AssertionParts } from './assertion.ts';
import { compileAnyExpression, type ExpressionProblem, explainError } from './expression.ts';
import type { FactTable } from './fact.ts';
import { factsOf } from './facts.ts';
import type { Observation } from './observation.ts';

/** A compiled expression that takes something out of an answer, e.g. a token. */
export interface ValueExpression {
  /** The CEL source as configured. */
  readonly expr: string;
  /** The value, or in a few words why there is none. Never throws. */
  take(observation: Observation, parts: AssertionParts): TakenValue;
}

export type TakenValue =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly because: string };

export type ValueResult =
  | { readonly ok: true; readonly expression: ValueExpression }
  | { readonly ok: false; readonly problem: ExpressionProblem };

/** Compiles a CEL expression of any type; a wrong name, type or pattern comes back as a problem. */
export function compileValue(expr: string, table: FactTable): ValueResult {
  const compiled = compileAnyExpression(expr, table);
  if (!compiled.ok) return compiled;
  const { names, costly, evaluate } = compiled.expression;
  const take = (observation: Observation, { now, timeBox }: AssertionParts): TakenValue => {
    const work = () => evaluate(factsOf(observation, { table, names, now }));
    try {
      return { ok: true, value: costly ? timeBox(work) : work() };
    } catch (error) {
      return { ok: false, because: explainError(error) };
    }
  };
  return { ok: true, expression: { expr, take } };
}
