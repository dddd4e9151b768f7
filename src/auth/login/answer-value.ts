import { answerFacts } from '../../domain/answer-facts.ts';
import type { FactTable } from '../../domain/fact.ts';
import type { HttpObservation } from '../../domain/observation.ts';
import type { LoginContext } from '../tokens/login.ts';

/** What the expressions of a login may use. */
export const loginFacts: FactTable = answerFacts;

/**
 * The value of an expression over the answer to a login; undefined where it has none. What the answer says is not told, since
 * it may hold a token. A path such as `json.data.token` needs no compiler, which is large.
 */
export async function answerValue(
  expr: string,
  answer: HttpObservation,
  { clock, timeBox }: Pick<LoginContext, 'clock' | 'timeBox'>,
): Promise<unknown> {
  if (answer.bodyTruncated) return undefined;
  if (isPath(expr)) return valueAt(answer, expr.split('.').slice(1));
  const { compileValue } = await import('../../domain/compile-value.ts');
  const compiled = compileValue(expr, loginFacts);
  if (!compiled.ok) return undefined;
  const taken = compiled.expression.take(answer, { now: clock.now(), timeBox });
  return taken.ok ? taken.value : undefined;
}

/** Whether an expression is nothing but a way into the body. */
export function isPath(expr: string): boolean {
  return /^json(?:\.[A-Za-z_]\w*)+$/.test(expr);
}

function valueAt(answer: HttpObservation, path: readonly string[]): unknown {
  let value = jsonOf(answer);
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = Reflect.get(value, name);
  }
  return value;
}

function jsonOf(answer: HttpObservation): unknown {
  try {
    return answerFacts.json.value(answer);
  } catch {
    return undefined;
  }
}
