import { expressionsOf } from '../auth/registry.ts';
import type { AuthExpression } from '../auth/scheme.ts';
import type { DataPath } from './data-path.ts';
import type { Finding } from './finding.ts';
import { isRecord } from './record.ts';

/** What does not compile among the expressions in every `auth` of one service's data. */
export type ExamineAuth = (data: unknown) => readonly Finding[];

/** Makes one that serves for this data. The compiler is large and hardly any `auth` needs one. */
export async function authExaminer(data: readonly unknown[]): Promise<ExamineAuth> {
  if (data.every((one) => placedExpressions(one, []).length === 0)) return () => [];
  const { compileValue } = await import('../domain/compile-value.ts');
  return (one) =>
    placedExpressions(one, []).flatMap(({ path, expr, facts }): readonly Finding[] => {
      const compiled = compileValue(expr, facts);
      return compiled.ok ? [] : [{ path, ...compiled.problem }];
    });
}

type PlacedExpression = Pick<AuthExpression, 'expr' | 'facts'> & { readonly path: DataPath };

// What is sent may have an `auth` of its own.
const sentKeys = new Set(['json', 'form', 'params', 'headers']);

function placedExpressions(data: unknown, path: DataPath): readonly PlacedExpression[] {
  if (Array.isArray(data)) return data.flatMap((item, index) => placedExpressions(item, [...path, index]));
  if (!isRecord(data)) return [];
  return Object.entries(data).flatMap(([key, value]): readonly PlacedExpression[] => {
    if (sentKeys.has(key)) return [];
    const inner = [...path, key];
    if (key !== 'auth' || !isRecord(value)) return placedExpressions(value, inner);
    return expressionsOf(value).map(({ key: name, expr, facts }) => ({ path: [...inner, name], expr, facts }));
  });
}
