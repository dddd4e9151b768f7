import { RE2JS } from 're2js';

/** A regular expression whose matching time grows linearly with the text (RE2 syntax: no look-around, no back-references). */
export interface LinearRegex {
  /** Whether the expression matches anywhere in the text. */
  matchesIn(text: string): boolean;
}

export type LinearRegexResult =
  | { readonly ok: true; readonly regex: LinearRegex }
  | { readonly ok: false; readonly message: string };

/** Compiles RE2 syntax (https://github.com/google/re2/wiki/Syntax); a mistake comes back as a message. */
export function compileLinearRegex(source: string): LinearRegexResult {
  try {
    const compiled = RE2JS.compile(source);
    return { ok: true, regex: { matchesIn: (text) => compiled.test(text) } };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : 'not a regular expression' };
  }
}
