import { z } from 'zod';
import { compileLinearRegex, type LinearRegex, type RegexOptions } from '../../domain/linear-regex.ts';

/** A pattern, and how it was written. */
export interface Pattern {
  readonly source: string;
  readonly regex: LinearRegex;
}

/** A key whose value is a regular expression (RE2). */
export function patternKey(options: RegexOptions = {}) {
  return z.string().transform((source, context): Pattern => {
    const compiled = compileLinearRegex(source, options);
    if (compiled.ok) return { source, regex: compiled.regex };
    context.addIssue({
      code: 'custom',
      message: `expected a regular expression (RE2): ${compiled.message}`,
      input: source,
    });
    return z.NEVER;
  });
}
