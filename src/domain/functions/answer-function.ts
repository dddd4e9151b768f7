/** A function that assertions may call on the body of an answer; the documentation's table is made from these. */
export interface AnswerFunction {
  readonly name: string;
  /** As people write it, e.g. `html(selector)`. */
  readonly usage: string;
  /** In the terms of CEL. */
  readonly yields: 'bool' | 'dyn' | typeof elementsType;
  readonly describes: string;
  /** The fact it is called on. */
  readonly reads: 'body' | 'json';
  /** True where its argument is the path of a file. */
  readonly takesFile?: boolean;
  /** Loads its library. */
  load(files: FunctionFiles): Promise<Bind>;
}

/** The text of a file, or why there is none: `does not exist`. */
export type FunctionFile =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: string };

/** By their paths. */
export type FunctionFiles = ReadonlyMap<string, FunctionFile>;

/** Makes ready for the argument in the expression; throws a RangeError that says what is wrong with it. */
export type Bind = (argument: string) => BoundFunction;

export interface BoundFunction {
  /** Throws FactUnavailable where the value is not what the function is about. */
  call(value: unknown): unknown;
  /** Why the call yields false, in a few words. */
  whyNot?(value: unknown): string;
}

/** The CEL type of a list of HTML elements. */
export const elementsType = 'HtmlElements';
