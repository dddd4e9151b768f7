/** The options of a service as they may be shown: every secret masked. */
export type RawOptions = Readonly<Record<string, unknown>>;

/** A part of a curl command, or what cannot be one. */
export type CurlPart =
  | CurlOption
  /** Goes into the query. */
  | { readonly param: readonly [name: string, value: string] }
  /** To be asked for, and verified, instead of the host. */
  | { readonly serverName: string }
  /** For the person: what the command leaves to them. */
  | { readonly note: string };

export interface CurlOption {
  readonly option: string;
  readonly value?: string;
  /** What the secret in the value is called where the value itself does not tell. */
  readonly variable?: string;
}

/** An option, alone or with its value. */
export function option(name: string, value?: string, variable?: string): CurlOption {
  return { option: name, ...(value !== undefined && { value }), ...(variable !== undefined && { variable }) };
}

/** A header field. One without a value is written with a semicolon, else curl leaves it out. */
export function headerOption(name: string, value: string): CurlOption {
  return option('--header', value === '' ? `${name};` : `${name}: ${value}`, name);
}

/** The text or the number under a key; undefined where there is neither. */
export function textIn(options: RawOptions, key: string): string | undefined {
  const value = options[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
