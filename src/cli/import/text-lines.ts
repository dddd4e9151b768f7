/** One line without its end. */
export interface TextLine {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/** Longer than any record of results, and short enough to be held. */
export const longestRecord = 1_048_576;

/** Thrown where something goes on for longer than a record can be. */
export class EndlessRecord extends Error {
  override readonly name = 'EndlessRecord';
  /** Where it begins. */
  readonly line: number;

  constructor(line: number) {
    super(`line ${line} goes on for more than 1 MiB`);
    this.line = line;
  }
}

/** The lines of a text that comes in pieces, as many at once as a piece completes. Rejects with EndlessRecord. */
export async function* textLines(pieces: AsyncIterable<string>): AsyncGenerator<readonly TextLine[]> {
  let line = 0;
  let rest = '';
  for await (const piece of pieces) {
    const parts = (rest + piece).split('\n');
    rest = parts.pop() ?? '';
    if (rest.length > longestRecord) throw new EndlessRecord(line + parts.length + 1);
    yield parts.map((text) => {
      line += 1;
      return { line, text: withoutMarks(text, line) };
    });
  }
  if (rest !== '') yield [{ line: line + 1, text: withoutMarks(rest, line + 1) }];
}

/** Without a carriage return at the end, and a byte order mark at the beginning of it all. */
function withoutMarks(text: string, line: number): string {
  const start = line === 1 && text.startsWith('\ufeff') ? 1 : 0;
  return text.slice(start, text.endsWith('\r') ? -1 : undefined);
}
