/** What a result is made of, as the columns of a file are called where nothing else is said. */
export const importFields = {
  time: 'when the check began',
  status: 'what it found',
  service: 'whose result it is',
  response_time_ms: 'how long the answer took, in milliseconds',
  response_time_s: 'the same in seconds',
  response_time_us: 'the same in microseconds',
  response_time_ns: 'the same in nanoseconds',
  status_code: 'the code of the answer',
  reason: 'one of the reasons of svcmon, where it did not find what it should',
  message: 'a sentence for people',
} as const;
export type ImportField = keyof typeof importFields;

/** By field the column that it is read from. */
export type Columns = ReadonlyMap<ImportField, string>;

/** One record of a file as text, or what is wrong with it. Lines count from 1; a record is on the line where it begins. */
export type RawRecord =
  | { readonly line: number; readonly values: Partial<Readonly<Record<ImportField, string>>> }
  | { readonly line: number; readonly problem: string };
