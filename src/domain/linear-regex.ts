import { RE2JS } from 're2js';

/** A regular expression whose matching time grows linearly with the text (RE2 syntax: no look-around, no back-references). */
export interface LinearRegex {
  /** Whether the expression matches anywhere in the text. */
  matchesIn(text: string): boolean;
  /** Where the first match from that place on ends; undefined where there is none. */
  endOfMatchIn(text: string, from: number): number | undefined;
}

export interface RegexOptions {
  /** True: `^` and `$` match at every line, not at the ends of the text alone. */
  readonly byLine?: boolean;
}

export type LinearRegexResult =
  | { readonly ok: true; readonly regex: LinearRegex }
  | { readonly ok: false; readonly message: string };

/** Compiles RE2 syntax (https://github.com/google/re2/wiki/Syntax); a mistake comes back as a message. */
export function compileLinearRegex(source: string, { byLine = false }: RegexOptions = {}): LinearRegexResult {
  try {
    const compiled = RE2JS.compile(source, byLine ? RE2JS.MULTILINE : 0);
    return {
      ok: true,
      regex: {
        matchesIn: (text) => compiled.test(text),
        endOfMatchIn(text, from) {
          // Ten times as fast as finding the place, and most looks find nothing.
          if (from === 0 && !compiled.test(text)) return undefined;
          const matcher = compiled.matcher(text);
          return matcher.find(from) ? matcher.end() : undefined;
        },
      },
    };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : 'not a regular expression' };
  }
}
